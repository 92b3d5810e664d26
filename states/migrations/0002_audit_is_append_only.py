from django.db import migrations

from states.triggers import Refuse


class Migration(migrations.Migration):
    dependencies = [("states", "0001_initial")]
    operations = [
        Refuse("audit_no_update", "states_auditevent", "UPDATE", "1 = 1", "the audit trail is append-only"),
        Refuse("audit_no_delete", "states_auditevent", "DELETE", "1 = 1", "the audit trail is append-only"),
    ]
