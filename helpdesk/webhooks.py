"""Calling the company's own addresses for rules (SPEC 5.2): after the commit, again when it fails, never for long.

A call is claimed by its row, so no two workers make it at once; a worker that dies in the middle leaves it to be made
again. The receiver may therefore meet a call twice and knows it by `X-Switchboard-Delivery`, which stays the same.
Redirects are not followed, and addresses within private networks are not called unless SWITCHBOARD_WEBHOOKS_INSIDE says
so: whoever may write rules need not be somebody who may look around in the server's network. The address that was
looked up and judged is the one that is called.
"""

import asyncio
import hashlib
import hmac
import socket
from datetime import datetime, timedelta
from ipaddress import ip_address

import httpx
from django.conf import settings
from django.db import transaction

from helpdesk.models import Automation, WebhookCall

PATIENCE_SECONDS = 10
"""For everything from looking the name up to the first line of the answer, the rest of which nobody reads."""

LEASE = timedelta(seconds=60)
"""So long a call belongs to who has claimed it; longer than anybody's patience."""

AGAIN = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""After the first, second … failure; then it has failed."""

KEPT = timedelta(days=30)


class Unreachable(Exception):
    """It could not be delivered; says why in a few words."""


def claim(now: datetime) -> WebhookCall | None:
    """One that is due, ours for a minute; None when there is none."""
    with transaction.atomic():
        due = WebhookCall.objects.filter(due_at__lte=now).order_by("due_at")
        call = due.select_for_update(skip_locked=True, of=("self",)).select_related("webhook").first()
        if call is not None:
            call.due_at, call.attempts = now + LEASE, call.attempts + 1
            call.save(update_fields=["due_at", "attempts"])
        return call


def make(call: WebhookCall, *, now: datetime) -> None:
    """Send it, and write down what became of it. What was switched off since is called off."""
    if not call.webhook.enabled or not Automation.objects.filter(key=call.rule, enabled=True).exists():
        _finish(call, WebhookCall.State.DROPPED)
        return
    try:
        asyncio.run(_post(call, now))
    except Unreachable as error:
        call.error = str(error)[:200]
        if call.attempts > len(AGAIN):
            _finish(call, WebhookCall.State.FAILED)
        else:
            call.due_at = now + AGAIN[call.attempts - 1]
            call.save(update_fields=["due_at", "error"])
    else:
        _finish(call, WebhookCall.State.SENT)


def forget(*, now: datetime) -> None:
    WebhookCall.objects.filter(due_at=None, created_at__lt=now - KEPT).delete()


def signature(secret: str, moment: str, body: str) -> str:
    """Of the moment, a full stop and the body, so that a call cannot be kept and sent once more much later."""
    return hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()


def _finish(call: WebhookCall, state: str) -> None:
    call.state, call.due_at = state, None
    call.save(update_fields=["state", "due_at", "error"])


async def _post(call: WebhookCall, now: datetime) -> None:
    """Raises Unreachable."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            status = await _status(call, now)
    except TimeoutError:
        raise Unreachable(f"no answer within {PATIENCE_SECONDS} s") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error
    if not 200 <= status < 300:
        raise Unreachable(f"answered with {status}")


async def _status(call: WebhookCall, now: datetime) -> int:
    url = httpx.URL(call.webhook.url)
    if url.scheme not in ("http", "https"):
        raise Unreachable("only http and https are called")
    address = await _address(url)
    headers = {
        "Host": url.netloc.decode(),
        "Content-Type": "application/json",
        "User-Agent": "Switchboard",
        "X-Switchboard-Delivery": str(call.id),
        "X-Switchboard-Timestamp": (moment := str(int(now.timestamp()))),
    }
    if call.webhook.secret:
        headers["X-Switchboard-Signature"] = f"sha256={signature(call.webhook.secret, moment, call.body)}"
    # Proxies of the environment would look the name up once more, and elsewhere.
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, follow_redirects=False, trust_env=False) as http:
        asked = http.build_request(
            "POST", url.copy_with(host=address), content=call.body.encode(), headers=headers,
            extensions={"sni_hostname": url.host},
        )  # fmt: skip
        answer = await http.send(asked, stream=True)
        await answer.aclose()
        return answer.status_code


async def _address(url: httpx.URL) -> str:
    """Raises Unreachable where it leads into a private network."""
    port = url.port or (443 if url.scheme == "https" else 80)
    found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.WEBHOOKS_INSIDE and not all(ip_address(one.partition("%")[0]).is_global for one in addresses):
        raise Unreachable("the address is in a private network")
    return addresses[0]
