"""Choosing regions by their names, in the supervisor's language; cities are typed with the region they are in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import get_select2_language
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import AutocompleteWidgetMixin, UnfoldAdminAutocompleteWidget, UnfoldAdminMultipleAutocompleteWidget

from helpdesk.geo.cities import city_code
from helpdesk.geo.names import country_name, region_name, search
from helpdesk.geo.spelling import spell
from helpdesk.models.region import is_region

ADDRESS = reverse_lazy("admin:helpdesk_regionset_search")
HINT = _("Type a country or a region; a city together with its region: Khimki, Moscow Oblast.")
NOT_FOUND = _("No country or region is called so. A city is typed together with its region: Khimki, Moscow Oblast.")


def language() -> str:
    return (get_language() or "en")[:2]


def label(code: str) -> str:
    """`Russia`, `Moscow Oblast, Russia` or `Khimki, Moscow Oblast, Russia`."""
    name = region_name(code, language())
    return f"{name}, {country_name(code[:2], language())}" if "-" in code.partition("/")[0] else name


def short_names(codes: Iterable[str]) -> str:
    """For lists: without the countries."""
    return ", ".join(sorted(region_name(code, language()) for code in codes))


def found(text: str) -> list[dict[str, Any]]:
    """What select2 shows for a typed text: regions to choose, or one line that says what to type."""
    codes = list(dict.fromkeys(_codes(text)))
    if codes:
        return [{"id": code, "text": label(code)} for code in codes]
    hint: str | Promise = NOT_FOUND if text.strip() else HINT
    # With an empty id select2 would take it for its placeholder and hide it.
    return [{"id": "-", "text": str(hint), "disabled": True}]


def _codes(text: str) -> Iterable[str]:
    yield from (code for code, _name in search(text, language()))
    city, comma, area = text.partition(",")
    if comma and spell(city):
        # As shown, a region is followed by its country: `Khimki, Moscow Oblast, Russia`.
        yield from (city_code(code, city) for code, _name in search(area.partition(",")[0], language()))
    area, slash, city = text.partition("/")
    if slash and spell(city) and is_region(city_code(area.strip().upper(), city)):
        yield city_code(area.strip().upper(), city)


class _Picker(AutocompleteWidgetMixin, forms.Select):
    """Only what is chosen is in the page; the rest is asked for while somebody types."""

    option_template_name = "django/forms/widgets/select_option.html"

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-ajax--url": str(ADDRESS)}

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        chosen = [code for code in value if code]
        options = [self.create_option(name, code, label(code), True, place) for place, code in enumerate(chosen)]
        # Without an empty option a single choice could not be taken back.
        empty = [] if self.allow_multiple_selected else [self.create_option(name, "", "", not chosen, len(chosen))]
        return [(None, [*empty, *options], 0)]

    @property
    def media(self) -> forms.Media:
        """The theme's, and select2's own words: after the library, before jQuery's global name is gone."""
        spoken = get_select2_language()
        words = [f"admin/js/vendor/select2/i18n/{spoken}.js"] if spoken else []
        return forms.Media(js=["admin/js/vendor/select2/select2.full.js", *words, "admin/js/jquery.init.js"])


class RegionsWidget(_Picker, UnfoldAdminMultipleAutocompleteWidget):
    pass


class RegionWidget(_Picker, UnfoldAdminAutocompleteWidget):
    pass


class Regions(forms.MultipleChoiceField):
    """Cleans to a list of codes."""

    widget = RegionsWidget

    def valid_value(self, value: str) -> bool:
        return is_region(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or ()) != set(data or ())


class Region(forms.CharField):
    """Cleans to one code."""

    widget = RegionWidget

    def clean(self, value: Any) -> str:
        code = super().clean(value)
        if code and not is_region(code):
            raise ValidationError(_("Choose a country, a region or a city."))
        return code
