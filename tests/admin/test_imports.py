"""Importing through the admin: preview first, errors by row, all or nothing."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from helpdesk.admin.exchange import MOST_BYTES
from helpdesk.models import (
    Ban,
    Category,
    Contact,
    ContactPoint,
    Conversation,
    HoldScenario,
    IpRange,
    Operator,
    OperatorGroup,
    QuickReply,
    Schedule,
)
from helpdesk.resources.formats import CSV, FORMATS, JSON
from tests.admin.conftest import page, told
from tests.conftest import World


def upload(client: Client, model: str, text: str | bytes, format_class: type = CSV) -> HttpResponse:
    content = text.encode() if isinstance(text, str) else text
    data = {"format": FORMATS.index(format_class), "import_file": SimpleUploadedFile("file", content), "resource": ""}
    return client.post(page(model, "import"), data)


def confirm(client: Client, model: str, preview: HttpResponse) -> HttpResponse:
    return client.post(page(model, "process_import"), preview.context["confirm_form"].initial, follow=True)


def refused(response: HttpResponse) -> str:
    """The page of an import that is not offered for confirmation."""
    assert response.status_code == 200
    assert "confirm_form" not in response.context
    return response.text


def rows(**columns: Any) -> str:
    return ",".join(columns) + "\n" + ",".join(f'"{value}"' for value in columns.values()) + "\n"


def test_the_preview_shows_the_differences_and_writes_nothing(world: World, mila: Client) -> None:
    preview = upload(mila, "operator", "user,limit\nanna,4\nvera,\n")
    assert [row.import_type for row in preview.context["result"].rows] == ["update", "skip"]
    assert '<ins style="background:#e6ffe6;">4</ins>' in preview.text
    assert Operator.objects.get(pk=world.anna.pk).limit is None

    assert "1 updated" in " ".join(told(confirm(mila, "operator", preview)))

    assert Operator.objects.get(pk=world.anna.pk).limit == 4


def test_markup_in_a_file_stays_text(world: World, mila: Client) -> None:
    preview = upload(mila, "category", rows(name="<script>alert(1)</script>"))
    assert "<script>alert(1)" not in preview.text
    assert "&lt;script&gt;alert(1)" in preview.text
    assert "<script>alert(1)" not in refused(upload(mila, "operator", rows(user="<script>alert(1)</script>")))


@pytest.mark.parametrize(
    ("model", "text", "complaint"),
    [
        ("operator", rows(user="nobody", name="N"), "There is no user “nobody”"),
        ("operator", rows(user="anna", limit="many"), "Write a whole number, not “many”"),
        ("operator", rows(user="anna", limit="-1"), "Write a whole number"),
        ("operator", rows(user="anna", limit="99999"), "less than or equal to"),
        ("operator", rows(user="anna", enabled="perhaps"), "Write true or false, not “perhaps”"),
        ("regionset", rows(name="Moscow", codes="RU-MOW, XX"), "Not a region: XX"),
        ("regionset", rows(name="Moscow", codes=""), "cannot be blank"),
        ("iprange", rows(network="office", country="RU"), "Write a network such as"),
        ("iprange", rows(network="203.0.113.0/24", country="RU", subdivision="UA-30"), "in another country"),
        ("iprange", rows(network="203.0.113.0/24", country=""), "cannot be blank"),
        ("schedule", rows(name="Office", zone="Mars"), "There is no such time zone"),
        ("schedule", rows(name="Office", week="Mon: nine"), "Write hours such as 09:00-18:00"),
        ("schedule", rows(name="Office", week="Someday: 9-18"), "not “Someday”"),
        ("schedule", rows(name="Office", week="Mon: 9-18\nmon: 19-20"), "mon is there twice"),
        ("schedule", rows(name="Office", week="Sun: 22-8\nMon: 7-9"), "overlaps with 22:00-08:00 of Sunday"),
        ("schedule", rows(name="Office", exceptions="tomorrow: closed"), "not “tomorrow”"),
        ("schedule", rows(name="Office", exceptions="2030-01-01: 9-18, 10-11"), "overlap"),
        ("operatorgroup", rows(name="Skoda: new", regions="RU, XX"), "Not a region: XX"),
        ("operatorgroup", rows(name="Skoda: new", regions_scope="some"), "not a valid choice"),
        ("operatorgroup", rows(name="Skoda: new", include_pages="/a\nb c"), "“b c”: it contains a space"),
        ("operatorgroup", rows(name="Skoda: new", region_sets="Nowhere"), "There is no region set “Nowhere”"),
        ("operatorgroup", rows(name="Skoda: new", schedule="Never"), "There is no working hours “Never”"),
        ("operator", rows(user="anna", status="asleep"), "There is no operator status “asleep”"),
        ("operator", rows(user="anna", salary="1"), "Unknown columns: salary"),
        ("operator", rows(name="Anna"), "user"),
        ("operatorgroup", rows(name="New", enabled="true", members=""), "without members"),
        ("operatorgroup", rows(name="Tatra: new", members=""), "without members"),
        ("operatorgroup", rows(name="New", members="anna, nobody"), "There is no operator “nobody”"),
        ("operatorgroup", rows(name="Skoda: new", fallback="Skoda: new"), "leads back to itself"),
        ("operatorgroup", rows(name="Skoda: new", fallback="Nowhere"), "“Nowhere”"),
        ("contactpoint", rows(name="Shop", allowed_origins="shop.example"), "Not the address of a site: shop.example"),
        ("contactpoint", rows(name="Shop", color="red"), "Write a colour"),
        ("contactpoint", rows(name="Shop", public_key="cheshka"), "already exists"),
        ("holdscenario", rows(name="New", steps="30 One moment"), "Line 1: begin a step with seconds and a colon"),
        ("holdscenario", rows(name="New", steps="30: One\n30: Two"), "Two steps are due after 30 s"),
        ("holdscenario", rows(name="New", steps="0: Now"), "0: "),
        ("holdscenario", rows(name="New", steps="30:"), "30: "),
        ("category", rows(name="", position="1"), "cannot be blank"),
        ("category", rows(name="x" * 81), "at most 80"),
        ("quickreply", rows(title="Hi", text=""), "cannot be blank"),
        ("quickreply", rows(title="Hi", text="Hi", group="Skoda: new", operator="anna"), "not to both"),
        ("ban", rows(visitor="", ip="", reason="Spam"), "Name a visitor or an IP address"),
        ("ban", rows(visitor="", ip="300.1.1.1"), "IP"),
        ("ban", rows(visitor="999999", ip=""), "There is no visitor 999999 here"),
        ("ban", rows(visitor="", ip="198.51.100.7", expires_at="soon"), "Write a moment"),
        ("contactpoint", rows(name="Shop", weight="0"), "greater than or equal to 1"),
        ("operatorstatus", rows(code="yoga", name=""), "Give the status a name"),
        ("operatorstatus", rows(code="on leave", name="On leave"), "slug"),
        ("distributionpolicy", rows(contact_point="Nowhere"), "There is no channel “Nowhere”"),
        ("distributionpolicy", rows(contact_point="Cheshka", algorithm="random"), "not a valid choice"),
        ("distributionpolicy", rows(contact_point="Cheshka", operators="anna, nobody"), "no operator “nobody”"),
        ("distributionpolicy", rows(contact_point="Cheshka", ageing_minutes="5"), "Only the general policy has this"),
        ("distributionpolicy", rows(contact_point="", portion_minutes="0"), "greater than or equal to 1"),
        ("contact", rows(name="Pavel", personal_manager="nobody"), "There is no operator “nobody”"),
        ("contact", rows(id="999999", name="Pavel"), "There is no contact 999999 here"),
        ("contact", rows(name="Pavel", email="not-an-address"), "valid email"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    world: World, mila: Client, model: str, text: str, complaint: str
) -> None:
    html = refused(upload(mila, model, text)).replace("&#x27;", "'")
    assert complaint in html
    assert "Traceback" not in html


def test_errors_name_their_row(world: World, mila: Client) -> None:
    response = upload(mila, "operatorgroup", "name,members,default_limit\nA,anna,1\nB,anna,x\nC,anna,2\nD,nobody,2\n")
    result = response.context["result"]
    assert [row.number for row in result.invalid_rows] == [2]
    assert [row.number for row in result.error_rows] == [4]
    assert not OperatorGroup.objects.filter(name__in="ABCD").exists()


@pytest.mark.parametrize(
    ("format_class", "content"),
    [
        (JSON, "{"),
        (JSON, '{"name": "A"}'),
        (JSON, "[1]"),
        (JSON, '[{"name": "A", "position": 1}, {"name": "B"}]'),
        (FORMATS[1], "not a workbook"),
        (FORMATS[3], "a: [1"),
        (CSV, b"\xff\xfe\x00"),
        (CSV, "name,position\nA,1,2\n"),
        (CSV, ""),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_in_the_form(
    mila: Client, format_class: type, content: str | bytes
) -> None:
    response = upload(mila, "category", content or " ", format_class)
    assert refused(response)
    assert response.context["form"].errors
    assert not Category.objects.exists()


def test_rows_of_json_may_name_their_cells_in_any_order(mila: Client) -> None:
    text = json.dumps([{"name": "A", "archived": True}, {"archived": False, "name": "B"}])
    told(confirm(mila, "category", upload(mila, "category", text, JSON)))
    assert dict(Category.objects.values_list("name", "archived")) == {"A": True, "B": False}


def test_a_file_that_is_too_large_is_refused(mila: Client) -> None:
    response = upload(mila, "category", b"name\n" + b"x" * MOST_BYTES)
    assert "larger than 10 MB" in refused(response)


def test_a_forged_name_of_an_upload_reads_nothing(mila: Client) -> None:
    preview = upload(mila, "category", "name\nPrice\n")
    forged = preview.context["confirm_form"].initial | {"import_file_name": "../../etc/passwd"}
    response = mila.post(page("category", "process_import"), forged, follow=True)
    assert "Upload it again" in " ".join(told(response))


def test_confirming_twice_is_told_and_does_no_harm(mila: Client) -> None:
    preview = upload(mila, "category", "name\nPrice\n")
    told(confirm(mila, "category", preview))
    assert "Upload it again" in " ".join(told(confirm(mila, "category", preview)))
    assert Category.objects.count() == 1


def test_what_became_wrong_since_the_preview_is_not_written(world: World, mila: Client) -> None:
    preview = upload(mila, "operatorgroup", "name,members\nA,anna\nB,boris\n")
    Operator.objects.filter(pk=world.boris.pk).delete()
    assert "nothing was written" in " ".join(told(confirm(mila, "operatorgroup", preview)))
    assert not OperatorGroup.objects.filter(name__in="AB").exists()


def test_switching_a_group_off_by_file_moves_its_conversations(world: World, mila: Client) -> None:
    waiting = world.write(world.zoya)
    preview = upload(mila, "operatorgroup", rows(name="Skoda: new", enabled="no"))
    assert Conversation.objects.get(pk=waiting.pk).group == world.skoda
    messages = told(confirm(mila, "operatorgroup", preview))
    assert "moved on: 1." in " ".join(messages)
    assert Conversation.objects.get(pk=waiting.pk).group is None
    assert waiting.events.filter(kind="conversation.moved").exists()


def test_switching_a_group_on_by_file(world: World, mila: Client) -> None:
    told(confirm(mila, "operatorgroup", upload(mila, "operatorgroup", rows(name="New", enabled="да", members="anna"))))
    group = OperatorGroup.objects.get(name="New")
    assert group.enabled
    assert list(group.members.all()) == [world.anna]


def test_an_empty_key_leaves_the_sites_tag_working(world: World, mila: Client) -> None:
    told(confirm(mila, "contactpoint", upload(mila, "contactpoint", rows(name="Cheshka", public_key="", title="Hi"))))
    point = ContactPoint.objects.get(name="Cheshka")
    assert (point.public_key, point.title) == ("cheshka", "Hi")
    told(confirm(mila, "contactpoint", upload(mila, "contactpoint", rows(name="Shop", public_key=""))))
    assert len(ContactPoint.objects.get(name="Shop").public_key) >= 16


def test_the_steps_of_a_file_replace_those_there_were(world: World, mila: Client) -> None:
    text = rows(name="Please wait", steps="45: Still here.\n  Second line.\n10: One moment.")
    told(confirm(mila, "holdscenario", upload(mila, "holdscenario", text)))
    steps = HoldScenario.objects.get(name="Please wait").steps.values_list("after", "text")
    assert list(steps) == [(10, "One moment."), (45, "Still here.\nSecond line.")]


def test_common_quick_replies_need_two_columns(mila: Client) -> None:
    told(confirm(mila, "quickreply", upload(mila, "quickreply", "title,text\nHello,Good day!\n")))
    reply = QuickReply.objects.get()
    assert (reply.title, reply.folder, reply.group, reply.operator) == ("Hello", "", None, None)


def test_who_imported_a_ban_is_known(world: World, mila: Client) -> None:
    text = rows(visitor="", ip="198.51.100.7", expires_at="2030-12-31 18:00", created_by="anna")
    told(confirm(mila, "ban", upload(mila, "ban", text)))
    ban = Ban.objects.get()
    assert ban.created_by == world.mila
    assert ban.expires_at is not None
    assert ban.expires_at.year == 2030


def test_a_banned_address_is_found_in_whatever_spelling(world: World, mila: Client) -> None:
    Ban.objects.create(ip="2001:DB8:0::1")
    told(confirm(mila, "ban", upload(mila, "ban", rows(visitor="", ip="2001:db8::1", reason="Spam"))))
    told(confirm(mila, "ban", upload(mila, "ban", rows(visitor="", ip="198.51.100.77/24"))))
    assert sorted(Ban.objects.values_list("ip", "reason")) == [("198.51.100.0/24", ""), ("2001:db8::1", "Spam")]


def test_contacts_without_a_number_are_new_cards(mila: Client) -> None:
    text = "name,phone\nPavel,+7 495\nPavel,+7 495\n"
    told(confirm(mila, "contact", upload(mila, "contact", text)))
    assert Contact.objects.filter(name="Pavel", phone="+7 495").count() == 2


@pytest.mark.parametrize("number", range(len(FORMATS)))
def test_files_are_downloaded(world: World, mila: Client, number: int) -> None:
    data = {"format": number, "resource": "", "operatorresource_name": "on", "operatorresource_user": "on"}
    fields = mila.get(page("operator", "export")).context["form"].fields
    chosen = {name: "on" for name in fields if name not in ("format", "resource", "export_items")}
    response = mila.post(page("operator", "export"), data | chosen)
    assert response.status_code == 200
    assert "attachment" in response["content-disposition"]
    dataset = FORMATS[number]().create_dataset(response.content)
    assert {"anna", "vera"} <= set(dataset["user"])


def test_a_network_is_found_however_it_is_written(mila: Client) -> None:
    row = IpRange.objects.create(network="203.0.113.0/24", country="RU")
    told(confirm(mila, "iprange", upload(mila, "iprange", rows(network=" 203.0.113.9/24 ", country="UA"))))
    assert list(IpRange.objects.values_list("pk", "network", "country")) == [(row.pk, "203.0.113.0/24", "UA")]


def test_the_week_of_a_file_replaces_the_one_there_was(mila: Client) -> None:
    schedule = Schedule.objects.create(name="Office")
    schedule.periods.create(weekday=0, opens="09:00", closes="18:00")
    schedule.exceptions.create(date="2030-01-01")
    text = rows(name="Office", week="tue: 9-13; 14-18")
    told(confirm(mila, "schedule", upload(mila, "schedule", text)))
    assert schedule.periods.count() == 2
    assert schedule.exceptions.count() == 1, "what the file does not mention stays"


def test_a_file_may_hide_and_show_groups_in_any_order(world: World, mila: Client) -> None:
    OperatorGroup.objects.exclude(pk=world.skoda.pk).update(enabled=False)
    text = "name,enabled,hidden\nSkoda: new,true,true\nTatra: new,true,false\n"
    told(confirm(mila, "operatorgroup", upload(mila, "operatorgroup", text)))
    assert OperatorGroup.objects.get(pk=world.skoda.pk).hidden


@pytest.mark.parametrize("text", ["Skoda: new,true,true\n", "Skoda: new,false,false\nTatra: new,true,true\n"])
def test_a_file_that_hides_every_group_is_refused(world: World, mila: Client, text: str) -> None:
    OperatorGroup.objects.exclude(pk=world.skoda.pk).update(enabled=False)
    assert "visitors would see nobody" in refused(upload(mila, "operatorgroup", "name,enabled,hidden\n" + text))
    assert list(OperatorGroup.objects.filter(enabled=True, hidden=False)) == [world.skoda]
