from importlib import import_module

from django.db import migrations, models

TABLE = "metrics_methodologydraft"
RULES = [rule for rule in import_module("metrics.migrations.0001_initial").RULES if rule.table == TABLE]


def put_up_triggers(apps, schema_editor):
    """SQLite makes the table anew for another column, and its triggers go with the old one."""
    for rule in RULES:
        rule.database_forwards("metrics", schema_editor, None, None)


class Migration(migrations.Migration):

    dependencies = [
        ('metrics', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, put_up_triggers),
        migrations.AddField(
            model_name='methodologydraft',
            name='revision',
            field=models.PositiveIntegerField(default=1, verbose_name='revision'),
        ),
        migrations.RunPython(put_up_triggers, migrations.RunPython.noop),
    ]
