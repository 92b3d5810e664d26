from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class MetricsConfig(AppConfig):
    name = "metrics"
    verbose_name = gettext_lazy("Figures and methodology")
    default_auto_field = "django.db.models.BigAutoField"
