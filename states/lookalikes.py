"""Names and mail addresses that a reader takes for the same: `publisher`, `Publisher`, `pubIisher`, `publ1sher`.

Both are kept in plain ASCII, so letters of other scripts that look alike cannot come in at all. What is left to
confuse within ASCII is compared by a skeleton, and the database holds a unique index over that skeleton
(`states/migrations/0008_two_people.py`).
"""

from __future__ import annotations

PAIRS = (("0", "o"), ("1", "l"), ("i", "l"), ("|", "l"), ("rn", "m"), ("vv", "w"))
"""Read as its second is what the first looks like, in this order, after the letters were made small."""


def skeleton(text: str) -> str:
    """What is left of a text when case and look-alike signs no longer count.

    >>> skeleton("pubIisher") == skeleton("Publ1sher")
    True
    """
    text = text.strip().lower()
    for looks, like in PAIRS:
        text = text.replace(looks, like)
    return text
