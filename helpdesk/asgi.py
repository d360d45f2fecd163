"""Where HTTP and WebSockets come in (composition root)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
http = get_asgi_application()

# After the apps are loaded: these import models.
from channels.routing import ProtocolTypeRouter  # noqa: E402

from channels_app.urls import websockets  # noqa: E402
from helpdesk.celery import app as celery_app  # noqa: E402

application = ProtocolTypeRouter({"http": http, "websocket": websockets})

__all__ = ["application", "celery_app"]
