from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from metrics.models import Methodology, Parameter, ParameterGroup
        from states.editions import watch

        for model in (Methodology, ParameterGroup, Parameter):
            watch(model)
