"""Checks an audit pack of Pragati with Python 3.8 or later and nothing else: python verify.py PACK.zip [--key HEX]

Status 0 where everything holds, 1 with what does not. --key is the public key that the site shows; without it the
keys count that this file came with. A computed list is computed again from its figures, in exact fractions.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from fractions import Fraction
from hashlib import sha256, sha512
from typing import Any

KEYS = ""
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519, as in RFC 8032
D = -121665 * pow(121666, -1, P) % P


def point(text: bytes) -> tuple[int, ...]:
    y = int.from_bytes(text, "little") % 2**255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        raise ValueError("no point of the curve")
    x = x if x % 2 == text[31] >> 7 else P - x
    return x, y, 1, x * y % P


def plus(p: tuple[int, ...], q: tuple[int, ...]) -> tuple[int, ...]:
    a, b, c, d = (
        (p[1] - p[0]) * (q[1] - q[0]),
        (p[1] + p[0]) * (q[1] + q[0]),
        2 * p[3] * q[3] * D,
        2 * p[2] * q[2],
    )
    return (b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P


def signed(key: bytes, text: bytes, signature: bytes) -> bool:
    def times(number: int, p: tuple[int, ...], q: tuple[int, ...] = (0, 1, 1, 0)) -> tuple[int, ...]:
        while number:
            number, p, q = number // 2, plus(p, p), plus(p, q) if number % 2 else q
        return q

    hashed = int.from_bytes(sha512(signature[:32] + key + text).digest(), "little") % ORDER
    s = int.from_bytes(signature[32:], "little")
    one, other = times(s, point(b"\x58" + b"\x66" * 31)), times(hashed, point(key), point(signature[:32]))
    return s < ORDER and all((one[i] * other[2] - other[i] * one[2]) % P == 0 for i in (0, 1))


def rows(inputs: Any, methodology: Any, board: str, names: dict[str, str]) -> list[dict[str, Any]]:
    """The rows of a list in printed order, from the figures."""
    boards, scored = {one["code"]: one["boards"] for one in methodology["groups"]}, []
    for state, name in names.items():
        figures = inputs["states"].get(state, {"figures": {}})["figures"]
        got = most = Fraction(0)
        for rule in methodology["parameters"]:
            pair = [Fraction(one) for one in figures.get(rule["code"]) or ()]
            best, worst, top = (Fraction(rule[key]) for key in ("best_percent", "worst_percent", "max_marks"))
            if board in boards[rule["group"]] and pair[1:] != [0]:  # nothing to measure: not applicable
                percent = min(100 * pair[0] / pair[1], Fraction(100)) if pair else worst
                got += top * min(max((percent - worst) / (best - worst), Fraction(0)), Fraction(1))
                most += top
        sent = any(figures.get(rule["code"]) for rule in methodology["parameters"])
        reason = ("" if most else "not_applicable") if sent else "not_reported"
        points = 0 if reason else int(10000 * got / most + Fraction(1, 2))  # hundredths, half up
        scored.append((bool(reason), -points, name, state, reason))
    found = []
    for unranked, points, _, state, reason in sorted(scored):
        above = [one[1] for one in scored if one[:2] < (unranked, points)]
        rank = 1 + len(above if methodology["rules"]["ties"] == "competition" else set(above))
        score = f"{-points // 100}.{-points % 100:02d}"
        row = {"rank": None, "score": None} if unranked else {"rank": rank, "score": score}
        found.append({"state": state, "reason": reason or None, "source": None, **row})
    return found


def faults(data: bytes, trusted: list[str]) -> list[str]:
    """Everything that does not hold."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
