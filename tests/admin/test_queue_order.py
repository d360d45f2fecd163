"""The order of the queue: channels above the line have a place, those below it have none."""

from typing import Any

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from helpdesk.models import ContactPoint, DistributionPolicy
from tests.admin.conftest import told
from tests.conftest import World


def send(client: Client, *items: Any) -> list[str]:
    return told(client.post(reverse("admin:queue_order"), {"item": [str(item) for item in items]}, follow=True))


def places() -> dict[str, int | None]:
    return dict(ContactPoint.objects.values_list("name", "priority"))


def test_what_stands_above_the_line_is_served_in_that_order(world: World, mila: Client) -> None:
    shop, mail = (ContactPoint.objects.create(name=name) for name in ("Shop", "Mail"))
    assert send(mila, mail.pk, world.site.pk, "line", shop.pk) == ["The queue is served in this order from now on."]
    assert places() == {"Mail": 1, "Cheshka": 2, "Shop": None}
    send(mila, shop.pk, "line", mail.pk, world.site.pk)
    assert places() == {"Shop": 1, "Mail": None, "Cheshka": None}


def test_what_makes_no_sense_places_nobody(world: World, mila: Client) -> None:
    for items in (("x", "line"), (world.site.pk,), ("line", world.site.pk), ("99999999", "line")):
        send(mila, *items)
        assert places() == {"Cheshka": None}, items


def test_operators_do_not_order(world: World, anna: Client) -> None:
    response = anna.post(reverse("admin:queue_order"), {"item": [str(world.site.pk), "line"]})
    assert response.status_code == 302
    assert places() == {"Cheshka": None}


def test_says_whether_waiting_helps(world: World, mila: Client) -> None:
    assert "No conversation moves up by waiting" in mila.get(reverse("admin:queue_order")).text
    DistributionPolicy.objects.filter(contact_point=None).update(ageing_minutes=5)
    assert "After each 5 minutes of waiting" in mila.get(reverse("admin:queue_order")).text


def test_the_page_costs_the_same_however_many_channels_there_are(
    world: World, mila: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        ContactPoint.objects.create(name=f"Site {number}")
    with django_assert_max_num_queries(7):
        mila.get(reverse("admin:queue_order"))
