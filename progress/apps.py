from django.apps import AppConfig
from django.contrib.admin import apps as admin


class ProgressConfig(AppConfig):
    default = True
    name = "progress"

    def ready(self) -> None:
        # Binds shared tasks to our Celery application in every process that may send one.
        from progress import celery, checks  # noqa: F401
        from progress.watch.figures import count_failed_sign_ins

        count_failed_sign_ins()


class Administration(admin.AdminConfig):
    default = False
    default_site = "progress.administration.Site"
