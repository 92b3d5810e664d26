from django.contrib.admin import apps


class Administration(apps.AdminConfig):
    default = False
    default_site = "progress.administration.Site"
