from tests.doors.conftest import fresh_limits, impatient, keeper, world

__all__ = ["fresh_limits", "impatient", "keeper", "world"]
