"""What an action said, as an HTTP answer that the page can show."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.actions.errors import ActionError, Conflict, Invalid, NotAllowed
from helpdesk.models import Conversation
from helpdesk.views.access import OperatorRequest, View, operator_required

_HTTP = {Invalid: 400, NotAllowed: 403, Conflict: 409}


def refused(error: ActionError) -> HttpResponse:
    """{"code", "text", …}: the page shows `text` and keeps what was typed."""
    body = {"code": error.code, "text": str(error.text)} | error.extra
    return JsonResponse(body, status=_HTTP.get(type(error), 400))


def gone() -> HttpResponse:
    """Done, and with that out of the operator's sight."""
    return JsonResponse({"code": "gone", "text": _("Done. You can no longer see this conversation.")}, status=410)


def verb(view: Callable[..., HttpResponse]) -> View:
    """A POST by an operator: what the action refuses is said in words, what the operator may not see is a 404."""

    @require_POST
    @operator_required
    @wraps(view)
    def inner(request: OperatorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Conversation.DoesNotExist:
            raise Http404 from None
        except ActionError as error:
            return refused(error)

    return inner


def number(request: OperatorRequest, name: str) -> int | None:
    """A whole number that was posted, None where it is absent or empty. Raises Invalid (bad_frame)."""
    text = request.POST.get(name, "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 18:
        raise Invalid("bad_frame", _("`%(name)s` must be a whole number.") % {"name": name})
    return int(text)
