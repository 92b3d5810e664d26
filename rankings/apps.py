from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class RankingsConfig(AppConfig):
    name = "rankings"
    verbose_name = gettext_lazy("Lists and releases")
    default_auto_field = "django.db.models.BigAutoField"
