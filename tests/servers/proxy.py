"""The proxy that production runs: the system's own nginx with the configuration of `ops/nginx/`, on a free port."""

from __future__ import annotations

import os
import pwd
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.servers.redis import free_port
from tests.servers.session import ROOT
from tests.servers.watched import ServerError, Watched

CONFIGURATIONS = ROOT / "ops" / "nginx"
REMEDY = "nginx is not here: install nginx-light (Debian, Ubuntu: `sudo apt-get install nginx-light`)"


def start_proxy(folder: Path, web: Sequence[str]) -> tuple[Watched, str]:
    """nginx with the configuration of compose in front of these web servers; returns it with its address.

    What a container has of its own is this machine's: the port, the folder, and where `web` leads.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    servers = "".join(f"server {address};" for address in web)
    text = changed(
        (CONFIGURATIONS / "compose.conf").read_text(encoding="utf-8"),
        {
            "listen 8000;": f"listen 127.0.0.1:{port};",
            "set $web web:8000;": "set $web web;",
            "resolver 127.0.0.11 valid=5s;": f"upstream web {{ {servers} }}",
            "include limits.conf;": f"include {CONFIGURATIONS}/limits.conf;",
        },
    ).replace("/tmp/", f"{folder}/")  # noqa: S108 the folder of the container, replaced
    return start_nginx(folder, text), f"127.0.0.1:{port}"


def program() -> str | None:
    """The system's nginx; `/usr/sbin` is on the PATH of root alone."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def start_nginx(folder: Path, text: str) -> Watched:
    """nginx with that configuration, once it listens. ServerError where it does not start."""
    nginx = program()
    if nginx is None:
        raise ServerError(REMEDY)
    if os.geteuid() == 0:  # it works under this name then, and writes there
        text = f"user {pwd.getpwuid(0).pw_name};\n{text}"
    file = folder / "nginx.conf"
    file.write_text(re.sub(r"error_log stderr warn;", "error_log stderr notice;", text), encoding="utf-8")
    command = [nginx, "-e", "stderr", "-p", str(folder), "-c", str(file), "-g", "daemon off;"]
    server = Watched(command, folder=folder)
    try:
        server.wait_for("start worker process", 30)
    except ServerError:
        server.stop()
        raise
    return server


def changed(text: str, other: Mapping[str, str]) -> str:
    """A configuration with this machine's own values; each of the others' must stand in it."""
    for old, new in other.items():
        assert old in text, f"the configuration has no `{old}`"
        text = text.replace(old, new)
    return text
