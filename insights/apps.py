from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class InsightsConfig(AppConfig):
    name = "insights"
    verbose_name = gettext_lazy("Reasons and outlooks")
    default_auto_field = "django.db.models.BigAutoField"
