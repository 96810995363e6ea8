"""Refusals that people can read. Each has a stable code, and a sentence in the reader's language."""

from typing import Literal

Code = Literal[
    "invalid", "not_open", "not_allowed", "not_found", "budget_spent", "cap_reached", "muted", "too_fast", "closed",
]  # fmt: skip


class Filled:
    """A lazy sentence with words to be put in, which `%` would turn into text in the language of whoever puts them in."""

    def __init__(self, sentence: object, **words: object) -> None:
        self._sentence = sentence
        self._words = words

    def __str__(self) -> str:
        return str(self._sentence) % self._words


class DomainError(Exception):
    """A command or call that is refused before anything was written.

    `detail` is a lazy translation: it becomes text in the language of whoever is answered. `field` names the argument
    at fault, where one is.
    """

    def __init__(self, code: Code, detail: object, *, field: str | None = None) -> None:
        super().__init__(code)
        self.code: Code = code
        self.detail = detail
        self.field = field
