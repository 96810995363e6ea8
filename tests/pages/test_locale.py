"""The English catalogue: whole, and compiled from what stands in it."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import ideahub

ROOT = Path(ideahub.__file__).parent
FOLDER = ROOT / "locale" / "en" / "LC_MESSAGES"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
Catalogue = dict[str, tuple[str, ...]]


def read_po() -> Catalogue:
    """Sentences by their Swedish, with both forms where there are two."""
    found: Catalogue = {}
    for block in (FOLDER / "django.po").read_text().split("\n\n"):
        lines = dict(re.findall(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$', block, re.MULTILINE))
        texts = {key: ast.literal_eval(value) for key, value in lines.items()}
        if texts.get("msgid"):
            found[texts["msgid"]] = tuple(text for key, text in texts.items() if key.startswith("msgstr"))
    return found


def read_mo() -> Catalogue:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    found: Catalogue = {}
    for key, text in compiled.items():
        if key:
            one = key[0] if isinstance(key, tuple) else key
            found[one] = (*found.get(one, ()), text)
    return found


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
    assert {*said_in_code(), *said_in_templates()} - set(read_po()) == set()


def test_no_english_sentence_is_empty() -> None:
    assert [swedish for swedish, english in read_po().items() if not all(english)] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    assert read_mo() == read_po()


def test_both_languages_name_the_same_values() -> None:
    values = re.compile(r"%\((\w+)\)")
    for swedish, english in read_po().items():
        if len(english) == 1:
            assert set(values.findall(english[0])) == set(values.findall(swedish))
