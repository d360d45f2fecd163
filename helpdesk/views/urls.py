"""The operators' addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
