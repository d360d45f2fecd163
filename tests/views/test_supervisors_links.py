"""From the inbox a supervisor gets to why the other rules did nothing; operators are not shown the way (SPEC 4.11)."""

import pytest
from django.urls import reverse

from helpdesk.models import Automation
from helpdesk.views.rendering import items_html
from tests.admin.conftest import logged_in
from tests.conftest import World
from tests.views.conftest import LogIn


@pytest.fixture
def ruled(world: World) -> str:
    """The address that explains what rules did at the beginning of Zoya's conversation."""
    Automation.objects.create(name="Tag", kind="incoming", actions=[{"do": "add_tag", "tag": "new"}])
    event = world.write(world.zoya).events.get(kind="conversation.ruled")
    return f"{reverse('admin:helpdesk_conversation_change', args=[event.conversation_id])}#rules-{event.seq}"


def test_the_line_of_the_rules_leads_to_their_reasons(world: World, ruled: str) -> None:
    address, _, place = ruled.partition("#")
    shown = logged_in(world.mila).get(address).text
    assert f'<ul class="sb-rules" id="{place}">' in shown


def test_only_the_line_of_the_rules_has_the_link(world: World, ruled: str) -> None:
    c = world.zoya.conversations.get()
    html = items_html(c.events.select_related("message").order_by("seq"), c, "en")
    assert html.count("for-supervisors") == 1
    assert f'<a class="why for-supervisors" href="{ruled}" target="_blank"' in html


@pytest.mark.parametrize("staff", [True, False])
def test_only_supervisors_are_shown_the_way(world: World, ruled: str, log_in: LogIn, staff: bool) -> None:
    world.anna.user.is_staff = staff
    world.anna.user.save()
    address = ruled.partition("#")[0]
    page = log_in(world.anna).get(reverse("inbox-thread", args=[world.zoya.conversations.get().pk])).text
    assert f'<a class="menu-item for-supervisors" href="{address}"' in page
    assert (" data-supervises>" in page) is staff
    assert (log_in(world.anna).get(address).status_code == 200) is staff
