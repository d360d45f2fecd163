"""A small office in which hypothesis moves about: four people, three groups, two channels of weight one and two."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from helpdesk.actions import arrivals, presence
from helpdesk.models import Contact, ContactPoint, DistributionPolicy, Operator, OperatorGroup, Visitor
from tests.conftest import NOW, make_operator


@dataclass
class Office:
    people: list[Operator]
    groups: list[OperatorGroup]
    points: list[ContactPoint]
    contacts: list[Contact]
    general: DistributionPolicy

    def arrive(self, point: ContactPoint, contact: Contact | None, now: datetime) -> Visitor:
        visitor = arrivals.begin(point, page="", referrer="", user_agent="", ip=None, language="en", now=now)
        if contact is not None:
            visitor.contact = contact
            visitor.save(update_fields=["contact"])
        return visitor


def build() -> Office:
    """Anna and Boris are in the first group, Boris and Vera in the second; Gleb is in none. The third is empty."""
    people = [make_operator(name) for name in ("anna", "boris", "vera", "gleb")]
    groups = [
        OperatorGroup.objects.create(name=name, enabled=True, default_limit=limit)
        for name, limit in (("Skoda", 2), ("Tatra", 3), ("Service", 1))
    ]
    groups[0].members.set(people[:2])
    groups[1].members.set(people[1:3])
    points = [
        ContactPoint.objects.create(name=name, public_key=name, weight=weight)
        for name, weight in (("site", 1), ("messenger", 2))
    ]
    for operator in people:
        presence.renew(operator.pk, str(uuid4()), now=NOW)
    contacts = [Contact.objects.create(name="Zoya"), Contact.objects.create(name="Yuri", personal_manager=people[2])]
    return Office(people, groups, points, contacts, DistributionPolicy.objects.get(contact_point=None))
