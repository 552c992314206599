"""Decides how a refusal is said: a rule of the shop raises one of these, web/ turns it into a page."""


class Refusal(Exception):
    """Something the shop will not do, with words for the person who asked.

    `status` is the HTTP status the refusal maps to, `title` a short heading, `message` whole sentences
    that say what is wrong and what would be right.
    """

    status = 409
    title = "That can't be done"

    def __init__(self, message: str, *, title: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if title is not None:
            self.title = title


class NotFound(Refusal):
    """Nothing is there; `suggestions` are (words, address) pairs for what may have been meant."""

    status = 404
    title = "Page not found"

    def __init__(
        self, message: str, *, title: str | None = None, suggestions: list[tuple[str, str]] | None = None
    ) -> None:
        super().__init__(message, title=title)
        self.suggestions = suggestions or []


class BadInput(Refusal):
    """What was sent can't be read; `fields` names each field and what would be right."""

    status = 400
    title = "Something in that request isn't right"

    def __init__(
        self, message: str, *, title: str | None = None, fields: dict[str, str] | None = None
    ) -> None:
        super().__init__(message, title=title)
        self.fields = fields or {}
