"""What the sidebar asks for each page (see `helpdesk.settings.unfold`)."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _


def answers_visitors(request: HttpRequest) -> bool:
    """A supervisor may be an operator as well."""
    return hasattr(request.user, "operator") and request.user.operator.enabled


def keeps_accounts(request: HttpRequest) -> bool:
    return request.user.has_perm("helpdesk.view_user")


def is_demo(request: HttpRequest) -> bool:
    return settings.DEMO


def never(request: HttpRequest) -> bool:
    """These lead out of the admin."""
    return False


def environment(request: HttpRequest) -> list[str] | None:
    """The label beside the name, so that nobody takes a trial for the real thing."""
    if settings.DEMO:
        return [_("Demo"), "info"]
    if settings.DEBUG:
        return [_("Development"), "warning"]
    return None
