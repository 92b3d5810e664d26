"""What happens in the two installations of a dump, each in one process; what is found is printed as JSON."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable

from django.core.management import call_command
from django.db import DatabaseError, transaction

from metrics.models import Methodology, ParameterGroup
from rankings.models import RankingList
from tests.faults.act import prepare


def told(*command: str) -> str:
    said = io.StringIO()
    call_command(*command, stdout=said, stderr=said)
    return said.getvalue().strip()


def _found(**more: object) -> None:
    found = {
        "published": told("verify_published"),
        "audit": told("verify_audit"),
        "digests": sorted(RankingList.objects.values_list("digest", flat=True)),
    }
    sys.stdout.write(json.dumps(found | more) + "\n")


def here(dump: str) -> None:
    """Publish a month twice, and dump everything."""
    call_command("migrate", verbosity=0)
    prepare()
    told("publish", "2023-11", "--by", "meera", "--second", "arjun")
    told("publish", "2023-11", "--by", "meera", "--second", "arjun", "--reason", "a correction")
    call_command("dumpdata", output=dump, verbosity=0)
    _found()


def there(dump: str) -> None:
    """Load the dump into an empty database, then try what the database is to refuse."""
    call_command("migrate", verbosity=0)
    told("loaddata", dump)
    _found(refused=[_refusal(act) for act in (_add_group, _remove_group, lambda: told("loaddata", dump))])


def _sealed_group() -> ParameterGroup:
    group = ParameterGroup.objects.filter(methodology__in=Methodology.objects.exclude(sealed_at=None)).first()
    assert group is not None
    return group


def _add_group() -> None:
    group = _sealed_group()
    group.pk, group.code = None, "NEW"
    group.save(force_insert=True)


def _remove_group() -> None:
    _sealed_group().delete()


def _refusal(act: Callable[[], object]) -> str:
    """What the database said against it; empty where it let it happen."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as refusal:
        return str(refusal)
    return ""
