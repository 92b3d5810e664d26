"""Editions: which state of the public pages is in force, told exactly and without a query for each request.

`watching` makes the database draw a new word with every change, whoever makes it, and takes the pointer down
before such a change can be committed from this machine. `pointer` is the file that tells all processes of this
machine. `newest` is what a server process asks. Why it is so: docs/adr/0010-rendered-once.md.
"""

from states.editions.newest import Newest
from states.editions.pointer import Pointer, pointer
from states.editions.watching import WATCHED, Watched, watch

__all__ = ["WATCHED", "Newest", "Pointer", "Watched", "pointer", "watch"]
