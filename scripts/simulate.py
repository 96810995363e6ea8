"""A whole session on a fresh service: 120 phones by the public protocol, led to its end, and what they saw.

Its options go to `manage.py simulate`, as in `make simulate OPTIONS='--participants 600 --speed 5'`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.service import ROOT, environment, running_service

PLAYED = ROOT / "ideahub" / "demo" / "data" / "ideas" / "vatgas.json"


def play(options: list[str]) -> int:
    """The exit code of `simulate`: not 0 when anything was lost, doubled or unlike."""
    with tempfile.TemporaryDirectory(prefix="ideahub-simulate-") as name, running_service(Path(name)) as service:
        demo = service.demo
        command = [
            sys.executable, "manage.py", "simulate", "--url", service.url, "--code", demo["code"],
            "--facilitator", f"{demo['email']}:{demo['password']}", "--data", PLAYED, "--participants", "120", "--speed", "10",
            *options,
        ]  # fmt: skip
        return subprocess.run(command, cwd=ROOT, env=environment(service.folder), check=False).returncode


if __name__ == "__main__":
    sys.exit(play(sys.argv[1:]))
