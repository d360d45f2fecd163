"""Whatever people, supervisors and clocks do in whatever order: SPEC 10.1 and 10.6 hold after each step."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.menus import Menus
from tests.machine.people import Operators, Visitors
from tests.machine.supervisors import Supervisors
from tests.machine.sweeps import Sweeps

SETTINGS = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


class Everything(Visitors, Operators, Supervisors, Menus, Sweeps):
    pass


def test_whatever_happens_in_whatever_order(db: None) -> None:
    run_state_machine_as_test(Everything, settings=SETTINGS)
