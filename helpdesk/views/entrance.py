"""Coming in and going out."""

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from helpdesk.actions import presence
from helpdesk.demo import logins
from helpdesk.demo.seed import is_seeded
from helpdesk.views.access import operator_of


class LogIn(LoginView):
    """A demonstration names its log-ins: everybody may know them, and a newcomer has to."""

    template_name = "inbox/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = logins() if settings.DEMO and is_seeded() else []
        return super().get_context_data(demo_logins=shown, **kwargs)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Each kind of person to where they work; somebody who is neither learns it in the inbox."""
    if not request.user.is_authenticated:
        return redirect("login")
    if operator_of(request.user) is None and request.user.is_staff:
        return redirect("admin:index")
    return redirect("inbox")


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Whoever logs out is gone at once, in every tab."""
    operator = operator_of(request.user)
    if operator is not None:
        presence.leave(operator.pk)
    logout(request)
    return redirect("login")
