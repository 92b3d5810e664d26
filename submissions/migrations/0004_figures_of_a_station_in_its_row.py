"""The figures of a station move into its row: a row and an index entry for each of them cost more than all else."""

from django.db import migrations, models

import submissions.models.exact

MOVE = {
    "postgresql": """
        UPDATE submissions_station SET figures = found.figures FROM (
            SELECT station_id, jsonb_object_agg(parameter, jsonb_build_array(numerator, denominator)) AS figures
            FROM submissions_stationfigure GROUP BY station_id
        ) AS found WHERE found.station_id = submissions_station.id
    """,
    "sqlite": """
        UPDATE submissions_station SET figures = (
            SELECT json_group_object(parameter, json_array(numerator, denominator))
            FROM submissions_stationfigure WHERE station_id = submissions_station.id
        )
    """,
}


def move(apps, schema_editor):
    schema_editor.execute(MOVE[schema_editor.connection.vendor])
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_stations")]

    operations = [
        migrations.AddField(
            model_name="station",
            name="figures",
            field=models.JSONField(
                decoder=submissions.models.exact.ExactDecoder, default=dict, verbose_name="figures"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(move, elidable=True),
        migrations.DeleteModel(name="StationFigure"),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=submissions.models.exact.FiguresInRange("figures"), name="station_figures_in_range"
            ),
        ),
    ]
