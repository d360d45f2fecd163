"""The widget's HTTP calls (docs/PROTOCOL.md)."""

import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from channels_app import calling, frames, guests, limits, payloads, showing
from channels_app.database import in_thread
from channels_app.errors import Refusal
from channels_app.knock import Knock
from channels_app.payloads import Cursor
from helpdesk.board import current
from helpdesk.models import Visitor

log = logging.getLogger(__name__)

Answer = Mapping[str, Any] | None
Call = Callable[[HttpRequest, Knock], Awaitable[Answer]]
View = Callable[[HttpRequest], Coroutine[Any, Any, HttpResponse]]

DAY_SECONDS = 86_400


def door(method: str) -> Callable[[Call], View]:
    """Method, preflight, refusals, and the headers that let a page of another origin read the answer.

    No CSRF token is asked for: nothing here looks at cookies, so there is nothing a foreign page could ride on.
    """

    def wrap(call: Call) -> View:
        @csrf_exempt
        @functools.wraps(call)
        async def view(request: HttpRequest) -> HttpResponse:
            if request.method == "OPTIONS":
                response = _preflight(method)
            elif request.method != method:
                response = HttpResponseNotAllowed([method, "OPTIONS"])
            else:
                response = await _answer(call, request)
            return _readable(request, response)

        return view

    return wrap


@door("GET")
async def boot(request: HttpRequest, knock: Knock) -> Answer:
    key, page = frames.line(request.GET, "key", None), frames.line(request.GET, "page")
    return await showing.boot(knock, key, page, _token(request))


@door("POST")
async def session(request: HttpRequest, knock: Knock) -> Answer:
    return await in_thread(guests.settle, knock, _body(request), _token(request), timezone.now())


@door("POST")
async def messages(request: HttpRequest, knock: Knock) -> Answer:
    frame, token = _body(request), _token(request)

    def write() -> Answer:
        visitor = _admit(knock, token)
        limits.spend("messages", str(visitor.pk))
        return guests.write(visitor, frame, timezone.now())

    return await in_thread(write)


@door("POST")
async def requests(request: HttpRequest, knock: Knock) -> Answer:
    frame, token = _body(request), _token(request)
    return await in_thread(lambda: guests.request(_admit(knock, token), frame, timezone.now()))


@door("POST")
async def end(request: HttpRequest, knock: Knock) -> Answer:
    token = _token(request)
    return await in_thread(lambda: guests.end(_admit(knock, token), timezone.now()))


@door("GET")
async def slots(request: HttpRequest, knock: Knock) -> Answer:
    key, zone, token = frames.line(request.GET, "key", None), frames.line(request.GET, "zone"), _token(request)
    group = frames.whole_or_none(_numbers(request, "group"), "group")
    return await in_thread(calling.slots, knock, key, group or None, zone, token, timezone.now())


@door("GET")
async def events(request: HttpRequest, knock: Knock) -> Answer:
    cursor, token, page = _cursor(request), _token(request), frames.line(request.GET, "page")

    def look() -> Answer:
        visitor, now = _admit(knock, token), timezone.now()
        known, point = current.known(now), visitor.contact_point_id
        audience = payloads.audience(known, page or visitor.page, knock.address, now, point)
        return {**payloads.welcome(visitor, cursor), "audience": audience}

    return await in_thread(look)


@door("POST")
async def page(request: HttpRequest, knock: Knock) -> Answer:
    frame, token = _body(request), _token(request)
    return await in_thread(lambda: guests.move(_admit(knock, token), frame, timezone.now()))


def _admit(knock: Knock, token: str | None) -> Visitor:
    visitor = guests.admit(knock, token, timezone.now())
    limits.spend("calls", str(visitor.pk))
    return visitor


async def _answer(call: Call, request: HttpRequest) -> HttpResponse:
    knock = Knock.of_request(request)
    try:
        told = await call(request, knock)
    except Refusal as refused:
        refusal = refused
    except (OperationalError, InterfaceError) as error:
        log.warning("the database does not answer: %s", error)
        refusal = Refusal("unavailable")
    else:
        return HttpResponse(status=204) if told is None else JsonResponse(told)
    return JsonResponse(refusal.told(knock.language), status=refusal.kind.status)


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        return frames.parse(request.body)
    except RequestDataTooBig:
        raise Refusal("too_large") from None


def _token(request: HttpRequest) -> str | None:
    """None where none is sent."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _cursor(request: HttpRequest) -> Cursor:
    numbers = _numbers(request, "conversation", "after")
    after = frames.whole(numbers, "after", frames.MOST_SEQ)
    return Cursor(frames.whole(numbers, "conversation") or None, after)


def _numbers(request: HttpRequest, *names: str) -> dict[str, int]:
    """Of the query string; 0 where one is empty or missing."""
    try:
        return {name: int(request.GET.get(name) or 0) for name in names}
    except ValueError:
        raise Refusal("bad_frame") from None


def _preflight(method: str) -> HttpResponse:
    """A preflight carries neither key nor token, so whose page asks is judged at the call itself."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = method
    response["Access-Control-Allow-Headers"] = "authorization, content-type"
    response["Access-Control-Max-Age"] = str(DAY_SECONDS)
    return response


def _readable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page whose origin isn't allowed gets nothing but the refusal, and may read that: it then stays silent."""
    if origin := request.META.get("HTTP_ORIGIN"):
        response["Access-Control-Allow-Origin"] = origin
    response["Vary"] = "Origin"
    response["Cache-Control"] = "no-store"
    return response
