"""As in English: Django's own Hindi formats neither write dates as dd-mm-yyyy nor group numbers the Indian way."""

from progress.formats.en.formats import *  # noqa: F403
