"""A second person for changes of guarded posts; names and mail addresses that cannot be confused; posts that conflict."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from states.triggers import Refuse


def _skeleton(column):
    """As `states.lookalikes.skeleton`, in SQL that both databases understand."""
    text = f"lower({column})"
    for looks, like in (("0", "o"), ("1", "l"), ("i", "l"), ("|", "l"), ("rn", "m"), ("vv", "w")):
        text = f"replace({text}, '{looks}', '{like}')"
    return text


INDEXES = {
    "user_names_do_not_look_alike": f"({_skeleton('username')})",
    "one_mail_address_one_person": f"({_skeleton('email')}) WHERE email <> ''",
}


class PlainLetters(Refuse):
    """Refuse names and mail addresses with anything but printable ASCII; those of before stay until they change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        test = "{} ~ '[^!-~]'" if schema_editor.connection.vendor == "postgresql" else "{} GLOB '*[^!-~]*'"
        columns = []
        for column in ("username", "email"):
            moved = f" AND NEW.{column} <> OLD.{column}" if self.event == "UPDATE" else ""
            columns.append(f"({test.format(f'NEW.{column}')}{moved})")
        self.when = f"({' OR '.join(columns)})"
        super().database_forwards(app_label, schema_editor, from_state, to_state)


def _conflicting(event):
    """A State's officer (or deputy) holds no post of the bureau on the same day, whichever of the two comes first."""
    when = (
        "EXISTS (SELECT 1 FROM states_appointment other WHERE other.user_id = NEW.user_id "
        "AND (other.role = 'officer') <> (NEW.role = 'officer') "
        "AND (other.begins_on IS NULL OR NEW.ends_on IS NULL OR other.begins_on <= NEW.ends_on) "
        "AND (other.ends_on IS NULL OR NEW.begins_on IS NULL OR other.ends_on >= NEW.begins_on))"
    )
    name = f"no_conflicting_posts_{event.lower()}"
    message = "an officer of a State holds no post of the bureau at the same time"
    return Refuse(name, "states_appointment", event, when, message)


def look(apps, schema_editor):
    """Stop with a sentence where the rules would not hold for what is there."""
    problems = []
    with schema_editor.connection.cursor() as cursor:
        for column in ("username", "email"):
            key = _skeleton(column)
            cursor.execute(
                f"SELECT username FROM auth_user WHERE {key} IN (SELECT {key} FROM auth_user "
                f"WHERE {column} <> '' GROUP BY {key} HAVING count(*) > 1) ORDER BY username"
            )
            names = ", ".join(row[0] for row in cursor.fetchall())
            if names:
                problems.append(f"the same {column}, or one that looks like it, is held by {names}")
        cursor.execute(
            "SELECT DISTINCT u.username FROM states_appointment a JOIN states_appointment b ON a.user_id = b.user_id "
            "JOIN auth_user u ON u.id = a.user_id WHERE a.role = 'officer' AND b.role <> 'officer' "
            "AND (a.begins_on IS NULL OR b.ends_on IS NULL OR a.begins_on <= b.ends_on) "
            "AND (a.ends_on IS NULL OR b.begins_on IS NULL OR a.ends_on >= b.begins_on) ORDER BY u.username"
        )
        names = ", ".join(row[0] for row in cursor.fetchall())
        if names:
            problems.append(f"State's officer and of the bureau at the same time: {names}")
    if problems:
        raise RuntimeError(
            f"Accounts do not meet the rules of this version: {'; '.join(problems)}. Put this right with the version "
            "before (mail addresses at /admin/, terms at /people/), then run it again."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("states", "0007_watched"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(look, migrations.RunPython.noop),
        migrations.CreateModel(
            name='AccountChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invite', 'new post'), ('end', 'end of a post'), ('enable', 'account enabled again'), ('reset', 'second factor reset'), ('app', 'another authenticator app'), ('mail', 'another mail address')], max_length=6, verbose_name='kind')),
                ('subject', models.CharField(max_length=254, verbose_name='on what')),
                ('value', models.JSONField(default=dict, verbose_name='what was asked for')),
                ('secret', models.TextField(blank=True, verbose_name='secret of the app, sealed')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('asked_by', models.CharField(max_length=150, verbose_name='asked by')),
                ('proved_at', models.DateTimeField(null=True, verbose_name='confirmed by the person')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed')),
                ('confirmed_by', models.CharField(blank=True, max_length=150, verbose_name='confirmed by')),
                ('done_at', models.DateTimeField(null=True, verbose_name='done')),
                ('dropped_at', models.DateTimeField(null=True, verbose_name='dropped')),
                ('dropped_by', models.CharField(blank=True, max_length=150, verbose_name='dropped by')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'change that waits',
                'verbose_name_plural': 'changes that wait',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_by', ''), models.Q(models.Q(('confirmed_by', models.F('asked_by')), _negated=True), models.Q(('confirmed_by', models.F('subject')), _negated=True)), _connector='OR'), name='changes_are_confirmed_by_a_second'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by', '')), models.Q(('confirmed_at__isnull', False), models.Q(('confirmed_by', ''), _negated=True)), _connector='OR'), name='changes_are_confirmed_by_someone'), models.CheckConstraint(condition=models.Q(('done_at__isnull', True), models.Q(('kind', 'mail'), ('proved_at__isnull', False)), models.Q(models.Q(('kind', 'mail'), _negated=True), models.Q(('confirmed_by', ''), _negated=True)), _connector='OR'), name='changes_are_done_once_confirmed'), models.CheckConstraint(condition=models.Q(models.Q(('dropped_at__isnull', True), ('dropped_by', '')), models.Q(('done_at__isnull', True), ('dropped_at__isnull', False), models.Q(('dropped_by', ''), _negated=True)), _connector='OR'), name='changes_are_dropped_by_someone')],
            },
        ),
        *(
            migrations.RunSQL(f"CREATE UNIQUE INDEX {name} ON auth_user {what}", f"DROP INDEX {name}")
            for name, what in INDEXES.items()
        ),
        *(
            PlainLetters(f"plain_letters_{event.lower()}", "auth_user", event, "", "names and mail addresses are in plain letters")
            for event in ("INSERT", "UPDATE")
        ),
        _conflicting("INSERT"),
        _conflicting("UPDATE"),
    ]
