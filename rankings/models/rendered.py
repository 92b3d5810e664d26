from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RenderedPage(models.Model):
    """A public page or answer as it is handed out, byte for byte: a store that may be emptied at any time.

    It counts only for the code that made it (`build`) and for the edition it was made of; what is of another
    one is never served, and is replaced in its turn.
    """

    build = models.CharField(_("digest of the code"), max_length=64)
    address = models.CharField(_("address"), max_length=200)
    edition = models.CharField(_("edition"), max_length=32)
    headers = models.TextField(_("headers"), help_text=_("A list of names and values, as JSON."))
    gzip = models.BinaryField(_("body, gzip"))
    brotli = models.BinaryField(_("body, brotli"))

    class Meta:
        verbose_name = _("rendered page")
        verbose_name_plural = _("rendered pages")
        constraints = [
            models.UniqueConstraint(fields=["build", "address"], name="one_rendered_page_per_address"),
        ]

    def __str__(self) -> str:
        return self.address
