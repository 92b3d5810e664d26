"""Checks an audit pack of Pragati, with Python 3.8 or later alone: python verify.py PACK.zip [--key KEY …]

A KEY is the publisher's public key in hexadecimal, or its fingerprint as the site shows it at /methodology/ and in
security.txt. Without --key, the keys that this file came with are trusted; where it came with none, nothing is.

Exits 0 where the pack holds and its list is the current one, 2 where it holds but the list was superseded or withdrawn
when the pack was made, 1 where it does not hold, cannot be read, or no key is known. It says which list it is, or what
does not hold."""

import base64
import io
import json
import sys
import zipfile
from fractions import Fraction
from hashlib import sha256, sha512
from typing import Any

KEYS = ""
HOLDS, DOES_NOT_HOLD, HOLDS_NO_LONGER_CURRENT = 0, 1, 2

# --- Ed25519, as in RFC 8032 ----------------------------------------------------------------------------------

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, P // 4, P)


def point(text: bytes) -> Any:
    """The point of the curve that 32 bytes stand for; None where they stand for none."""
    y = int.from_bytes(text, "little") % 2**255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    roots = [root * pow(square, (P + 3) // 8, P) % P for root in (1, -1, ROOT, -ROOT)]
    return next(((x, y) for x in roots if x * x % P == square and x % 2 == text[31] >> 7), None)


def times(number: int, p: Any, q: Any = (0, 1)) -> Any:
    """The point p, taken so many times, and q added."""

    def plus(p: Any, q: Any) -> Any:
        k, x, y = D * p[0] * q[0] * p[1] * q[1], p[0] * q[1] + p[1] * q[0], p[1] * q[1] + p[0] * q[0]
        return x * pow(1 + k, -1, P) % P, y * pow(1 - k, -1, P) % P

    return times(number // 2, plus(p, p), plus(p, q) if number % 2 else q) if number else q


def signed(key: bytes, text: bytes, mark: bytes) -> bool:
    """Whether the 64 bytes are the signature of this key over the text."""
    owner, chosen, s = point(key), point(mark[:32]), int.from_bytes(mark[32:], "little")
    if owner is None or chosen is None or s >= ORDER:
        return False
    hashed = int.from_bytes(sha512(mark[:32] + key + text).digest(), "little") % ORDER
    return bool(times(s, point(b"\x58" + b"\x66" * 31)) == times(hashed, owner, chosen))


def by(keys: Any, text: bytes, mark: bytes) -> bool:
    """Whether one of the keys signed the text."""
    return any(signed(bytes.fromhex(key), text, mark) for key in keys)


def fingerprint(key: str) -> str:
    return sha256(bytes.fromhex(key)).hexdigest()


def trusted(known: Any, given: Any) -> Any:
    """Of the keys known, those that were given themselves or by their fingerprints."""
    return [key for key in dict.fromkeys([*given, *known]) if key in given or fingerprint(key) in given]


# --- the list ---------------------------------------------------------------------------------------------------


def canonical(document: Any) -> bytes:
    """RFC 8785, for texts, whole numbers, booleans and null under ASCII names."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data: bytes) -> str:
    return "sha256:" + sha256(data).hexdigest()


def rows(inputs: Any, method: Any, ranking: Any, states: Any) -> Any:
    """The list's rows in printed order, from the figures: marks, score, rank, exactly."""
    boards, scored = {group["code"]: group["boards"] for group in method["groups"]}, []
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


def standing(chain: Any, shown: str) -> str:
    """How the list of this digest stood when the pack was made; empty where it was the current one."""
    place = next(number for number, link in enumerate(chain) if digest(canonical(link["list"])) == shown)
    if chain[place]["withdrawn"]:
        return f"withdrawn on {chain[place]['withdrawn']['on']}"
    month = chain[place]["list"]["month"]
    later = [link["list"]["revision"] for link in chain[place + 1 :] if link["list"]["month"] == month]
    return f"superseded by revision {later[-1]}" if later else ""


# --- the pack ---------------------------------------------------------------------------------------------------


def opened(path: str) -> Any:
    """The bytes of a pack, and its files by their names."""
    with io.FileIO(path) as raw, zipfile.ZipFile(path) as pack:
        return raw.readall(), {name: pack.read(name) for name in sorted(pack.namelist())}


def packed(files: Any) -> bytes:
    """The files as the one zip that they make: nothing compressed, no clock asked."""
    with zipfile.ZipFile(out := io.BytesIO(), "w") as pack:
        for entry in map(zipfile.ZipInfo, files):
            entry.create_system = 3
            pack.writestr(entry, files[entry.filename])
    return out.getvalue()


def faults(data: bytes, files: Any, read: Any, keys: Any) -> Any:
    """(whether it holds, what to say where it does not) of everything that a pack claims."""
    manifest, ranking = read["manifest.json"], read["list.json"]
    hashes = {name: digest(text) for name, text in files.items()}
    for name in sorted({*files, *manifest} - {"manifest.json", "manifest.sig"}):
        yield hashes.get(name) == manifest.get(name), f"{name}: changed, missing or not in the manifest"
    foreign = f"not signed with a trusted key ({', '.join(keys) or 'none of the pack is trusted'})"
    yield by(keys, files["manifest.json"], files["manifest.sig"]), f"manifest.sig: {foreign}"
    yield by(keys, hashes["list.json"].encode(), files["list.sig"]), f"list.sig: {foreign}"
    if "anchor.json" in read:
        anchor = {name: value for name, value in read["anchor.json"].items() if name != "signature"}
        mark = base64.b64decode(read["anchor.json"]["signature"])
        yield by(keys, canonical(anchor), mark), f"anchor.json: {foreign}"
    digests: Any = [None]
    for past in (link["list"] for link in read["chain.json"]):
        yield past["previous"] == digests[-1], f"chain.json: the list before {past['month']} is missing"
        digests.append(digest(canonical(past)))
    yield hashes["list.json"] in digests, "list.json: not a list of the chain"
    if ranking["origin"] == "computed":
        rest = [ranking["inputs"], ranking["methodology_hash"]]
        yield rest == [hashes["inputs.json"], hashes["methodology.json"]], "list.json: rests on other figures"
        worked = list(rows(read["inputs.json"], read["methodology.json"], ranking, read["states.json"]))
        yield worked == ranking["rows"], "list.json: the figures give other scores, ranks or another order"
    yield packed(files) == data, "the zip holds more than its files, or was packed anew"


def checked(path: str, given: Any) -> Any:
    """(the exit status, the lines to print) of a pack, by the keys or fingerprints that are trusted."""
    data, files = opened(path)
    read = {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}
    keys = trusted(read["keys.json"], given)
    wrong = [text for holds, text in faults(data, files, read, keys) if not holds]
    if wrong:
        return DOES_NOT_HOLD, wrong
    ranking = read["list.json"]
    names = ("board", "category", "month", "origin", "revision")
    told = ["List: " + ", ".join(f"{name} {ranking[name]}" for name in names)]
    told.append(f"Digest: {digest(files['list.json'])}")
    signers = [key for key in keys if by([key], digest(files["list.json"]).encode(), files["list.sig"])]
    told.append(f"Signed with the key of the fingerprint {fingerprint(signers[0])}")
    if "anchor.json" in read:
        told.append(
            "Audit trail when it was published: {events} events, head {head}".format(**read["anchor.json"])
        )
    past = standing(read["chain.json"], digest(files["list.json"]))
    told.append(f"Standing when this pack was made: {past or 'current'}")
    if past:
        return HOLDS_NO_LONGER_CURRENT, [*told, f"Everything holds, but the list was {past}."]
    return HOLDS, [*told, "Everything holds."]


def main(arguments: Any) -> Any:
    """(the exit status, the lines to print) of a command line."""
    path, option, given = "".join(arguments[:1]), arguments[1:2], arguments[2:]
    if not path or path.startswith("-") or option not in ([], ["--key"]) or (option and not given):
        return DOES_NOT_HOLD, [
            "Usage: python verify.py PACK.zip --key KEY, with at least one key after --key"
        ]
    if not (given or KEYS):
        return DOES_NOT_HOLD, [
            "No key is known to trust: give the publisher's with --key, as the site shows it at /methodology/."
        ]
    return checked(path, given or KEYS.split())


if __name__ == "__main__":
    sys.excepthook = lambda kind, fault, trace: sys.stderr.write(f"The pack cannot be read: {fault!r}\n")
    status, lines = main(sys.argv[1:])
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(status)
