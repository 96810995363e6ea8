"""The process that sets up what a scenario needs, kept for the next time: it takes a second until it has loaded everything."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.load.cost import Cores
from tests.support.service import ROOT

COMMAND = (sys.executable, "-m", "tests.load.product.stage")


class Staging:
    """Beside the clients, and only at work while it is asked."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, asked: Mapping[str, Any]) -> Any:
        """What tests/load/product/stage.py answers. Raises RuntimeError where it could not; why, it has said on standard error."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"nothing could be set up: {asked.get('do')}")
        return json.loads(answer)


@contextmanager
def staging(env: Mapping[str, str], cores: Cores) -> Iterator[Staging]:
    """It need not be migrated before the first question."""
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=ROOT, text=True)
    cores.put(process.pid, server=False)
    with process:
        try:
            yield Staging(process)
        finally:
            process.kill()
