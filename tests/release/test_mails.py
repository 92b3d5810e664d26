from pathlib import Path
from rankings.models import Subscription
from rankings.services.release import Recipient
from rankings.views.release_mails import confirmation_mail, release_mail
from tests.rooms.conftest import AT


def test_x(history, settings):
    settings.SITE_URL = "https://pragati.example"
    out = []
    for n, (p, state, lang) in enumerate(
        [
            (2, "DL", "en"),
            (2, "AS", "en"),
            (2, "", "hi"),
            (2, "GA", "hi"),
            (2, "HR", None),
            (3, "DL", "en"),
            (2, "LD", "en"),
            (0, "DL", "en"),
        ]
    ):
        sub = None
        if lang:
            sub = Subscription.objects.create(
                email="a@example.org",
                state_id=state or None,
                language=lang,
                secret_hash=str(n),
                asked_at=AT,
                confirmed_at=AT,
            )
        l = release_mail(history[p], Recipient("x", state, sub))
        out.append(f"{l.subject}\n{l.headers}\n\n{l.body}\n=====\n")
    Path("/tmp/helperc/mails.txt").write_text("\n".join(out))
