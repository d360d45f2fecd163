"""The dealership's site, and three odd hosts for the widget: a single-page site, a hostile one, a strict one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpdesk.demo import cast, logins
from helpdesk.demo.pages import HOME, PAGES

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; img-src 'self'"


@require_safe
def page(request: HttpRequest, slug: str = "") -> HttpResponse:
    if slug not in PAGES:
        raise Http404
    return _show(request, "demo/page.html", slug)


@require_safe
def single_page(request: HttpRequest, slug: str = "") -> HttpResponse:
    """All pages in one document, changed by pushState; a reload of any of its addresses lands in the same place."""
    if slug not in PAGES:
        raise Http404
    return _show(request, "demo/spa.html", slug)


@require_safe
def hostile(request: HttpRequest) -> HttpResponse:
    """A site whose style sheet tries to break whatever stands on it."""
    return _show(request, "demo/hostile.html", HOME.slug)


@require_safe
def strict(request: HttpRequest) -> HttpResponse:
    """A site that forbids inline code and inline style by its Content-Security-Policy."""
    response = _show(request, "demo/page.html", HOME.slug)
    response["Content-Security-Policy"] = STRICT
    return response


def _show(request: HttpRequest, template: str, slug: str) -> HttpResponse:
    context = {
        "page": PAGES[slug],
        "pages": list(PAGES.values()),
        "key": cast.PUBLIC_KEY,
        "logins": logins(),
        "password": cast.PASSWORD,
    }
    return render(request, template, context)
