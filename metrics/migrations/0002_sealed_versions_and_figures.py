from django.db import migrations

from states.triggers import Refuse

SEALED = "a published list rests on this methodology version; write a new version instead"
KEPT = "verified figures are kept as they were; record a new revision instead"


def sealed(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM metrics_methodology m "
        f"WHERE m.version = {row}.methodology_id AND m.sealed_at IS NOT NULL)"
    )


def figure_changes(row_old: str = "OLD", row_new: str = "NEW") -> str:
    columns = ("id", "state_id", "month", "revision", "sample", "source", "recorded_at", "recorded_by")
    return " OR ".join(f"{row_old}.{name} <> {row_new}.{name}" for name in columns)


def refusals_for(table: str, name: str) -> list[Refuse]:
    return [
        Refuse(f"{name}_no_insert_when_sealed", table, "INSERT", sealed("NEW"), SEALED),
        Refuse(f"{name}_no_update_when_sealed", table, "UPDATE", f"{sealed('OLD')} OR {sealed('NEW')}", SEALED),
        Refuse(f"{name}_no_delete_when_sealed", table, "DELETE", sealed("OLD"), SEALED),
    ]


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_initial"), ("states", "0002_audit_is_append_only")]
    operations = [
        Refuse(
            "methodology_no_update_when_sealed", "metrics_methodology", "UPDATE", "OLD.sealed_at IS NOT NULL", SEALED
        ),
        Refuse(
            "methodology_no_delete_when_sealed", "metrics_methodology", "DELETE", "OLD.sealed_at IS NOT NULL", SEALED
        ),
        *refusals_for("metrics_parametergroup", "group"),
        *refusals_for("metrics_parameter", "parameter"),
        # A set may lose its place as the current one, and only that.
        Refuse("figure_set_no_update", "metrics_figureset", "UPDATE", figure_changes(), KEPT),
        Refuse("figure_set_no_delete", "metrics_figureset", "DELETE", "NOT OLD.sample", KEPT),
        Refuse("figure_no_update", "metrics_figure", "UPDATE", "1 = 1", KEPT),
        Refuse(
            "figure_no_delete",
            "metrics_figure",
            "DELETE",
            "EXISTS (SELECT 1 FROM metrics_figureset s WHERE s.id = OLD.figure_set_id AND NOT s.sample)",
            KEPT,
        ),
    ]
