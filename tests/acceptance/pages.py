"""Reads a served page as a person sees it: headings, words, links and forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form: where it goes, and its fields as a browser would send them."""

    action: str
    method: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """Names of all fields."""
        return {name for _, name, _ in self.fields}

    @property
    def hidden(self) -> dict[str, str]:
        """Hidden fields with one value each."""
        return {name: value for kind, name, value in self.fields if kind == "hidden"}


class Page(HTMLParser):
    """A parsed page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.h1: list[str] = []
        self.title = ""
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self._inside: list[str] = []
        self.feed(text)

    def form(self, action: str) -> Form:
        """The form that goes there."""
        return next(form for form in self.forms if form.action == action)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag in ("h1", "title", "script", "style"):
            self._inside.append(tag)
            if tag == "h1":
                self.h1.append("")
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag in ("input", "select", "textarea") and self.forms and "name" in given:
            kind = given.get("type", "text") if tag == "input" else tag
            self.forms[-1].fields.append((kind, given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if "script" in self._inside or "style" in self._inside:
            return
        self.words += data
        if "h1" in self._inside:
            self.h1[-1] += data
        if "title" in self._inside:
            self.title += data
