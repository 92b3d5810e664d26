from collections.abc import Iterable, Sequence

from django.core.management.commands import loaddata
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from common.triggers import Refuse


class Command(loaddata.Command):
    """Django's own, and a dump may hold sealed methodology versions.

    Nothing may be added to a sealed version, and a dump has a version before its parts. So the rules that
    refuse insertions are lifted on tables that are still empty, and stand again before the load is committed.
    Rules that refuse changes and removals stay in force throughout: into an installation that holds published
    lists already, no dump is loaded over them.
    """

    help = f"{loaddata.Command.help} Load a dump of this project into a database that is migrated and empty."

    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        connection = connections[self.using]
        lifted = [
            rule for rule in rules(connection) if rule.event == "INSERT" and _is_empty(connection, rule.table)
        ]
        _execute(connection, lifted, stand=False)
        super().loaddata(fixture_labels)
        _execute(connection, lifted, stand=True)


def rules(connection: BaseDatabaseWrapper) -> list[Refuse]:
    """Every rule that the migrations give to the database, in its last form."""
    loader = MigrationLoader(connection)
    last: dict[str, Refuse] = {}
    for key in loader.graph.leaf_nodes():
        for node in loader.graph.forwards_plan(key):
            operations = loader.graph.nodes[node].operations
            last |= {rule.name: rule for rule in operations if isinstance(rule, Refuse)}
    return list(last.values())


def _is_empty(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608  # nosec B608
        return cursor.fetchone() is None


def _execute(connection: BaseDatabaseWrapper, refusals: Iterable[Refuse], *, stand: bool) -> None:
    """Give the rules to the database, or take them away, inside the running transaction."""
    editor = connection.SchemaEditorClass(
        connection, collect_sql=True
    )  # only collects: SQLite's refuses to run here
    for rule in refusals:
        (rule.database_forwards if stand else rule.database_backwards)("", editor, None, None)
    with connection.cursor() as cursor:
        for statement in editor.collected_sql:
            cursor.execute(statement)
