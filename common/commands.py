"""What all commands of ours have in common."""

from __future__ import annotations

from django.core.management.base import BaseCommand


class OwnCommand(BaseCommand):
    """Starts at once: what `manage.py check` says is for whoever changes the code or the settings.

    To say it again before every command, Django would load each page of the site, which takes longer than most of
    the commands do.
    """

    requires_system_checks = []
