"""The call `boot`: right within a second, and for whoever has no token a matter of memory (docs/PROTOCOL.md)."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.utils import timezone

from channels_app import auth, database, showing
from channels_app.database import in_thread
from channels_app.errors import Refusal
from channels_app.knock import Knock
from helpdesk.actions import conversations, presence
from helpdesk.board import current
from helpdesk.board.current import Keeper
from helpdesk.models import Ban, ContactPoint, Conversation, IpRange, OperatorGroup
from tests.conftest import World
from tests.doors.clients import ORIGIN, Http
from tests.outage import outage

PROMPT_SECONDS = 1.0


async def boot(http: Http | None = None, path: str = "/", **query: str) -> dict[str, Any]:
    answer = await (http or Http()).get("boot", **{"key": "cheshka", "page": ORIGIN + path} | query)
    assert answer.status_code == 200
    return answer.json()


async def test_boot_tells_how_to_show_the_widget(world: World) -> None:
    world.vera.status_id = "lunch"
    await in_thread(world.vera.save)
    assert await boot() == {
        "show": True,
        "language": "en",
        "title": "",
        "greeting": "Hello!",
        "color": "#0b6bcb",
        "mode": "choice",
        "groups": [
            {"id": world.skoda.pk, "name": "Skoda: new"},
            {"id": world.used.pk, "name": "Used cars"},
            {"id": world.service.pk, "name": "Service"},
        ],
        "conversation": None,
    }


async def test_the_page_and_the_place_decide(world: World) -> None:
    def configure() -> None:
        for group, pages in ((world.tatra, ["/tatra/*"]), (world.used, ["/used/*"]), (world.service, ["/tatra/*"])):
            group.include_pages = pages
            group.save()
        world.skoda.regions, world.used.when_away = ["RU-MOW"], "hide"
        world.skoda.save()
        world.used.save()
        IpRange.objects.create(network="198.51.100.0/24", country="RU", subdivision="RU-MOW")
        presence.leave(world.gleb.pk)
        presence.leave(world.dina.pk)

    await in_thread(configure)
    moscow = Http(address="198.51.100.7")
    assert (await boot(moscow, "/"))["mode"] == "direct"
    assert [g["name"] for g in (await boot(moscow, "/tatra/815/"))["groups"]] == ["Skoda: new", "Tatra: new"]
    assert [g["name"] for g in (await boot(path="/tatra/815/"))["groups"]] == ["Tatra: new"]
    assert await boot(path="/used/") == {"show": False}
    assert await boot() == {"show": False}
    await in_thread(presence.leave, world.vera.pk)
    told = await boot(path="/tatra/")
    assert (told["mode"], [g["name"] for g in told["groups"]]) == ("request", ["Tatra: new", "Service"])


async def test_without_groups_there_is_nothing_to_choose(world: World) -> None:
    await in_thread(OperatorGroup.objects.all().update, enabled=False)
    told = await boot()
    assert (told["mode"], told["groups"]) == ("direct", [])
    for operator in (world.anna, world.boris, world.vera, world.gleb, world.dina):
        await in_thread(presence.leave, operator.pk)
    told = await boot()
    assert (told["mode"], told["groups"]) == ("request", [])


@pytest.mark.parametrize(
    ("setting", "accepted", "spoken"),
    [("", "ru-RU,ru;q=0.9", "ru"), ("", "de", "en"), ("", "", "en"), ("en", "ru", "en"), ("ru", "en", "ru")],
)
async def test_the_language_is_the_contact_points_or_the_browsers(
    world: World, setting: str, accepted: str, spoken: str
) -> None:
    world.site.language = setting
    await in_thread(world.site.save)
    response = await Http().client.get("/w/v1/boot", {"key": "cheshka"}, headers={"Accept-Language": accepted})
    assert response.json()["language"] == spoken


async def test_the_unclosed_conversation_is_known_on_every_page(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    await in_thread(OperatorGroup.objects.all().update, include_pages=["/nowhere/"])
    zoya = Http(auth.token_for(world.zoya))
    told = await boot(zoya)
    assert (told["mode"], told["groups"], told["conversation"]) == ("none", [], {"id": conversation.pk, "seq": 1})
    assert await boot(Http("forged")) == {"show": False}
    await in_thread(lambda: conversations.close(world.anna, conversation.pk, now=world.now))
    assert await boot(zoya) == {"show": False}


@pytest.mark.parametrize("why", ["unknown key", "switched off", "banned visitor", "banned address"])
async def test_it_hides_the_widget_without_a_reason(world: World, why: str) -> None:
    await in_thread(world.write, world.zoya)
    if why == "switched off":
        await in_thread(ContactPoint.objects.all().update, enabled=False)
    if why == "banned visitor":
        await in_thread(Ban.objects.create, visitor=world.zoya)
    if why == "banned address":
        await in_thread(Ban.objects.create, ip="192.0.2.1")
    key = "nobody" if why == "unknown key" else "cheshka"
    assert await boot(Http(auth.token_for(world.zoya)), key=key) == {"show": False}


async def test_another_contact_points_token_counts_as_none(world: World) -> None:
    await in_thread(world.write, world.zoya)
    await in_thread(ContactPoint.objects.create, name="Other site", public_key="other")
    assert (await boot(Http(auth.token_for(world.zoya)), key="other"))["conversation"] is None


async def test_it_needs_a_key(world: World) -> None:
    assert (await Http().get("boot")).status_code == 400


KNOCK = Knock(ORIGIN, "192.0.2.1", "Firefox", "en")


def test_it_asks_the_database_nothing(world: World, keeper: Keeper, django_assert_num_queries: Callable) -> None:
    known = current.known(timezone.now())
    with django_assert_num_queries(0):
        assert showing.show(known, KNOCK, "cheshka", ORIGIN, timezone.now())["mode"] == "choice"
        assert showing.show(known, KNOCK, "nobody", ORIGIN, timezone.now()) == {"show": False}


@pytest.mark.parametrize("token", [None, "forged"])
async def test_it_needs_neither_a_thread_nor_the_database(
    world: World, keeper: Keeper, monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    whole = await boot()
    shut = ThreadPoolExecutor(1)
    shut.shutdown()
    with monkeypatch.context() as patch, outage():
        patch.setattr(database, "_threads", shut)
        assert await boot(Http(token)) == whole
        await asyncio.sleep(0.2)
        assert await boot(Http(token)) == whole, "the last copy is the best there is"


async def test_whoever_has_a_token_waits_for_the_database(world: World, keeper: Keeper) -> None:
    await boot()
    with outage():
        response = await Http(auth.token_for(world.zoya)).get("boot", key="cheshka")
        assert (response.status_code, response.json()["retry"]) == (503, True)


async def test_a_page_of_another_origin_learns_nothing(world: World, keeper: Keeper) -> None:
    world.site.allowed_origins = ["https://www.cheshka.example"]
    await in_thread(world.site.save)
    for _ in range(2):
        response = await Http().get("boot", key="cheshka")
        assert (response.status_code, response.json()["code"]) == (403, "forbidden")
    with pytest.raises(Refusal, match="forbidden"):
        await showing.boot(KNOCK, "cheshka", ORIGIN, None)


async def test_it_is_right_within_a_second(world: World, keeper: Keeper) -> None:
    async def service() -> bool:
        return "Service" in str(await boot())

    async def shown() -> bool:
        return (await boot())["show"]

    assert await service()
    await in_thread(presence.leave, world.dina.pk)
    assert await _soon(service, False)
    await in_thread(world.at_the_screen, world.dina)
    assert await _soon(service, True)
    world.service.include_pages = ["/service/*"]
    await in_thread(world.service.save)
    assert await _soon(service, False)
    ban = await in_thread(Ban.objects.create, ip="192.0.2.1")
    assert await _soon(shown, False)
    await in_thread(ban.delete)
    assert await _soon(shown, True)
    world.site.enabled = False
    await in_thread(world.site.save)
    assert await _soon(shown, False)


async def test_the_conversation_of_a_token_is_right_at_once(world: World, keeper: Keeper) -> None:
    zoya = Http(auth.token_for(world.zoya))
    assert (await boot(zoya))["conversation"] is None
    await in_thread(world.write, world.zoya)
    assert (await boot(zoya))["conversation"] is not None
    await in_thread(Conversation.objects.all().update, status="closed", active=False, queued_at=None)
    assert (await boot(zoya))["conversation"] is None
    await in_thread(Ban.objects.create, visitor=world.zoya)
    assert await boot(zoya) == {"show": False}


async def _soon(question: Callable[[], Awaitable[bool]], answer: bool) -> bool:
    deadline = time.monotonic() + PROMPT_SECONDS
    while await question() is not answer:
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True
