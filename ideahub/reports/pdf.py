"""The report on paper: typst writes PDF/A-3a and PDF/UA-1 in one file. What people wrote goes in as data, never as markup."""

import io
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path

import segno
import typst

from ideahub.reports.sheet import Sheet

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "report.typ"
FONTS = HERE / "fonts"
MISSING = "□"
# A word longer than a line would run off the paper: it may break anywhere after this many characters.
LONGEST_WORD = 24
BREAK = "\u200b"

_long_word = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def write_pdf(sheet: Sheet, *, made_at: datetime) -> bytes:
    """Raises typst.TypstError if the template is wrong; no text can make it."""
    report = {key: _clean(value) for key, value in asdict(sheet).items()}
    said = {key: value for key, value in report.items() if key != "labels"}
    report["some_missing"] = MISSING in json.dumps(said, ensure_ascii=False)
    report["qr"] = _qr(sheet.link) if sheet.link else ""
    report["made_at"] = [made_at.year, made_at.month, made_at.day]
    content = typst.compile(
        str(TEMPLATE),
        sys_inputs={"report": json.dumps(report)},
        font_paths=_fonts(),
        pdf_standards=["a-3a", "ua-1"],
        timestamp=int(made_at.timestamp()),
    )
    return bytes(content)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [_clean(one) for one in value]
    return value


def printable(text: str) -> str:
    """Composed, every character one that the fonts can show, and no word longer than a line."""
    shown = "".join(
        char
        if char == "\n" or _is_covered(ord(char))
        else ""
        if _is_silent(char)
        else " "
        if char.isspace()
        else MISSING
        for char in unicodedata.normalize("NFC", text)
    )
    return _long_word.sub(lambda match: match.group() + BREAK, shown)


def _is_silent(char: str) -> bool:
    """Joiners, variation selectors and marks without a glyph: nothing is lost when they are left out."""
    return unicodedata.category(char) in {"Cf", "Cc", "Cs", "Mn", "Me"}


@cache
def _fonts() -> typst.Fonts:
    """Ours alone: the machine's own would make the report look different in each place."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """Beginnings and ends of the ranges of characters that the fonts have."""
    ranges = [line.partition("-") for line in (FONTS / "coverage.txt").read_text().split()]
    return [int(first, 16) for first, _, _ in ranges], [int(last or first, 16) for first, _, last in ranges]


def _is_covered(code: int) -> bool:
    begins, ends = _coverage()
    at = bisect_right(begins, code) - 1
    return at >= 0 and code <= ends[at]


def _qr(link: str) -> str:
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", border=2, dark="#052326", xmldecl=False, svgns=True)
    return out.getvalue().decode()
