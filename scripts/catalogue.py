"""The English sentences: whether what is compiled is what is written. Times of files say nothing of that after a rebase.

`python -m scripts.catalogue` only tells, with `--write` it compiles them where they differ.
"""

import ast
import gettext
import re
import struct
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "ideahub" / "locale" / "en" / "LC_MESSAGES"
Catalogue = dict[str, tuple[str, ...]]


def read_written(folder: Path = FOLDER) -> Catalogue:
    """Sentences by their Swedish, with both forms where there are two."""
    found: Catalogue = {}
    for block in (folder / "django.po").read_text(encoding="utf-8").split("\n\n"):
        lines = dict(re.findall(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$', block, re.MULTILINE))
        texts = {key: ast.literal_eval(value) for key, value in lines.items()}
        if texts.get("msgid"):
            found[texts["msgid"]] = tuple(text for key, text in texts.items() if key.startswith("msgstr"))
    return found


def read_compiled(folder: Path = FOLDER) -> Catalogue:
    """Empty where nothing has been compiled, or what has is broken, as by a merge."""
    try:
        with (folder / "django.mo").open("rb") as file:
            compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    except (OSError, ValueError, struct.error):
        return {}
    found: Catalogue = {}
    for key, text in compiled.items():
        if key:
            one = key[0] if isinstance(key, tuple) else key
            found[one] = (*found.get(one, ()), text)
    return found


def is_current(folder: Path = FOLDER) -> bool:
    return read_compiled(folder) == read_written(folder)


def compile_anew(folder: Path = FOLDER) -> None:
    """Raises CalledProcessError for sentences that do not fit each other, FileNotFoundError without gettext's programs."""
    subprocess.run(["msgfmt", "--check", "-o", folder / "django.mo", folder / "django.po"], check=True)


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    if is_current(folder):
        return 0
    if "--write" not in arguments:
        print("The compiled English sentences are not the written ones: `make fix`")
        return 1
    try:
        compile_anew(folder)
    except FileNotFoundError:
        print("The English sentences cannot be compiled without msgfmt: install gettext")
        return 1
    except subprocess.CalledProcessError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
