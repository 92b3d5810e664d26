"""What the server calls: stored pages first, then Django."""

import os
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "progress.settings")
application: Callable[..., Iterable[bytes]] = get_wsgi_application()
if not settings.DEBUG:  # where a developer edits templates, nothing is stored
    from progress.stored import StoredPages  # models exist only from here on

    application = StoredPages(application)
