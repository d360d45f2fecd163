"""What happens by itself in each channel; asked for every message."""

from helpdesk.kept import Kept
from helpdesk.models import ServicePolicy
from routing.inheritance import inherit
from routing.service import Service


def service_of(contact_point_id: int) -> Service:
    """What holds in this channel, as it was a second ago at most."""
    services = _services.get()
    return services.get(contact_point_id) or services[None]


def read() -> dict[int | None, Service]:
    """By contact point; None is what holds where a channel has nothing of its own. One query."""
    rows = {row.contact_point_id: _values(row) for row in ServicePolicy.objects.all()}
    general = rows.pop(None, {})
    return {None: inherit(Service, general)[0], **{pk: inherit(Service, general, own)[0] for pk, own in rows.items()}}


def _values(row: ServicePolicy) -> dict[str, object]:
    return {name: getattr(row, name) for name in Service.__slots__}


_services = Kept(read)
