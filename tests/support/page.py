"""A reader of server-drawn pages without script: sees text and forms, fills fields in, presses buttons."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


@dataclass
class Form:
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """The forms of a page with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.open_field = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.inside = Form(given.get("method", "get"))
            self.forms.append(self.inside)
        if self.inside is None:
            return
        name = given.get("name", "")
        if tag == "textarea" and name:
            self.inside.fields[name] = ""
        if tag in {"textarea", "select"}:
            self.open_field = name
        if tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.inside.fields[name] = given.get("value", "")
        if tag == "option" and self.open_field and "selected" in given:
            self.inside.fields[self.open_field] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            self.open_field = ""
        if tag == "form":
            self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside is not None and self.open_field in self.inside.fields and self.get_starttag_text() is not None:
            tag = (self.get_starttag_text() or "").lower()
            if tag.startswith("<textarea"):
                self.inside.fields[self.open_field] += data


class Page:
    """One browser on one page."""

    def __init__(self, client: Client, path: str) -> None:
        self.client = client
        self.path = path

    def read(self, query: str = "") -> str:
        """What can be read there now, without markup."""
        return text_of(self.client.get(self.path + query))

    def form(self, doing: str, query: str = "", **values: str) -> dict[str, str]:
        """The fields of the form that does this, with values put in. AssertionError when it is not there."""
        parser = _Forms()
        parser.feed(self.client.get(self.path + query).content.decode())
        found = [
            one.fields
            for one in parser.forms
            if one.fields.get("do") == doing and all(one.fields[key] == values[key] for key in PICKS if key in values)
        ]
        assert found, f"no form does {doing}"
        return {**found[0], **values}

    def post(self, fields: dict[str, str], *, follow: bool = True) -> HttpResponse:
        return self.client.post(self.path, fields, follow=follow)

    def send(self, doing: str, query: str = "", **values: str) -> str:
        """Fills the form in, sends it, and says what can be read on the page that comes."""
        return text_of(self.post(self.form(doing, query, **values)))


# Which of several forms of one kind is meant.
PICKS = ("idea", "action", "suggestion")


def text_of(response: HttpResponse) -> str:
    body = re.sub(r"(?s)<head>.*?</head>", "", response.content.decode())
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def left_in_fields(response: HttpResponse) -> list[str]:
    """What stands in all text fields of the page, also those outside of forms."""
    return [unescape(text) for text in re.findall(r"(?s)<textarea[^>]*>(.*?)</textarea>", response.content.decode())]
