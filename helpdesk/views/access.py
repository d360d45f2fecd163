"""Who may come in here: operators. What each may see is `queries.visible_to`'s business (law 7)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from helpdesk import queries
from helpdesk.models import Conversation, Operator, User


class OperatorRequest(HttpRequest):
    """A request whose sender is an enabled operator."""

    operator: Operator
    htmx: HtmxDetails


View = Callable[..., HttpResponse]

# What visitors write is shown here. It is escaped; should it ever slip through, it still runs nothing.
POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " img-src 'self' data:"
)


def operator_of(user: Any) -> Operator | None:
    """The enabled operator who this user is; None for everybody else. One query."""
    if not isinstance(user, User):
        return None
    return Operator.objects.filter(user=user, enabled=True).select_related("user", "status").first()


def operator_required(view: View) -> View:
    """Others are sent to the log-in, or told what to do when they are logged in already."""

    @wraps(view)
    def inner(request: OperatorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _log_in_first(request)
        operator = operator_of(request.user)
        if operator is None:
            return render(request, "inbox/no_operator.html", status=403)
        request.operator = operator
        response = view(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return inner


def seen_by(operator: Operator, pk: int) -> Conversation:
    """The conversation with all that its page shows. Raises Http404 where the operator may not see it."""
    conversation = seen(operator).filter(pk=pk).first()
    if conversation is None:
        raise Http404
    return conversation


def seen(operator: Operator) -> QuerySet[Conversation]:
    return queries.visible_to(operator).select_related(
        "visitor__contact__personal_manager", "group", "assignee", "contact_point", "category"
    )


def _log_in_first(request: OperatorRequest) -> HttpResponse:
    """A fragment must not be answered with a log-in form: it would be put into the middle of the page."""
    if request.htmx:
        return JsonResponse({"code": "log_in", "login": reverse("login")}, status=401)
    return redirect_to_login(request.get_full_path())
