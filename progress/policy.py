"""What a page may load, and from where."""

from __future__ import annotations

from csp.constants import NONE, SELF

# Everything comes from this site, and nothing is written into a page: no inline script, no inline style. A picture
# may also be made by the page itself, which is how a chart is saved as PNG.
CONTENT_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
