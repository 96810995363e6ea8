"""The table of settings and the code name the same settings."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = {
    "text",
    "flag",
    "number",
    "names",
    "choice",
    "folder",
    "url",
    "origin",
    "origins",
    "database",
    "mail_address",
    "sender",
    "day",
}


def read_settings() -> set[str]:
    """Every IDEAHUB_… that is read through a reader of config.env."""
    found = set()
    for path in [*ROOT.glob("config/*.py"), *ROOT.glob("ideahub/**/*.py")]:
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            first = call.args[0] if call.args else None
            if getattr(call.func, "attr", None) in READERS and isinstance(first, ast.Constant):
                found.add(first.value)
    return {name for name in found if isinstance(name, str) and name.startswith("IDEAHUB_")}


def documented_settings(file: str) -> set[str]:
    return set(re.findall(r"^\| `(IDEAHUB_[A-Z_]+)`", (ROOT / file).read_text(), re.MULTILINE))


def test_each_setting_has_a_row_in_the_table_and_no_row_is_left_over() -> None:
    assert documented_settings("docs/settings.md") == read_settings()


def test_the_example_names_only_settings_that_exist() -> None:
    named = set(re.findall(r"^#? ?(IDEAHUB_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named - {"IDEAHUB_HOST"} <= read_settings()


def test_no_module_reads_the_environment_past_the_readers() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in [*ROOT.glob("config/*.py"), *ROOT.glob("ideahub/**/*.py")]
        if re.search(r"os\.(environ|getenv)\W.{0,20}IDEAHUB_", path.read_text())
    ]
    # The test settings and the embedded run write their defaults there, they do not read.
    assert set(found) <= {"config/settings_test.py", "ideahub/embedded/environment.py"}
