"""Judgement: a snapshot and a moment in, a decision and its reasons out. No Django, no clock, no I/O."""
