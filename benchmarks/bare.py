"""The limit: a WSGI callable that hands out the same bytes, under the same server (`BARE_ANSWER` is a file of them)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_FOLDER = Path(os.environ["BARE_ANSWER"])
_HEADERS = [(name, value) for name, value in json.loads((_FOLDER / "headers").read_text())]
_BODY = (_FOLDER / "body").read_bytes()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [*_HEADERS])
    return [_BODY]
