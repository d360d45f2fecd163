"""What stands on the dealership's pages."""

# ruff: noqa: RUF001 - axles are written with a multiplication sign

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Card:
    """`picture` is a symbol of `demo/_pictures.html`, `paint` a colour of `site.css`."""

    title: Text
    text: Text
    price: Text
    picture: str
    paint: str


@dataclass(frozen=True, slots=True)
class Page:
    """`slug` is the last part of the address, empty for the front page."""

    slug: str
    name: Text
    title: Text
    lead: Text
    picture: str
    paint: str
    cards: tuple[Card, ...]
    facts: tuple[tuple[Text, Text], ...]


HOME = Page(
    "",
    _("Home"),
    _("Cars from Bohemia, and people who know them"),
    _("New Skodas, Tatras for heavy work, used cars with an honest past, and a workshop that calls you first."),
    "estate",
    "red",
    (
        Card(_("New Skodas"), _("Nine models on the floor, four to drive today."), _("from €16,900"), "suv", "green"),
        Card(_("New Tatras"), _("Chassis and tippers for places without roads."), _("from €142,000"), "truck", "amber"),
        Card(_("Used cars"), _("Sixty cars, each with its whole history."), _("from €6,400"), "hatch", "blue"),
    ),
    (
        (_("1998"), _("the year we opened")),
        (_("11,400"), _("cars sold since")),
        (_("1 min"), _("until the chat answers")),
    ),
)

SKODA = Page(
    "skoda",
    _("New Skodas"),
    _("New Skodas, ready to drive"),
    _("Choose the model, and we will find the colour. Test drives every day until seven in the evening."),
    "suv",
    "green",
    (
        Card(_("Octavia Combi"), _("640 litres of boot and 1.5 petrol."), _("from €27,400"), "estate", "red"),
        Card(_("Kodiaq"), _("Seven seats, a tow bar, and room for the dog."), _("from €39,800"), "suv", "green"),
        Card(_("Fabia"), _("Small outside, grown up inside."), _("from €16,900"), "hatch", "blue"),
        Card(_("Enyaq 85"), _("560 km on one charge, 28 minutes to 80 %."), _("from €44,300"), "suv", "slate"),
        Card(_("Superb Combi"), _("First class, with your luggage next to you."), _("from €36,100"), "estate", "slate"),
        Card(_("Scala"), _("The sensible one, with a glass roof."), _("from €20,700"), "hatch", "amber"),
    ),
    (
        (_("5 years"), _("of warranty")),
        (_("24 h"), _("test drive for a weekend day")),
        (_("0"), _("hidden extras in the price")),
    ),
)

TATRA = Page(
    "tatra",
    _("New Tatras"),
    _("Tatra: where the road ends"),
    _("A backbone tube instead of a frame, half-axles that swing on their own, and a cab that forgives."),
    "truck",
    "amber",
    (
        Card(_("Phoenix 8×8"), _("Rock body of 18 m³, heated."), _("from €198,000"), "truck", "amber"),
        Card(_("Force 6×6"), _("Chassis for a crane or a fire engine."), _("from €171,000"), "crane", "red"),
        Card(_("Phoenix 6×6"), _("On our yard, could leave next week."), _("from €142,000"), "tipper", "slate"),
    ),
    (
        (_("16 weeks"), _("from the factory")),
        (_("6 %"), _("off for three or more")),
        (_("2"), _("services on us")),
    ),
)

USED = Page(
    "used",
    _("Used cars"),
    _("Used cars with an honest past"),
    _("Every car was serviced here or has been through our hands for two days. We show you the list of what we found."),
    "hatch",
    "blue",
    (
        Card(_("Yeti, 2016"), _("61,240 km, one owner, rear bumper painted."), _("€11,900"), "suv", "amber"),
        Card(_("Fabia, 2019"), _("48,700 km, red, just washed."), _("€9,800"), "hatch", "red"),
        Card(_("Superb Combi, 2020"), _("92,000 km, all services here."), _("€19,400"), "estate", "slate"),
        Card(_("Rapid, 2017"), _("84,000 km, winter tyres in the boot."), _("€8,600"), "hatch", "blue"),
    ),
    (
        (_("96"), _("points of inspection")),
        (_("12 months"), _("of warranty")),
        (_("20 min"), _("to appraise yours")),
    ),
)

SERVICE = Page(
    "service",
    _("Service"),
    _("A workshop that calls you first"),
    _("Book by chat, leave the key at the desk, have a coffee. You get pictures of every part we replace."),
    "lift",
    "slate",
    (
        Card(_("Maintenance"), _("Oil, filters, brakes, with a written report."), _("from €120"), "lift", "slate"),
        Card(_("Tyres"), _("Changing, balancing and storing until spring."), _("€48 a set"), "tyre", "blue"),
        Card(_("Warranty repair"), _("Bought here or elsewhere: bring the service book."), _("free"), "lift", "green"),
    ),
    (
        (_("12"), _("lifts")),
        (_("8 to 20"), _("Monday to Saturday")),
        (_("24 h"), _("tow truck")),
    ),
)

FINANCE = Page(
    "finance",
    _("Finance"),
    _("Credit, leasing and trade-in"),
    _("Every department answers here: say what you would like to drive, and we will work out the monthly payment."),
    "papers",
    "green",
    (
        Card(_("Credit"), _("From 10 % down, up to seven years."), _("from 4.9 %"), "papers", "green"),
        Card(
            _("Leasing"), _("Four companies, one form, an answer in a day."), _("from €290 a month"), "papers", "blue"
        ),
        Card(_("Trade-in"), _("Your car is the first payment."), _("appraisal free"), "key", "amber"),
    ),
    (
        (_("1 day"), _("to decide")),
        (_("4"), _("leasing companies")),
        (_("0"), _("commission")),
    ),
)

PAGES = {page.slug: page for page in (HOME, SKODA, TATRA, USED, SERVICE, FINANCE)}
