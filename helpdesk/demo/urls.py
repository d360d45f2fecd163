"""The demo's addresses, under /demo/."""

from django.urls import path

from helpdesk.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.page, name="home"),
    path("spa/", views.single_page, name="spa"),
    path("spa/<slug:slug>/", views.single_page, name="spa-page"),
    path("hostile/", views.hostile, name="hostile"),
    path("strict/", views.strict, name="strict"),
    path("<slug:slug>/", views.page, name="page"),
]
