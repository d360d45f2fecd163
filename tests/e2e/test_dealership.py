"""Document C, whole: the dealership is set up through the admin alone, and every visitor sees the departments it says.

New Skodas are sold in Moscow and Moscow Oblast, on all pages but those of the other departments; Tatras and used cars
everywhere on their own pages; the service answers on its pages whoever is not in Moscow; finance is everybody's.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.shop import Shop, open_shop
from tests.stack import Stack

OWNER, PASSWORD = "owner", "a long and secret word"
SKODA, TATRA, USED, SERVICE = "Skoda: new", "Tatra: new", "Used cars", "Service"
PEOPLE = {"anna": SKODA, "vera": TATRA, "gleb": USED, "dina": SERVICE}
MOSCOW, OBLAST, KAZAN, UNKNOWN = "198.51.100.7", "203.0.113.7", "192.0.2.7", "100.64.0.7"
RANGES = {"198.51.100.0/24": "Moscow, Russia", "203.0.113.0/24": "Moscow Oblast", "192.0.2.0/24": "Tatarstan"}

SHOWN = [
    ("/", MOSCOW, [SKODA]),
    ("/", OBLAST, [SKODA]),
    ("/", KAZAN, []),
    ("/", UNKNOWN, []),
    ("/skoda/octavia/", MOSCOW, [SKODA]),
    ("/skoda/octavia/", KAZAN, []),
    ("/tatra/phoenix/", MOSCOW, [TATRA]),
    ("/tatra/phoenix/", KAZAN, [TATRA]),
    ("/used/?page=2", OBLAST, [USED]),
    ("/used/?page=2", UNKNOWN, [USED]),
    ("/service/", MOSCOW, []),
    ("/service/", OBLAST, []),
    ("/service/", KAZAN, [SERVICE]),
    ("/service/", UNKNOWN, [SERVICE]),
    ("/finance/", MOSCOW, [SKODA, TATRA, USED]),
    ("/finance/", KAZAN, [TATRA, USED, SERVICE]),
]


class Supervisor:
    """Somebody at the admin's forms."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def log_in(self) -> None:
        self.page.goto("/login/")
        self.page.locator("input[name=username]").fill(OWNER)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url("**/admin/**")

    def add(self, model: str, *, picks: dict[str, list[str]] | None = None, **fields: str) -> None:
        """Fill in and save a form; `picks` are typed into searching selects and chosen from what they offer."""
        self.page.goto(f"/admin/helpdesk/{model}/add/")
        for name, value in fields.items():
            field = self.page.locator(f"#id_{name}")
            if value in {"on", "off"}:
                field.set_checked(value == "on", force=True)
            else:
                field.fill(value)
        for name, texts in (picks or {}).items():
            for text in texts:
                self.pick(name, text)
        self.page.locator("[name=_save]").click()
        self.page.wait_for_url(f"**/admin/helpdesk/{model}/")

    def hire(self, name: str) -> None:
        """An account with its operator, in one form."""
        self.page.goto("/admin/helpdesk/user/add/")
        passwords = {"password1": PASSWORD, "password2": PASSWORD}
        for field, value in {"username": name, **passwords, "operator-0-name": name.capitalize()}.items():
            self.page.locator(f"#id_{field}").fill(value)
        self.page.locator("[name=_save]").click()
        self.page.wait_for_url("**/admin/helpdesk/user/**/change/")

    def pick(self, name: str, text: str) -> None:
        self.page.locator(f"#id_{name} + .select2 .select2-selection").click()
        self.page.locator(".select2-container--open .select2-search__field").last.fill(text)
        option = self.page.locator(".select2-results__option", has_text=text).first
        option.click()

    def tag(self) -> str:
        """What the channel's page says should be put on the site."""
        self.page.locator("#result_list a", has_text="Cheshka").first.click()
        return self.page.locator("#site-tag").input_value()


@pytest.fixture(scope="module")
def site(browser: Browser) -> Iterator[Shop]:
    """The dealership's own site, with the tag from the admin, beside a system that a supervisor has set up."""
    environment = {
        "SWITCHBOARD_TRUSTED_PROXIES": "127.0.0.1",
        "SWITCHBOARD_RATE_LIMITS_SCALE": "20",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }
    with Stack(environment=environment) as stack, open_shop() as shop:
        stack.manage("createsuperuser", "--no-input", "--username", OWNER, "--email", "owner@cheshka.example")
        context = browser.new_context(base_url=stack.url, locale="en-GB")
        context.set_default_timeout(20_000)
        supervisor = Supervisor(context.new_page())
        supervisor.log_in()
        configure(supervisor, shop.origin)
        shop.tag = supervisor.tag()
        context.close()
        everybody_comes(stack)
        yield shop


def configure(supervisor: Supervisor, origin: str) -> None:
    for name in PEOPLE:
        supervisor.hire(name)
    supervisor.add("regionset", name="Moscow and Moscow Oblast", picks={"codes": ["Moscow, Russia", "Moscow Oblast"]})
    for network, region in RANGES.items():
        supervisor.add("iprange", network=network, picks={"region": [region]})
    others = "/tatra/*\n/used/*\n/service/*"
    moscow = {"region_sets": ["Moscow and Moscow Oblast"]}
    group(supervisor, SKODA, "anna", exclude_pages=others, picks=moscow)
    group(supervisor, TATRA, "vera", include_pages="/tatra/*\n/finance/*")
    group(supervisor, USED, "gleb", include_pages="/used/*\n/finance/*")
    group(supervisor, SERVICE, "dina", include_pages="/service/*\n/finance/*", regions_scope_1="on", picks=moscow)
    supervisor.add("contactpoint", name="Cheshka", allowed_origins=origin)


def group(
    supervisor: Supervisor, name: str, member: str, *, picks: dict[str, list[str]] | None = None, **fields: str
) -> None:
    supervisor.add(
        "operatorgroup", name=name, enabled="on", **fields, picks={"members": [member.capitalize()]} | (picks or {})
    )


def everybody_comes(stack: Stack) -> None:
    stack.execute(
        "INSERT INTO helpdesk_presencelease (operator_id, tab, expires_at)"
        " SELECT id, 'here', now() + interval '1 day' FROM helpdesk_operator"
    )


def from_behind_the_proxy(route: Route, address: str) -> None:
    """The product stands behind a proxy that it trusts to say where the visitor is."""
    route.continue_(headers=route.request.headers | {"x-forwarded-for": address})


@pytest.mark.parametrize(("page", "address", "groups"), SHOWN)
def test_the_widget_shows_exactly_the_groups_the_document_says(
    site: Shop, browser: Browser, page: str, address: str, groups: list[str]
) -> None:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(20_000)
    context.route("**/w/v1/boot**", lambda route: from_behind_the_proxy(route, address))
    visitor = context.new_page()
    with visitor.expect_response("**/w/v1/boot**") as booted:
        visitor.goto(site.origin + page)
    answer = booted.value.json()
    assert {shown["name"] for shown in answer.get("groups", [])} == set(groups)
    launcher, options = visitor.locator(".launcher"), visitor.locator(".option")
    if not groups:
        assert answer == {"show": False}
        expect(launcher).to_have_count(0)
    else:
        launcher.click()
        first = options.first if len(groups) > 1 else visitor.locator(".composer textarea")
        expect(first).to_be_visible()
        expect(options).to_have_count(len(groups) if len(groups) > 1 else 0)
    context.close()
