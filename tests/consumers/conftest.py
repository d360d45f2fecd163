from tests.doors.conftest import fresh_limits, impatient, world

__all__ = ["fresh_limits", "impatient", "world"]
