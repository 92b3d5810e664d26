from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = gettext_lazy("Work in the background")
    default_auto_field = "django.db.models.BigAutoField"
