"""The API under a fuzzer that reads its description: as everybody who may call it, each beside the others."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.service import ROOT

Json = dict[str, Any]
SCHEMATHESIS = ROOT / ".venv" / "bin" / "schemathesis"
TOKEN = "a" * 32
# What it ends with when it has come through: nothing found, or something.
CAME_THROUGH = {0, 1}
# Beyond the time it was given, until it has written everything down.
ENDS_WITHIN_S = 240
# So often an id in a path is one that exists: of what is nowhere nothing but 404 can be learned.
EXISTS = 0.8


@dataclass(slots=True)
class Fuzzed:
    """`answers` by status; `said` is the fuzzer's own report, `ended` what it ended with."""

    who: str
    answers: Counter[int] = field(default_factory=Counter)
    ended: int = 0
    said: str = ""

    @property
    def calls(self) -> int:
        return self.answers.total()

    @property
    def let_in(self) -> int:
        return sum(count for status, count in self.answers.items() if status < 300)

    @property
    def broken(self) -> int:
        return sum(count for status, count in self.answers.items() if status >= 500)


def everybody(workshop: Json) -> dict[str, list[str]]:
    """Each kind of caller with the headers that say who it is."""
    return {
        "facilitator": [f"Cookie: {workshop['staff']}; csrftoken={TOKEN}"],
        "participant": [f"Cookie: {workshop['phones'][0]['cookie']}; csrftoken={TOKEN}"],
        "projector": [f"Authorization: Bearer {workshop['projector']}", f"Cookie: csrftoken={TOKEN}"],
        "nobody": [f"Cookie: csrftoken={TOKEN}"],
    }


def fuzz(url: str, workshop: Json, *, seconds: int, seed: int, folder: Path) -> list[Fuzzed]:
    """All kinds of caller at the same time, for so long."""
    callers = everybody(workshop)
    with ThreadPoolExecutor(max_workers=len(callers)) as together:
        begun = [
            together.submit(_one, url, workshop, who, headers, seconds, seed, folder)
            for who, headers in callers.items()
        ]
        return [one.result() for one in begun]


def _one(url: str, workshop: Json, who: str, headers: list[str], seconds: int, seed: int, folder: Path) -> Fuzzed:
    settings, report = folder / f"{who}.toml", folder / f"{who}.ndjson"
    settings.write_text(_settings(workshop))
    more = [f"X-CSRFToken: {TOKEN}", f"Origin: {url}"]
    command = [
        SCHEMATHESIS, "--config-file", settings, "run", f"{url}/api/schema/?format=json", "--url", url,
        "--checks", "not_a_server_error", "--max-time", str(seconds), "--seed", str(seed), "--continue-on-failure",
        "--suppress-health-check", "all", "--generation-database", "none", "--no-color", "--request-timeout", "30",
        "--report-ndjson-path", report, *(part for header in (*headers, *more) for part in ("--header", header)),
    ]  # fmt: skip
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, cwd=folder,
        timeout=seconds + ENDS_WITHIN_S,
    )  # fmt: skip
    return Fuzzed(who, Counter(statuses(report)), done.returncode, done.stdout + done.stderr)


def _settings(workshop: Json) -> str:
    """Ids that exist, and waits that do not take the whole time."""
    values: Json = {
        "code": [workshop["code"]],
        "workshop_id": [workshop["id"]],
        "arena_id": [workshop["arena"]],
        "wait": [0, 1],
    }
    dictionaries = "".join(f"[dictionaries.{name}]\nvalues = {json.dumps(known)}\n" for name, known in values.items())
    bound = "".join(
        f'"{"query" if name == "wait" else "path"}.{name}" = {{ dictionary = "{name}", probability = {EXISTS} }}\n'
        for name in values
    )
    return f"{dictionaries}[parameters]\n{bound}"


def statuses(report: Path) -> Iterator[int]:
    """The status of every answer that the fuzzer got."""
    if not report.exists():
        return
    for line in report.read_text().splitlines():
        told = json.loads(line).get("ScenarioFinished")
        for call in told["recorder"].get("interactions", {}).values() if told else ():
            if answer := call.get("response"):
                yield answer["status_code"]
