"""Hold scenarios in the admin: steps that act, what is doubtful, the whole wait on one page (SPEC 5.5)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.models import HoldScenario, HoldStep, OperatorGroup, User
from helpdesk.resources.holds import read, written
from routing.holds import HoldAction
from tests.conftest import World

Step = tuple[int, str, str]


@pytest.fixture
def mila(world: World) -> Client:
    client = Client()
    client.force_login(world.mila, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(mila: Client, *steps: Step, scenario: HoldScenario | None = None, name: str = "Busy") -> str:
    """The page that follows."""
    form = {"name": name, "steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": 0, "_continue": "1"}
    for number, (after, text, action) in enumerate(steps):
        form |= {f"steps-{number}-after": after, f"steps-{number}-text": text, f"steps-{number}-action": action}
    where = reverse("admin:helpdesk_holdscenario_add")
    if scenario is not None:
        where = reverse("admin:helpdesk_holdscenario_change", args=[scenario.pk])
    return mila.post(where, form, follow=True).content.decode()


def scenario(*steps: Step) -> HoldScenario:
    made = HoldScenario.objects.create(name="Made")
    for after, text, action in steps:
        made.steps.create(after=after, text=text, action=action)
    return made


def shown(mila: Client, made: HoldScenario, **query: object) -> list[tuple[str, str]]:
    """Class and text of each line of the preview."""
    page = mila.get(reverse("admin:helpdesk_holdscenario_change", args=[made.pk]), query).content.decode()
    [preview] = re.findall(r'<ol class="hold-line">(.*?)</ol>', page, re.DOTALL)
    lines = re.findall(r'<li class="hold-(\w+)">(.*?)</li>', preview, re.DOTALL)
    return [(kind, " ".join(re.sub(r"<[^>]+>", " ", text).split())) for kind, text in lines]


def test_an_action_for_each_step(mila: Client) -> None:
    post(mila, (30, "Please wait.", "words"), (60, "", "offer_callback"))
    assert list(HoldStep.objects.filter(scenario__name="Busy").values_list("after", "text", "action")) == [
        (30, "Please wait.", "words"),
        (60, "", "offer_callback"),
    ]


def test_words_without_words_are_refused(mila: Client) -> None:
    assert "Write what is said, or choose what else this step does." in post(mila, (30, " ", "words"))
    assert not HoldScenario.objects.filter(name="Busy").exists()


def test_what_is_doubtful_is_told(mila: Client, world: World) -> None:
    page = post(mila, (30, "", "release"), (60, "", "release"))
    assert "After 60 s: an earlier step has done the same already." in page
    assert "After 30 s" not in page
    page = post(mila, (30, "", "fallback"), name="Other")
    assert "Only groups have a fallback group" in page


def test_a_group_without_a_fallback_is_named(mila: Client, world: World) -> None:
    made = HoldScenario.objects.create(name="Busy")
    OperatorGroup.objects.filter(pk=world.skoda.pk).update(hold_scenario=made, fallback=world.used)
    OperatorGroup.objects.filter(pk=world.tatra.pk).update(hold_scenario=made)
    page = post(mila, (30, "", "fallback"), scenario=made)
    assert "After 30 s: no fallback group is switched on for Tatra: new, so nothing is moved." in page


def test_nothing_is_told_where_nothing_is_doubtful(mila: Client) -> None:
    assert "After " not in re.sub(r"(?s)<form.*?</form>", "", post(mila, (30, "Please wait.", "words")))


def test_the_whole_wait_on_one_page(mila: Client) -> None:
    made = scenario((30, "Please wait.", "words"), (90, "May we call you?", "offer_callback"))
    assert shown(mila, made) == [
        ("begins", "0:00 The visitor has written, and waits."),
        ("step", "0:30 Please wait."),
        ("step", "1:30 May we call you? offer a call at a convenient time"),
    ]


@pytest.mark.parametrize(
    ("answered", "kinds"),
    [
        ("29", ["begins", "answered", "cancelled", "cancelled"]),
        ("30", ["begins", "answered", "cancelled", "cancelled"]),
        ("31", ["begins", "step", "answered", "cancelled"]),
        ("90", ["begins", "step", "answered", "cancelled"]),
        ("91", ["begins", "step", "step", "answered"]),
        ("0", ["begins", "answered", "cancelled", "cancelled"]),
        ("", ["begins", "step", "step"]),
        ("soon", ["begins", "step", "step"]),
        ("-1", ["begins", "step", "step"]),
        ("\u0661", ["begins", "step", "step"]),
        ("9" * 5000, ["begins", "step", "step"]),
    ],
)
def test_had_somebody_answered(mila: Client, answered: str, kinds: list[str]) -> None:
    made = scenario((30, "Please wait.", "words"), (90, "May we call you?", "offer_callback"))
    assert [kind for kind, _text in shown(mila, made, answered=answered)] == kinds


def test_words_are_escaped(mila: Client) -> None:
    made = scenario((30, "<b>wait</b>", "words"))
    page = mila.get(reverse("admin:helpdesk_holdscenario_change", args=[made.pk])).content.decode()
    assert "<b>wait</b>" not in page


def test_others_see_nothing(world: World) -> None:
    made, client = scenario((30, "Please wait.", "words")), Client()
    where = reverse("admin:helpdesk_holdscenario_change", args=[made.pk])
    assert client.get(where).status_code == 302
    client.force_login(User.objects.get(username="anna"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(where).status_code in (302, 403)


class TestFiles:
    def test_actions_stand_before_the_colon_and_come_back(self) -> None:
        steps = [
            (30, HoldAction.WORDS, "Please wait.\nReally."),
            (60, HoldAction.OFFER_CALLBACK, "May we call you?"),
            (90, HoldAction.FALLBACK, ""),
        ]
        text = "30: Please wait.\n  Really.\n60 offer_callback: May we call you?\n90 fallback:"
        assert written(steps) == text
        assert read(text) == steps

    def test_files_from_before_mean_words(self) -> None:
        assert read("30: Please wait.") == [(30, HoldAction.WORDS, "Please wait.")]

    @pytest.mark.parametrize("text", ["30 dance: Hey", "30 Offer_Request: Hey", "30 offer request: Hey"])
    def test_what_is_no_action_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="Line 1"):
            read(text)
