"""Supervisors' rules as `routing.automation` wants them: rows become rules, a directory and facts (SPEC 5.1, 5.2)."""
