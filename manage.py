#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

from progress.env import BadEnvironmentError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "progress.settings")
    try:
        execute_from_command_line(sys.argv)
    except BadEnvironmentError as problem:
        sys.exit(str(problem))
