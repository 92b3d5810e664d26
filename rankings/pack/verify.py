"""Checks an audit pack of Pragati, with Python 3.8 or later alone: python verify.py PACK.zip [--key HEX]
Exits 0, or 1 and says what does not hold. Trusted is the key given, else those that this file came with."""

import io
import json
import sys
import zipfile
from fractions import Fraction
from hashlib import sha256, sha512
from typing import Any

KEYS = ""
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519, as in RFC 8032
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, P // 4, P)


def point(text: bytes) -> Any:
    y = int.from_bytes(text, "little") % 2**255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    roots = [one * pow(square, (P + 3) // 8, P) % P for one in (1, -1, ROOT, -ROOT)]
    return next((x, y) for x in roots if x * x % P == square and x % 2 == text[31] >> 7)


def times(number: int, p: Any, q: Any = (0, 1)) -> Any:
    def plus(p: Any, q: Any) -> Any:
        k, x, y = D * p[0] * q[0] * p[1] * q[1], p[0] * q[1] + p[1] * q[0], p[1] * q[1] + p[0] * q[0]
        return x * pow(1 + k, -1, P) % P, y * pow(1 - k, -1, P) % P

    return times(number // 2, plus(p, p), plus(p, q) if number % 2 else q) if number else q


def signed(key: bytes, text: bytes, mark: bytes) -> bool:
    hashed, s = sha512(mark[:32] + key + text).digest(), int.from_bytes(mark[32:], "little")
    right = times(int.from_bytes(hashed, "little") % ORDER, point(key), point(mark[:32]))
    return s < ORDER and times(s, point(b"\x58" + b"\x66" * 31)) == right


def rows(inputs: Any, method: Any, ranking: Any, states: Any) -> Any:
    """The list's rows in printed order, from the figures: marks, score, rank, exactly."""
    boards, scored = {one["code"]: one["boards"] for one in method["groups"]}, []
    for state in (code for code in states if ranking["category"] in ("all", states[code]["category"])):
        figures = inputs["states"].get(state, {}).get("figures", {})
        got, most, sent = Fraction(0), Fraction(0), False
        for rule in method["parameters"]:
            pair, top = (
                [Fraction(one) for one in figures.get(rule["code"]) or ()],
                Fraction(rule["max_marks"]),
            )
            best, worst = Fraction(rule["best_percent"]), Fraction(rule["worst_percent"])
            if ranking["board"] in boards[rule["group"]] and pair[1:] != [0]:  # of 0: not applicable
                percent = min(100 * pair[0] / pair[1], Fraction(100)) if pair else worst
                got += top * min(max((percent - worst) / (best - worst), Fraction(0)), Fraction(1))
                most += top
            sent = sent or pair != []
        why = None if sent and most else "not_applicable" if sent else "not_reported"
        points = 0 if why else int(10000 * got / most + Fraction(1, 2))  # hundredths, rounded once, half up
        scored.append(((why is not None, -points), states[state]["name"], state, why))
    ties: Any = list if method["rules"]["ties"] == "competition" else set
    places = sorted(ties(one[0] for one in scored))
    for place, _, state, why in sorted(scored):
        own = (None, None) if why else (places.index(place) + 1, f"{-place[1] // 100}.{-place[1] % 100:02d}")
        yield {"state": state, "rank": own[0], "score": own[1], "reason": why, "source": None}


def faults(path: str, *given: str) -> Any:
    with io.FileIO(path) as raw, zipfile.ZipFile(path) as pack:
        data, files = raw.readall(), {name: pack.read(name) for name in sorted(pack.namelist())}
    with zipfile.ZipFile(again := io.BytesIO(), "w") as pack:
        for entry in map(zipfile.ZipInfo, files):
            entry.create_system = 3
            pack.writestr(entry, files[entry.filename])
    read = {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}
    manifest, ranking = read["manifest.json"], read["list.json"]
    keys = [key for key in given if key != "--key"] or KEYS.split() or read["keys.json"]
    hashes = {name: "sha256:" + sha256(text).hexdigest() for name, text in files.items()}
    for name in sorted({*files, *manifest} - {"manifest.json", "manifest.sig"}):
        yield hashes.get(name) == manifest.get(name), f"{name}: changed, missing or not in the manifest"
    for name, text in (("manifest", files["manifest.json"]), ("list", hashes["list.json"].encode())):
        holds = any(signed(bytes.fromhex(key), text, files[f"{name}.sig"]) for key in keys)
        yield holds, f"{name}.sig: not signed with a trusted key ({', '.join(keys)})"
    digests: Any = [None]
    for past in (one["list"] for one in read["chain.json"]):
        yield past["previous"] == digests[-1], f"chain.json: the list before {past['month']} is missing"
        canonical = json.dumps(past, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        digests.append("sha256:" + sha256(canonical.encode()).hexdigest())
    yield hashes["list.json"] in digests, "list.json: not a list of the chain"
    if ranking["origin"] == "computed":
        rest = [ranking["inputs"], ranking["methodology_hash"]]
        yield rest == [hashes["inputs.json"], hashes["methodology.json"]], "list.json: rests on other figures"
        worked = list(rows(read["inputs.json"], read["methodology.json"], ranking, read["states.json"]))
        yield worked == ranking["rows"], "list.json: the figures give other scores, ranks or another order"
    yield again.getvalue() == data, "the zip holds more than its files, or was packed anew"


if __name__ == "__main__":
    sys.excepthook = lambda kind, fault, trace: sys.stderr.write(f"The pack cannot be read: {fault!r}\n")
    wrong = [text for holds, text in faults(*sys.argv[1:]) if not holds]
    sys.stdout.write("\n".join(wrong or ["Everything holds."]) + "\n")
    sys.exit(bool(wrong))
