from django.db import migrations, models

from states.triggers import Refuse

FINAL = "a published list is final; publish a new revision instead"


class Migration(migrations.Migration):
    dependencies = [("rankings", "0006_two_people_sign_ahead"), ("metrics", "0004_figures_only_grow")]
    operations = [
        migrations.AddField(
            model_name="publication",
            name="anchor",
            field=models.JSONField(
                blank=True,
                help_text="The audit trail as it stood at the publication, signed with the key of the lists.",
                null=True,
                verbose_name="anchor of the audit trail",
            ),
        ),
        # The rows of a list are written before it is published, and none after that.
        Refuse(
            "row_no_insert",
            "rankings_listrow",
            "INSERT",
            "EXISTS (SELECT 1 FROM rankings_rankinglist l WHERE l.id = NEW.list_id AND l.status = 'published')",
            FINAL,
        ),
        # INSERT OR REPLACE would put another row in the place of one that is final.
        Refuse(
            "list_no_replace",
            "rankings_rankinglist",
            "INSERT",
            "EXISTS (SELECT 1 FROM rankings_rankinglist l WHERE l.id = NEW.id AND l.status = 'published')",
            FINAL,
        ),
        Refuse(
            "publication_no_insert_before_the_end",
            "rankings_publication",
            "INSERT",
            "NEW.number <= (SELECT COALESCE(MAX(number), 0) FROM rankings_publication)",
            FINAL,
        ),
        Refuse("publication_no_truncate", "rankings_publication", "TRUNCATE", "", FINAL),
        Refuse("list_no_truncate", "rankings_rankinglist", "TRUNCATE", "", FINAL),
        Refuse("row_no_truncate", "rankings_listrow", "TRUNCATE", "", FINAL),
        Refuse("withdrawal_no_truncate", "rankings_withdrawal", "TRUNCATE", "", FINAL),
    ]
