"""What the files of policies have in common: a row without a channel is the general one, an empty cell is inherited."""

from helpdesk.models import ContactPoint
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName


class OfChannels(Configuration):
    """One row for each channel that has a policy of its own, and one without a channel: the general policy."""

    contact_point = Column("contact_point", ByName(ContactPoint))
    joins: tuple[str, ...] = ("contact_point",)

    class Meta:
        import_id_fields = ("contact_point",)
