"""When to try again: the protocols' delays."""

import random

SPREAD = 0.3


def before_try(failures: int, longest: float) -> float:
    """Seconds to wait after so many failures in a row: 0.5, 1, 2, 4 … `longest`, each ±30 %."""
    # The exponent is bounded: after a long outage 2 ** failures would not fit a float.
    delay = min(longest, 0.5 * 2 ** min(failures - 1, 20))
    return delay * random.uniform(1 - SPREAD, 1 + SPREAD)
