"""Starts the service's processes, watches them, starts a dead one again, ends all of them together."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ideahub.embedded import children
from ideahub.embedded.warden import Warden
from ideahub.embedded.words import say

LOOK_EVERY_S = 0.2
LONGEST_PAUSE_S = 30.0
# A child that lived this long starts its back-off anew.
STEADY_AFTER_S = 60.0


@dataclass(slots=True)
class Child:
    """One process of the service and how to start it."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    due_at: float = 0.0

    def run(self, warden: Warden) -> None:
        self.process = self.start()
        warden.started(self.process.pid)
        self.started_at = time.monotonic()

    def stop(self, warden: Warden) -> None:
        if self.process is not None:
            children.stop(self.process)
            warden.ended(self.process.pid)

    def notice_death(self, now: float, warden: Warden) -> float:
        """Plans the next start; returns the pause in seconds, doubled for each early death, 30 at most."""
        if now - self.started_at > STEADY_AFTER_S:
            self.failures = 0
        pause = min(LONGEST_PAUSE_S, 0.5 * 2.0**self.failures)
        self.failures += 1
        # What the dead process had started itself must not stay beside its successor.
        self.stop(warden)
        self.process, self.due_at = None, now + pause
        return pause


@dataclass(slots=True)
class Supervisor:
    """`stages` are stopped from the last to the first: who needs another process ends before it."""

    tell: Callable[[str], None]
    warden: Warden = field(default_factory=Warden)
    stages: list[list[Child]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def start(self, *stage: Child) -> None:
        self.stages.append(list(stage))
        for child in stage:
            child.run(self.warden)

    def obey_signals(self) -> None:
        """Ctrl-C and SIGTERM end the run; a second one does not wait any longer."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)

    def watch(self, *, each_look: Callable[[], None] = lambda: None) -> None:
        """Returns when asked to stop. Must run in the thread that started the children."""
        while not self.stopping.wait(LOOK_EVERY_S):
            for child in self._all():
                self._look_at(child, time.monotonic())
            each_look()

    def stop(self) -> None:
        for stage in reversed(self.stages):
            enders = [threading.Thread(target=child.stop, args=(self.warden,)) for child in stage]
            for ender in enders:
                ender.start()
            for ender in enders:
                ender.join()
        self.warden.dismiss()

    def _all(self) -> Sequence[Child]:
        return [child for stage in self.stages for child in stage]

    def _look_at(self, child: Child, now: float) -> None:
        if child.process is None:
            if now >= child.due_at:
                child.run(self.warden)
        elif (code := child.process.poll()) is not None:
            pause = child.notice_death(now, self.warden)
            self.tell(_death_notice(child=child, code=code, pause=pause))

    def _asked_to_stop(self, *_: object) -> None:
        if self.stopping.is_set():
            for child in self._all():
                if child.process is not None and child.process.poll() is None:
                    child.process.kill()
        self.stopping.set()


def _death_notice(*, child: Child, code: int, pause: float) -> str:
    how = signal.Signals(-code).name if code < 0 else str(code)
    return say(
        f"{child.name} avslutades ({how}) och startas igen om {pause:g} s. Logg: {child.log}",
        f"{child.name} ended ({how}) and starts again in {pause:g} s. Log: {child.log}",
    )
