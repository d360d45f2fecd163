"""A hold scenario as document L has it: words, then another way to be answered. SPEC 5.5"""

from tests.stack import Stack

WAIT, OFFER = "One more moment, please.", "Everybody is still busy. May we call you?"
STEPS = """
from helpdesk.models import HoldScenario, HoldStep
HoldStep.objects.all().delete()
steps = HoldScenario.objects.get().steps
steps.create(after={after}, text="{wait}", action="words")
steps.create(after={after} + 1, text="{offer}", action="offer_callback")
"""


def say_after(stack: Stack, seconds: int) -> None:
    """The words so long after a visitor has begun to wait, and the offer of a call a second later."""
    stack.manage("shell", "--command", STEPS.format(after=seconds, wait=WAIT, offer=OFFER))
