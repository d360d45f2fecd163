"""A worker killed in the middle of its claims leaves nothing half done (SPEC 10.1)."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

from django.db import connection

from helpdesk import snapshots
from helpdesk.actions import distribution
from helpdesk.models import Conversation, Event
from tests.conftest import World
from tests.races import forty
from tests.races.test_assignment_races import a_crowd_of_operators, nobody_waits_beside_a_free_slot

WORKER = """
import os, sys
from datetime import datetime
import dj_database_url, django
from django.conf import settings
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from helpdesk.actions import distribution
now = datetime.fromisoformat(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
while True:
    distribution.drain(now=now)
"""


def start_worker(world: World) -> subprocess.Popen[str]:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"]), world.now.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "helpdesk.settings.test"},
    )
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "ready"
    return worker


def test_a_worker_killed_while_claiming(world: World) -> None:
    groups = a_crowd_of_operators(world)
    for number in range(60):
        world.write(world.arrive(), group=groups[number % len(groups)])
    killed_in_the_middle = 0
    for round_ in range(6):
        Event.objects.filter(kind="conversation.assigned").delete()
        Conversation.objects.update(assignee=None, accepted=False, queued_at=world.now)
        workers = [start_worker(world) for _ in range(2)]
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        until_some_are_assigned(3 + round_)
        workers[0].send_signal(signal.SIGKILL)
        killed_in_the_middle += Conversation.objects.filter(queued_at__isnull=False).exists()
        workers[0].wait(timeout=30)
        workers[1].kill()
        workers[1].wait(timeout=30)
        distribution.drain(now=world.now)
        assert nobody_waits_beside_a_free_slot(world)
        limits = {o.id: o.limit for o in snapshots.take(world.now).operators}
        loads = Counter(Conversation.objects.exclude(assignee=None).values_list("assignee", flat=True))
        assert all(load <= limits[operator] for operator, load in loads.items())
        given = Event.objects.filter(kind="conversation.assigned").values_list("conversation", flat=True)
        assert len(given) == len(set(given)) == sum(loads.values())
    assert killed_in_the_middle, "no worker was killed while it had something to do: the test showed nothing"


def until_some_are_assigned(number: int) -> None:
    deadline = time.monotonic() + 30
    while Conversation.objects.exclude(assignee=None).count() < number:
        assert time.monotonic() < deadline, "the workers assign nothing"


def test_a_worker_killed_while_forty_are_given_out(world: World) -> None:
    """Four operators with a limit of two; whatever the dead worker had in its hands is in the queue or given, once."""
    people = forty.four_operators(world)
    forty.arrive(world)
    killed_in_the_middle = 0
    for round_ in range(4):
        forty.start_over(world)
        workers = [start_worker(world) for _ in range(2)]
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        until_some_are_assigned(1 + round_)
        workers[0].send_signal(signal.SIGKILL)
        killed_in_the_middle += sum(forty.loads().values()) < 4 * forty.LIMIT
        workers[0].wait(timeout=30)
        workers[1].kill()
        workers[1].wait(timeout=30)
        assert max(forty.loads().values()) <= forty.LIMIT
        forty.nobody_waits_beside_a_free_slot(world)
        assert forty.loads() == {o.pk: forty.LIMIT for o in people}
        forty.nothing_was_given_twice()
    assert killed_in_the_middle, "no worker was killed while it had something to do: the test showed nothing"
