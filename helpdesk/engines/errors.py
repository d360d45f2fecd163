class EngineError(Exception):
    """Something the person at the terminal can put right; the text says what to do."""


class InUseError(EngineError):
    """Another live runner owns this data folder."""
