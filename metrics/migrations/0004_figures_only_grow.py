from django.db import migrations

from states.triggers import Refuse

KEPT = "verified figures are kept as they were; record a new revision instead"
SEALED = "a published list may rest on these methodology versions"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0003_drafts_are_put_forward")]
    operations = [
        # INSERT OR REPLACE would put another row in the place of one that is kept.
        Refuse(
            "figure_set_no_replace",
            "metrics_figureset",
            "INSERT",
            "EXISTS (SELECT 1 FROM metrics_figureset s WHERE s.id = NEW.id)",
            KEPT,
        ),
        Refuse(
            "figure_no_replace",
            "metrics_figure",
            "INSERT",
            "EXISTS (SELECT 1 FROM metrics_figure f WHERE f.id = NEW.id)",
            KEPT,
        ),
        Refuse("figure_set_no_truncate", "metrics_figureset", "TRUNCATE", "", KEPT),
        Refuse("figure_no_truncate", "metrics_figure", "TRUNCATE", "", KEPT),
        Refuse("methodology_no_truncate", "metrics_methodology", "TRUNCATE", "", SEALED),
        Refuse("group_no_truncate", "metrics_parametergroup", "TRUNCATE", "", SEALED),
        Refuse("parameter_no_truncate", "metrics_parameter", "TRUNCATE", "", SEALED),
        Refuse("draft_no_truncate", "metrics_methodologydraft", "TRUNCATE", "", SEALED),
    ]
