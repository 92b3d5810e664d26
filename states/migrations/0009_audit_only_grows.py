from django.db import migrations

from states.triggers import Refuse

APPEND_ONLY = "the audit trail is append-only"


class Migration(migrations.Migration):
    dependencies = [("states", "0008_two_people")]
    operations = [
        # Nothing is put in between, and nothing takes the place of what is there, as INSERT OR REPLACE would.
        Refuse(
            "audit_no_insert_before_the_end",
            "states_auditevent",
            "INSERT",
            "NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM states_auditevent)",
            APPEND_ONLY,
        ),
        Refuse("audit_no_truncate", "states_auditevent", "TRUNCATE", "", APPEND_ONLY),
    ]
