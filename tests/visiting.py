"""Somebody who visits the site over HTTP: opens pages, follows links and fills in forms by the words that they read."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from tests.dashboard.reading import Element, Page

File = tuple[str, bytes]


def app_code(secret: str) -> str:
    """What an authenticator app shows now for a key (RFC 6238), worked out apart from the site's own code."""
    plain = secret.replace(" ", "")
    key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    [number] = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


class Visitor:
    """One person with cookies of their own. `page` is what they see, `path` where they are.

    `origin` is the address by which people know the site. Where that is not the address that is asked, the visitor
    stands for the proxy between the two as well, and `headers` are what it sets.
    """

    def __init__(self, origin: str, *, base: str = "", headers: Mapping[str, str] | None = None) -> None:
        self._http = httpx.Client(base_url=base or origin, headers=headers, timeout=60)
        self._origin = origin
        # Kept by hand: secure cookies go over plain HTTP between the proxy and the site.
        self.cookies: dict[str, str] = {}
        self.path, self.page, self.status = "/", Page(""), 0

    def open(self, address: str) -> Page:
        """Go to a page of the site: an address of it, or a path."""
        return self._go("GET", address)

    def follow(self, link: str) -> Page:
        """Follow the link with this text."""
        links = self.page.links()
        assert link in links, f"no link “{link}”, only {sorted(links)}"
        return self.open(links[link])

    def press(self, button: str, filled: Mapping[str, str] | None = None, file: File | None = None) -> Page:
        """Fill in the fields by their labels, in the form that has this button, and press it."""
        form, pressed = self._form(button)
        values = _values(form)
        for label, value in (filled or {}).items():
            element = _labelled(form, label)
            values[element.attributes["name"]] = _choice(element, value) if element.tag == "select" else value
        if pressed.attributes.get("name"):
            values[pressed.attributes["name"]] = pressed.attributes["value"]
        action = urljoin(self.path, form.attributes.get("action") or self.path)
        if form.attributes.get("method") != "post":
            return self._go("GET", f"{action}?{httpx.QueryParams(values)}")
        files = None
        if file is not None:
            [field] = [one for one in form.every("input") if one.attributes.get("type") == "file"]
            files = {field.attributes["name"]: file}
        return self._go("POST", action, data=values, files=files)

    def download(self, address: str) -> bytes:
        """A file of the site."""
        answer = self._ask("GET", address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer.content

    def json(self, address: str) -> Any:
        """What the API answers."""
        answer = self._ask("GET", address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer.json()

    def _form(self, button: str) -> tuple[Element, Element]:
        """The first form of the page with this button: some stand above and below a long table."""
        found = [
            (form, one)
            for form in self.page.main.every("form")
            for one in form.every("button")
            if one.text == button
        ]
        buttons = [one.text for one in self.page.main.every("button")]
        assert found, f"no [{button}] on {self.path}, only {buttons}: {self.told}"
        return found[0]

    def _go(self, method: str, address: str, **sent: Any) -> Page:
        answer = self._ask(method, address, **sent)
        while answer.is_redirect:
            address = urljoin(address, answer.headers["Location"])
            answer = self._ask("GET", address)
        parts = urlsplit(address)
        self.path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self.status, self.page = answer.status_code, Page(answer.text)
        return self.page

    def _ask(self, method: str, address: str, **sent: Any) -> httpx.Response:
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" in {"://", self._origin}, address
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {"Origin": self._origin, "Referer": self._origin + self.path}
        answer = self._http.request(method, path, headers=headers, **sent)
        for line in answer.headers.get_list("set-cookie"):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return answer

    @property
    def text(self) -> str:
        """Everything that the page says."""
        return self.page.root.text

    @property
    def key(self) -> str:
        """The key that the page shows for an authenticator app."""
        return self.page.one("code", "secret").text

    @property
    def told(self) -> str:
        """What the page says, in short, for a test that fails."""
        return f"{self.status} {self.page.main.text[:600]}"

    def close(self) -> None:
        self._http.close()


def _values(form: Element) -> dict[str, str]:
    """What a browser would send of a form in which nothing was typed."""
    values = {
        one.attributes["name"]: one.attributes.get("value", "")
        for one in form.every("input")
        if "name" in one.attributes and one.attributes.get("type") not in {"checkbox", "radio", "file"}
    }
    values |= {one.attributes["name"]: one.text for one in form.every("textarea")}
    for select in form.every("select"):
        options = select.every("option")
        chosen = next((one for one in options if "selected" in one.attributes), options[0])
        values[select.attributes["name"]] = chosen.attributes["value"]
    return values


def _labelled(form: Element, label: str) -> Element:
    """The field with this label."""
    fields = {one.text: one.attributes["for"] for one in form.every("label")}
    assert label in fields, f"no field “{label}”, only {sorted(fields)}"
    found = [one for tag in ("input", "select", "textarea") for one in form.every(tag)]
    [element] = [one for one in found if one.attributes.get("id") == fields[label]]
    return element


def _choice(select: Element, text: str) -> str:
    """The value of the option with this text."""
    options = {one.text: one.attributes["value"] for one in select.every("option")}
    assert text in options, f"no choice “{text}”, only {sorted(options)}"
    return options[text]
