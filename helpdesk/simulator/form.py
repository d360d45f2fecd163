"""Reading a question, for the page and for the command alike."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk.geo.lookup import parse
from helpdesk.models import Contact, ContactPoint, DistributionPolicy
from helpdesk.simulator import places
from helpdesk.simulator.places import UnknownRegionError
from helpdesk.simulator.question import Override, Question
from routing.addresses import parse as parse_page
from routing.addresses import written_scheme

MOST_SUGGESTED = 5
_NUMBER = re.compile(r"(?:^|#)(\d{1,9})\)?$")
"""`17`, `#17`, or the end of `Zoya (#17)`."""

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Calendars and clocks are reckoned with inside these."""

NO_MOMENT = _("This is no date and time. Write one such as 2026-03-02T10:00.")


class RegionField(forms.CharField):
    """Cleans a code or a name to a code; empty: nobody knows where the visitor is."""

    def clean(self, value: Any) -> str:
        try:
            return places.code_called(super().clean(value))
        except UnknownRegionError as error:
            if not error.nearest:
                raise ValidationError(_("There is no region “%(text)s”."), params={"text": error}) from None
            meant = ", ".join(f"{name} ({code})" for code, name in error.nearest[:MOST_SUGGESTED])
            raise ValidationError(
                _("There is no region “%(text)s”. Did you mean one of these: %(meant)s?"),
                params={"text": error, "meant": meant},
            ) from None


class ClientField(forms.CharField):
    """Cleans a name, an e-mail address, a phone number or an id to a client card; empty: a stranger."""

    def clean(self, value: Any) -> Contact | None:
        written = super().clean(value).strip()
        if not written:
            return None
        found = _clients_called(written)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("There is no client “%(text)s”."), params={"text": written})
        meant = ", ".join(map(client_label, found))
        raise ValidationError(
            _("There are several clients “%(text)s”. Write the number of one: %(meant)s."),
            params={"text": written, "meant": meant},
        )


def client_label(client: Contact) -> str:
    """What the field is filled with to mean this one."""
    return f"{client.name} (#{client.pk})"


def _clients_called(written: str) -> list[Contact]:
    numbered = _NUMBER.search(written)
    if numbered:
        return list(Contact.objects.filter(pk=numbered[1]))
    called = Q(name__iexact=written) | Q(email__iexact=written) | Q(phone=written)
    return list(Contact.objects.filter(called).order_by("pk")[:MOST_SUGGESTED])


class QuestionForm(forms.Form):
    """Times without an offset are read in the current time zone."""

    url = forms.CharField(label=_("Page"), max_length=2000)
    ip = forms.CharField(label=_("IP address"), max_length=64, required=False)
    region = RegionField(label=_("Region"), max_length=200, required=False)
    at = forms.DateTimeField(
        label=_("When"), required=False, error_messages={"invalid": _("This is no date and time.")}
    )
    contact_point = forms.ModelChoiceField(ContactPoint.objects.all(), label=_("Channel"), required=False)
    contact = ClientField(label=_("Client"), max_length=200, required=False)
    everybody = forms.BooleanField(label=_("As if everybody were at work"), required=False)

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        web = (written_scheme(url) or "http") in ("http", "https")
        if not web or not (parse_page(url).host or url.startswith("/")):
            raise ValidationError(_("Write the address of a page, such as https://www.example.com/cars/."))
        return url

    def clean_ip(self) -> str:
        typed = self.cleaned_data["ip"]
        address = parse(typed) if typed else None
        if typed and address is None:
            raise ValidationError(_("This is no IP address."))
        return str(address or "")

    def clean_at(self) -> datetime | None:
        at = self.cleaned_data["at"]
        if at is not None and not FIRST_YEAR <= at.year < LAST_YEAR:
            raise ValidationError(NO_MOMENT)
        return at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("ip") and cleaned.get("region"):
            raise ValidationError({"region": _("Give an address or a region, not both.")})
        return cleaned

    def question(self, overrides: tuple[Override, ...] = (), policy: DistributionPolicy | None = None) -> Question:
        """Of a valid form."""
        cleaned = self.cleaned_data
        return Question(
            page=cleaned["url"],
            address=cleaned["ip"] or None,
            region=cleaned["region"],
            at=cleaned["at"],
            point=cleaned["contact_point"] or usual_point(),
            everybody=cleaned["everybody"],
            client=cleaned["contact"],
            policy=policy,
            overrides=overrides,
        )


def usual_point() -> ContactPoint | None:
    """The channel that is meant where none is named: the first one that is switched on, else the first one."""
    return ContactPoint.objects.order_by("-enabled", "name").first()
