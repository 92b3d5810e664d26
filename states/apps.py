from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class StatesConfig(AppConfig):
    name = "states"
    verbose_name = gettext_lazy("States and categories")
    default_auto_field = "django.db.models.BigAutoField"
