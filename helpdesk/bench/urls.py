"""The product's addresses with the floor's beside them; only a bench serves them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

EMPTY = "/bench/empty"


async def empty(request: HttpRequest) -> HttpResponse:
    """As little as a Django view can do, behind the same middleware."""
    return HttpResponse()


urlpatterns = [path(EMPTY[1:], empty), path("", include("helpdesk.urls"))]
