"""For load balancers and watchdogs."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

PATIENCE = 1.0
"""Seconds that Redis has to answer."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok", or 503 with the names of what is down."""
    down = [name for name, alive in (("database", _database()), ("redis", _redis())) if not alive]
    if down:
        return HttpResponse(f"down: {', '.join(down)}\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis() -> bool:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as client:
            client.ping()
    except RedisError:
        return False
    return True
