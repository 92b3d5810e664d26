"""What the server calls: everything is counted, then come kept answers, then Django."""

import os
from collections.abc import Callable, Iterable

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "progress.settings")
django.setup()

# Models exist only from here on.
from accounts.throttles import is_spent  # noqa: E402
from common.build import build  # noqa: E402
from common.cache import Cache  # noqa: E402
from dashboard.routes import ROUTES  # noqa: E402
from progress.watch.requests import Observed  # noqa: E402
from progress.watch.traces import trace  # noqa: E402

trace()
application: Callable[..., Iterable[bytes]] = get_wsgi_application()

if not settings.DEBUG:  # where a developer edits templates, nothing is kept
    application = Cache(application, ROUTES, build(), is_spent=is_spent)
application = Observed(application)
