"""What places are called, and which place a name means (SPEC 2.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.geo.catalogue import completed, is_subdivision, subdivision_called, subdivisions_of, with_parents
from helpdesk.geo.cities import cities_called, city_code
from helpdesk.geo.names import (
    countries,
    country_name,
    known,
    place_name,
    region_name,
    search,
    subdivision_name,
    subdivisions,
)
from helpdesk.geo.spelling import spell
from routing.regions import Place, RegionRule, Scope
from tests.geo.worlds import Row, rows

COMPLETED = ("RU", "UA", "BY", "KZ")
CYRILLIC = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")


@pytest.mark.parametrize("case", rows("names_in_databases.tsv"), ids=lambda case: f"{case['country']} {case['name']}")
def test_names_in_databases_mean_the_right_subdivisions(case: Row) -> None:
    assert subdivision_called(case["country"], case["name"]) == (case["code"] or None)


@pytest.mark.parametrize("country", COMPLETED)
def test_the_completing_table_has_every_subdivision(country: str) -> None:
    assert {code for code in completed() if code.startswith(country)} == set(subdivisions_of(country))


@pytest.mark.parametrize("code", sorted(completed()))
def test_every_name_of_the_completing_table_leads_back_to_its_code(code: str) -> None:
    named = completed()[code]
    for name in (named.english.replace("(city)", "City"), *named.also):
        assert subdivision_called(code[:2], name) == code
    if not named.english.endswith("(city)"):
        assert subdivision_called(code[:2], named.russian) == code


def test_every_country_has_a_russian_name() -> None:
    assert len(countries("ru")) >= 249
    assert [name for _, name in countries("ru") if not set(name.casefold()) & CYRILLIC] == []


def test_russian_names_are_short_and_in_the_order_of_the_alphabet() -> None:
    names = [name for _, name in countries("ru")]
    assert {"Россия", "Беларусь", "Казахстан", "США", "Великобритания"} <= set(names)
    assert names[0] == "Австралия"
    assert names[-1].startswith("Я")
    assert [name for _, name in subdivisions("BY", "ru")][:2] == ["Брестская область", "Витебская область"]


@pytest.mark.parametrize(
    ("code", "english", "russian"),
    [
        ("RU", "Russia", "Россия"),
        ("RU-MOS", "Moscow Oblast", "Московская область"),
        ("RU-MOS/khimki", "Khimki, Moscow Oblast", "Khimki, Московская область"),
        ("DE-BY", "Bavaria", "Бавария"),
        ("BO", "Bolivia", "Боливия"),
        ("XK", "Kosovo", "Косово"),
        ("QQ", "QQ", "QQ"),
        ("RU-XXX", "RU-XXX", "RU-XXX"),
    ],
)
def test_names_of_regions(code: str, english: str, russian: str) -> None:
    assert (region_name(code), region_name(code, "ru")) == (english, russian)


def test_a_city_that_is_a_subdivision_is_named_once() -> None:
    assert place_name(Place("RU", ("RU-MOW",)), "ru", "Moscow") == "Москва, Россия"
    assert place_name(Place("RU", ("RU-MOS",)), "en", "Khimki") == "Khimki, Moscow Oblast, Russia"
    assert place_name(Place("RU")) == "Russia"


def test_search_finds_by_any_name_and_by_code() -> None:
    assert search("моск", "ru") == (("RU-MOW", "Москва"), ("RU-MOS", "Московская область"))
    assert search("mosc")[0] == ("RU-MOW", "Moscow")
    assert search("питер", "ru")[0] == ("RU-SPE", "Санкт-Петербург")
    assert search("bayer", "ru") == (("DE-BY", "Бавария"),)
    assert search("ru-ta")[0] == ("RU-TA", "Tatarstan")
    assert search("россия", "ru")[0] == ("RU", "Россия")
    assert search("  ") == search("§") == ()
    assert len(search("s", most=7)) == 7


@pytest.mark.parametrize(("code", "expected"), [
    ("RU", True), ("XK", True), ("RU-MOW", True), ("RU-MOS/khimki", True), ("RU/khimki", True),
    ("QQ", False), ("RU-XXX", False), ("RU-MOS/Khimki", False), ("", False), ("ru", False),
])  # fmt: skip
def test_which_regions_a_rule_may_name(code: str, expected: bool) -> None:
    assert known(code) is expected
    if expected:
        RegionRule(Scope.ONLY, frozenset({code}))


def test_chains_of_subdivisions() -> None:
    assert with_parents("FR-75C") == ("FR-IDF", "FR-75C")
    assert with_parents("RU-MOW") == ("RU-MOW",)
    assert with_parents("RU-XXX") == ("RU-XXX",)


@pytest.mark.parametrize(
    "names",
    [
        ("Химки", "Khimki", "KHIMKI", "Khimki (Skhodnya)"),
        ("Санкт-Петербург", "St.-Petersburg", "Saint Petersburg", "St Petersburg"),
        ("Нижний Новгород", "Nizhny Novgorod", "Nizhniy Novgorod"),
        ("Екатеринбург", "Yekaterinburg", "Ekaterinburg"),
        ("Королёв", "Korolyov", "Korolev"),
        ("Москва", "Moscow"),
        ("Київ", "Киев", "Kyiv", "Kiev"),
        ("Ульяновск", "Ul'yanovsk", "Ulyanovsk"),
        ("Мюнхен", "Munich", "München"),
        ("Łódź", "Lodz"),
    ],
)
def test_a_city_is_the_same_however_it_is_written(names: tuple[str, ...]) -> None:
    common = set.intersection(*(set(cities_called(name)) for name in names))
    assert common or all(set(cities_called(names[0])) & set(cities_called(name)) for name in names)


def test_the_code_of_a_city() -> None:
    assert city_code("RU-MOS", "Химки") == "RU-MOS/khimki"
    assert cities_called("") == ()


@given(st.text())
def test_a_spelling_is_its_own_spelling(name: str) -> None:
    assert spell(spell(name)) == spell(name)


@given(st.sampled_from([code for country in ("RU", "DE", "FR", "US") for code in subdivisions_of(country)]))
def test_a_subdivision_is_found_by_the_name_we_show(code: str) -> None:
    found = subdivision_called(code[:2], subdivision_name(code))
    assert found is None or is_subdivision(found)
    assert found in {code, *with_parents(code), None}


def test_the_name_of_what_is_no_country() -> None:
    assert country_name("ZZ", "ru") == "ZZ"
