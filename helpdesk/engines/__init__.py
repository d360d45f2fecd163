"""The embedded engines: a real PostgreSQL and a real Redis beside the command that needs them.

Pure Python, no Django: settings, tests and `make run` all lean on this package, so it leans on none of them.
"""
