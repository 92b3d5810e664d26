from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "progress"

    def ready(self) -> None:
        # Binds shared tasks to our Celery application in every process that may send one.
        from progress import celery, checks  # noqa: F401
        from progress.watch.figures import count_failed_sign_ins

        count_failed_sign_ins()
