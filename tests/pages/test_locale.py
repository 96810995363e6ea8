"""The English catalogue: whole, and compiled from what stands in it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ideahub
from scripts.catalogue import read_compiled, read_written

ROOT = Path(ideahub.__file__).parent
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")


def said_in_code() -> Iterator[str]:
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def said_in_templates() -> Iterator[str]:
    for path in ROOT.rglob("templates/**/*.*"):
        for double, single in IN_TEMPLATE.findall(path.read_text()):
            yield (double or single).replace("%", "%%")


def test_everything_that_is_said_has_an_english_sentence() -> None:
    assert {*said_in_code(), *said_in_templates()} - set(read_written()) == set()


def test_no_english_sentence_is_empty() -> None:
    assert [swedish for swedish, english in read_written().items() if not all(english)] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    assert read_compiled() == read_written()


def test_both_languages_name_the_same_values() -> None:
    values = re.compile(r"%\((\w+)\)")
    for swedish, english in read_written().items():
        if len(english) == 1:
            assert set(values.findall(english[0])) == set(values.findall(swedish))
