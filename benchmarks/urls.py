"""The project's addresses and one more: the least that a Django view can do behind the usual middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from progress.urls import handler400, handler404, handler500
from progress.urls import urlpatterns as pages

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello", content_type="text/plain")


urlpatterns = [path("hello", hello), *pages]
