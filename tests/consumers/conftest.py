from tests.doors.conftest import fresh_limits, world

__all__ = ["fresh_limits", "world"]
