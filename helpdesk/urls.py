"""Every address (composition root)."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("helpdesk.views.urls")),
    path("admin/", admin.site.urls),
    path("w/v1/", include("channels_app.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("helpdesk.demo.urls")))
