"""Rules by their names; what they ask and do is a cell of YAML that names people and things, not numbers."""

from collections.abc import Callable
from typing import Any

import yaml
from django.utils.translation import gettext as _

from helpdesk.automation.names import Names
from helpdesk.automation.rules import rule_of
from helpdesk.models import Automation, Webhook
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import Text, Whole, YesNo
from routing.automation.actions import read_action
from routing.automation.conditions import read_conditions


class Script(Text):
    """A cell of YAML. `named` and `read` swap ids and names; `check` raises ValueError for what is no such thing."""

    def __init__(self, empty: Any, named: str, read: str, check: Callable[[Any], Any]) -> None:
        super().__init__()
        self.empty, self.named, self.read, self.check = empty, named, read, check

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            data = yaml.safe_load(value) if isinstance(value, str) else value
            return self.check(getattr(Names.read(), self.read)(data or self.empty))
        except (yaml.YAMLError, AttributeError, TypeError, KeyError) as error:
            raise ValueError(_("This is no description of a rule: %(error)s") % {"error": error}) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if isinstance(value, str):
            # It is asked twice on its way into a file, and has written it the first time.
            return value
        data = getattr(Names.read(), self.named)(value or self.empty)
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=True, default_flow_style=None, width=1000)


class AutomationResource(Configuration):
    name = Column("name")
    kind = Column("kind")
    enabled = Column("enabled", YesNo(), default=True)
    stop = Column("stop", YesNo(), default=False)
    position = Column("position", Whole(), default=0)
    conditions = Column(
        "conditions",
        Script({}, "conditions_named", "conditions_read", lambda data: read_conditions(data).as_data()),
    )
    actions = Column(
        "actions",
        Script([], "actions_named", "actions_read", lambda data: [read_action(one).as_data() for one in data]),
    )

    class Meta:
        model = Automation
        import_id_fields = ("name",)
        fields = ("name", "kind", "enabled", "stop", "position", "conditions", "actions")

    def before_save_instance(self, instance: Automation, row: dict[str, Any], **kwargs: Any) -> None:
        """What could be read may still be no rule, such as one of an unknown kind."""
        rule_of(instance)


class WebhookResource(Configuration):
    """Without the secret, which a file would carry to whoever gets hold of it."""

    name = Column("name")
    url = Column("url")
    enabled = Column("enabled", YesNo(), default=True)

    class Meta:
        model = Webhook
        import_id_fields = ("name",)
        fields = ("name", "url", "enabled")
