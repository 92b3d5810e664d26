from django.db import migrations

from states.triggers import Refuse

FINAL = "a published list is final; publish a new revision instead"
PUBLISHED_ROW = "EXISTS (SELECT 1 FROM rankings_rankinglist l WHERE l.id = OLD.list_id AND l.status = 'published'{})"
# Everything of a list but is_current; a comparison with NULL in it is neither true nor false, hence COALESCE.
COLUMNS = (
    "id", "month", "board", "category", "origin", "status", "revision", "publication_id", "methodology_id",
    "month_basis", "sample", "complete", "inputs_digest", "previous_digest", "digest", "signature",
)  # fmt: skip
NULLABLE = {"publication_id": "0", "methodology_id": "''"}


def differs(column: str) -> str:
    if column in NULLABLE:
        return f"COALESCE(OLD.{column}, {NULLABLE[column]}) <> COALESCE(NEW.{column}, {NULLABLE[column]})"
    return f"OLD.{column} <> NEW.{column}"


class Migration(migrations.Migration):
    dependencies = [("rankings", "0001_initial"), ("metrics", "0002_sealed_versions_and_figures")]
    operations = [
        Refuse("publication_no_update", "rankings_publication", "UPDATE", "1 = 1", FINAL),
        Refuse("publication_no_delete", "rankings_publication", "DELETE", "NOT OLD.sample", FINAL),
        Refuse(
            "list_no_update",
            "rankings_rankinglist",
            "UPDATE",
            f"OLD.status = 'published' AND ({' OR '.join(map(differs, COLUMNS))})",
            FINAL,
        ),
        Refuse(
            "list_no_delete",
            "rankings_rankinglist",
            "DELETE",
            "OLD.status = 'published' AND NOT OLD.sample",
            FINAL,
        ),
        Refuse("withdrawal_no_update", "rankings_withdrawal", "UPDATE", "1 = 1", FINAL),
        Refuse(
            "withdrawal_no_delete",
            "rankings_withdrawal",
            "DELETE",
            "NOT EXISTS (SELECT 1 FROM rankings_publication p WHERE p.number = OLD.publication_id AND p.sample)",
            FINAL,
        ),
        Refuse("row_no_update", "rankings_listrow", "UPDATE", PUBLISHED_ROW.format(""), FINAL),
        Refuse("row_no_delete", "rankings_listrow", "DELETE", PUBLISHED_ROW.format(" AND NOT l.sample"), FINAL),
    ]
