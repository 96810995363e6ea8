"""The compiled English sentences are told from the written ones by what stands in them, whichever file is newer."""

import os
from pathlib import Path

import pytest

from scripts import catalogue

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


def write(folder: Path, english: str) -> None:
    two = 'msgid "en idé"\nmsgid_plural "%(n)d idéer"\nmsgstr[0] "an idea"\nmsgstr[1] "%(n)d ideas"\n'
    (folder / "django.po").write_text(f'{HEAD}\nmsgid "Möte"\nmsgstr "{english}"\n\n{two}', encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Written anew since it was compiled, and by the times of the files not."""
    write(tmp_path, "Meeting")
    catalogue.compile_anew(tmp_path)
    assert catalogue.is_current(tmp_path)
    write(tmp_path, "Session")
    os.utime(tmp_path / "django.po", (0, 0))
    return tmp_path


def test_what_was_compiled_of_older_sentences_is_noticed_and_made_anew(folder: Path) -> None:
    assert catalogue.main([], folder) == 1
    assert catalogue.main(["--write"], folder) == 0
    assert catalogue.main([], folder) == 0
    assert catalogue.read_compiled(folder)["Möte"] == ("Session",)


@pytest.mark.parametrize("left", [b"", b"<<<<<<< one\n=======\n>>>>>>> other\n", None])
def test_what_a_merge_has_broken_is_noticed(folder: Path, left: bytes | None) -> None:
    compiled = folder / "django.mo"
    if left is None:
        compiled.unlink()
    else:
        compiled.write_bytes(left)
    assert not catalogue.is_current(folder)
