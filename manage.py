#!/usr/bin/env python
"""Django's commands. With neither DATABASE_URL nor REDIS_URL they talk to the engines of a running `make run`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    import helpdesk.celery  # noqa: F401 - tasks that a command sends go to the configured broker

    execute_from_command_line(sys.argv)
