"""Coming in and going out."""

from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from helpdesk.actions import presence
from helpdesk.views.access import operator_of


class LogIn(LoginView):
    template_name = "inbox/login.html"
    redirect_authenticated_user = True


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
