"""Choosing regions: the search behind the pickers, and the supervisors' own sets."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.admin.region_picker import HINT, NOT_FOUND
from helpdesk.models import OperatorGroup, RegionSet
from helpdesk.models.region import is_region
from tests.admin.conftest import errors, page, told
from tests.conftest import World


def results(client: Client, term: str, language: str = "en") -> list[dict[str, Any]]:
    address = reverse("admin:helpdesk_regionset_search")
    response = client.get(address, {"term": term}, headers={"accept-language": language})
    return response.json()["results"]


def choices(client: Client, term: str, language: str = "en") -> dict[str, str]:
    return {row["id"]: row["text"] for row in results(client, term, language)}


class TestSearch:
    def test_finds_countries_and_regions_with_their_country(self, mila: Client) -> None:
        found = choices(mila, "georgia")
        assert (found["GE"], found["US-GA"]) == ("Georgia", "Georgia, United States")

    def test_answers_in_the_supervisors_language_whatever_is_typed(self, mila: Client) -> None:
        assert choices(mila, "moscow", "ru")["RU-MOS"] == "Московская область, Россия"
        assert choices(mila, "Москва")["RU-MOW"] == "Moscow, Russia"

    def test_finds_by_code(self, mila: Client) -> None:
        assert next(iter(choices(mila, "ru-spe"))) == "RU-SPE"

    @pytest.mark.parametrize(
        "typed", ["Khimki, Moscow Oblast", "Химки, Московская область", "Khimki, Moscow Oblast, Russia", "ru-mos/Химки"]
    )
    def test_a_city_is_typed_with_its_region(self, mila: Client, typed: str) -> None:
        assert choices(mila, typed)["RU-MOS/khimki"] == "Khimki, Moscow Oblast, Russia"

    @pytest.mark.parametrize(("typed", "hint"), [("", HINT), ("   ", HINT), ("Khimki", NOT_FOUND), ("<qq>", NOT_FOUND)])
    def test_says_what_to_type(self, mila: Client, typed: str, hint: str) -> None:
        assert results(mila, typed) == [{"id": "-", "text": str(hint), "disabled": True}]

    @pytest.mark.parametrize("typed", [",", "a,", ",RU", "/", "RU/", "XX/x", "\x00", "x" * 5000, "RU-MOS/a/b", "%"])
    def test_offers_only_what_may_be_stored(self, mila: Client, typed: str) -> None:
        for code in choices(mila, typed):
            assert code == "-" or is_region(code), code


class TestSets:
    def test_are_stored_and_shown_by_their_names(self, world: World, mila: Client) -> None:
        data = {"name": "Moscow and Moscow Oblast", "codes": ["RU-MOW", "RU-MOS", "RU-MOS/khimki"]}
        told(mila.post(page("regionset", "add"), data, follow=True))
        stored = RegionSet.objects.get()
        assert stored.codes == ["RU-MOW", "RU-MOS", "RU-MOS/khimki"]
        assert "Khimki, Moscow Oblast, Moscow, Moscow Oblast" in mila.get(page("regionset")).text
        html = mila.get(page("regionset", "change", stored.pk)).text
        assert '<option value="RU-MOS" selected>Moscow Oblast, Russia</option>' in html

    def test_are_never_empty_and_have_only_regions(self, mila: Client) -> None:
        assert "required" in errors(mila.post(page("regionset", "add"), {"name": "Nowhere"}))
        assert "XX is not one" in errors(mila.post(page("regionset", "add"), {"name": "Nowhere", "codes": ["XX"]}))
        assert not RegionSet.objects.exists()

    def test_stay_while_groups_are_shown_by_them(self, world: World, mila: Client) -> None:
        used = RegionSet.objects.create(name="Moscow", codes=["RU-MOW"])
        world.skoda.region_sets.add(used)
        address = page("regionset", "delete", used.pk)
        html = mila.get(address).text
        assert "says where these groups are shown: Skoda: new" in html
        assert "_switch_off" not in html
        mila.post(address, {"post": "yes"})
        mila.post(address, {"_switch_off": "1"})
        mila.post(page("regionset"), {"action": "delete_selected", "_selected_action": [used.pk], "post": "yes"})
        assert RegionSet.objects.exists()
        world.skoda.region_sets.clear()
        mila.post(address, {"post": "yes"})
        assert not RegionSet.objects.exists()

    def test_a_groups_form_shows_what_is_chosen_only(self, world: World, mila: Client) -> None:
        OperatorGroup.objects.filter(pk=world.skoda.pk).update(regions=["UA"])
        html = mila.get(page("operatorgroup", "change", world.skoda.pk)).text
        assert '<option value="UA" selected>Ukraine</option>' in html
        assert "Moscow Oblast, Russia" not in html
