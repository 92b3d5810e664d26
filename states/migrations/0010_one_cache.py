import secrets

from django.db import migrations, models


def take_triggers_away(apps, schema_editor):
    """No table draws the edition's word by itself any more: services do."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    standing = (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgname LIKE 'edition!_%' ESCAPE '!' AND pg_table_is_visible(c.oid)"
        if postgresql
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'edition!_%' ESCAPE '!'"
    )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(standing)
        for name, table in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            cursor.execute("DROP FUNCTION IF EXISTS new_edition()")


def draw(apps, schema_editor):
    apps.get_model("states", "Edition").objects.update_or_create(id=1, defaults={"token": secrets.token_hex(16)})


class Migration(migrations.Migration):

    dependencies = [
        ('states', '0009_audit_only_grows'),
    ]

    operations = [
        migrations.RunPython(take_triggers_away, migrations.RunPython.noop),
        migrations.AddField(
            model_name='edition',
            name='public_from',
            field=models.DateTimeField(help_text='When something becomes public next, by itself.', null=True, verbose_name='next moment'),
        ),
        migrations.RunPython(draw, migrations.RunPython.noop),
    ]
