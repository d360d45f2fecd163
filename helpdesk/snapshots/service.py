"""What happens by itself in each channel; asked for every message."""

from helpdesk.kept import Kept
from helpdesk.models import ServicePolicy
from helpdesk.snapshots.inheriting import inherit
from routing.service import Service


def service_of(contact_point_id: int) -> Service:
    """What holds in this channel, as it was a second ago at most."""
    services = _services.get()
    return services.get(contact_point_id) or services[None]


def read() -> dict[int | None, Service]:
    """By contact point; None is what holds where a channel has nothing of its own. One query."""
    rows = {row.contact_point_id: row for row in ServicePolicy.objects.all()}
    general = rows.pop(None, None)
    return {None: inherit(Service, general)[0], **{pk: inherit(Service, general, own)[0] for pk, own in rows.items()}}


_services = Kept(read)
