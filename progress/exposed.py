"""What an installation that others can reach must have, and must not have; else it does not start."""

from __future__ import annotations

from collections.abc import Collection

from progress.env import SEED_BYTES, Env


def check_exposed(env: Env, hosts: Collection[str], *, debug: bool, signing_key: bytes) -> None:
    """Add to the problems of `env` what is open in an installation with a public host."""
    if "*" in hosts:
        env.problems.append(
            "ALLOWED_HOSTS: * stands for any host, under whose names links and mails would go out; name the site's "
            "own hosts, for example pragati.example,www.pragati.example."
        )
    if debug:
        env.problems.append(
            "DEBUG=1, and ALLOWED_HOSTS names a public host: pages of faults would show code and settings to "
            "everybody. Unset DEBUG, or ALLOWED_HOSTS."
        )
    if not signing_key:
        env.problems.append(
            "SIGNING_KEY is not set, and ALLOWED_HOSTS names a public host: published lists are signed with it. Set it "
            f"to what `openssl rand -base64 {SEED_BYTES}` prints, and keep it from every reader but the service."
        )
