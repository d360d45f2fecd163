"""The floor of `assign`: one transaction that locks a row, updates it and inserts an event, by the plain ORM.

On tables of their own that look like the product's: same columns, same indexes, as many rows.
"""

from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from helpdesk.models import Conversation, Event

TRACE = {"people": [[number, "gra", 12, 50, 7, 3.25, 0, "algorithm", "busier"] for number in range(100, 138)]}
"""As much as the product writes down with each assignment."""


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - documented API


def _floor(model: type[models.Model]) -> str:
    return f"{_table(model)}_floor"


def _twin(model: type[models.Model]) -> Any:
    """The same columns without the relations."""
    columns: dict[str, models.Field[Any, Any]] = {}
    for field in model._meta.concrete_fields:  # noqa: SLF001 - documented API
        plain = models.BigIntegerField(null=field.null) if field.is_relation else field.clone()
        columns[field.attname] = plain
    meta = type("Meta", (), {"app_label": "helpdesk", "managed": False, "db_table": _floor(model)})
    return type(f"Floor{model.__name__}", (models.Model,), {**columns, "Meta": meta, "__module__": __name__})


Talk, Fact = _twin(Conversation), _twin(Event)


def furnish() -> None:
    """A row for each conversation there is, and no events."""
    with connection.cursor() as cursor:
        for model in (Conversation, Event):
            cursor.execute(f"DROP TABLE IF EXISTS {_floor(model)}")
            cursor.execute(f"CREATE TABLE {_floor(model)} (LIKE {_table(model)} INCLUDING ALL)")
        cursor.execute(f"INSERT INTO {_floor(Conversation)} SELECT * FROM {_table(Conversation)}")
        cursor.execute("ANALYZE")


def assign(pk: int, operator: int, now: datetime) -> None:
    with transaction.atomic():
        talk = Talk.objects.select_for_update(no_key=True).get(pk=pk)
        Talk.objects.filter(pk=pk).update(assignee_id=operator, queued_at=None, seq=talk.seq + 1)
        Fact.objects.create(
            conversation_id=pk,
            seq=talk.seq + 1,
            kind="conversation.assigned",
            cause={"by": "system", "why": "distribution"},
            data={"to": "Operator 1", "operator": operator, "trace": TRACE},
            created_at=now,
        )
