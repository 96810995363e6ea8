"""The report's own words. A report is written by a worker in the meeting's language, in whole sentences whose grammar differs
between the languages, so each language is a class and the type checker sees that none lacks a sentence."""

from ideahub.reports.words.english import English
from ideahub.reports.words.phrasing import Run, Words
from ideahub.reports.words.swedish import Swedish

__all__ = ["LANGUAGES", "Run", "Words", "words_in"]

LANGUAGES: dict[str, Words] = {"sv": Swedish(), "en": English()}


def words_in(language: str) -> Words:
    """Swedish where the language is unknown."""
    return LANGUAGES.get(language, LANGUAGES["sv"])
