"""The doors' addresses: the widget's HTTP calls below `w/v1/`, and both sockets."""

from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator, WebsocketDenier
from channels.sessions import CookieMiddleware
from django.urls import path, re_path

from channels_app import views
from channels_app.consumers.operator import OperatorSocket
from channels_app.consumers.visitor import VisitorSocket

app_name = "doors"

urlpatterns = [
    path("boot", views.boot, name="boot"),
    path("session", views.session, name="session"),
    path("messages", views.messages, name="messages"),
    path("requests", views.requests, name="requests"),
    path("end", views.end, name="end"),
    path("slots", views.slots, name="slots"),
    path("events", views.events, name="events"),
    path("page", views.page, name="page"),
]

websockets = URLRouter(
    [
        # Opened by pages of other origins; the consumer checks them against the contact point's.
        path("w/v1/socket", VisitorSocket.as_asgi()),
        path("ws/inbox/", AllowedHostsOriginValidator(CookieMiddleware(OperatorSocket.as_asgi()))),
        re_path("", WebsocketDenier.as_asgi()),
    ]
)
