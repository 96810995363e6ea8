"""Where the web process spends its time under steady load: a flame graph by py-spy, and the largest costs in words."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.load.bench import Bench
from tests.load.scenarios import steady
from tests.load.scenarios.whole import full_room

SAMPLES_A_SECOND = 100
MARGIN_S = 4
# Waiting for work is no cost.
WAITING = re.compile(
    r"\b(poll|select|wait|recv|_worker|accept) \((selectors|threading|thread|select|queue|socket|concurrent)[./]"
)
# A picture in a page runs none, and what runs there is not ours.
SCRIPT = re.compile(r"<script.*?</script>|\s(?:onload|onclick)=\"[^\"]*\"", re.DOTALL)
PLACE = re.compile(r"[^\s()]*/(?:site-packages|lib/python3\.\d+)/")


def profile(bench: Bench, out: Path) -> list[str]:
    """Writes the flame graph to `out`; returns the report's lines."""
    seconds = int(bench.size.steady_s)
    raw = bench.folder / "stacks"
    with full_room(bench, "postgres") as room:
        web = room.installation.web[0].pid
        for kind, place in (("flamegraph", out), ("raw", raw)):
            with recording(web, seconds, kind, place):
                steady.steady(bench, room, seconds=seconds + MARGIN_S)
        room.close()
    root = str(Path(__file__).resolve().parents[2])
    out.write_text(SCRIPT.sub("", PLACE.sub("", out.read_text()).replace(f"{root}/", "")))
    return list(largest(raw.read_text()))


@contextmanager
def recording(pid: int, seconds: int, kind: str, out: Path) -> Iterator[None]:
    """py-spy on a running process while the block runs. Raises RuntimeError where it may not look."""
    # Stopped for each sample, threads that wait look as if they ran.
    program = Path(sys.prefix) / "bin" / "py-spy"
    command: list[str | Path] = [program, "record", "--pid", str(pid), "--duration", str(seconds), "--rate", str(SAMPLES_A_SECOND),
               "--format", kind, "--output", out, "--nonblocking"]  # fmt: skip
    out.parent.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as child:
        yield
        told, _ = child.communicate(timeout=60)
    if child.returncode:
        raise RuntimeError(f"py-spy: {told[-400:]} (it needs root, or kernel.yama.ptrace_scope=0)")


def largest(stacks: str, count: int = 5) -> Iterator[str]:
    """Where the time goes: by the deepest function of ours on the stack, and by the library that was running."""
    total, ours, libraries = 0, Counter[str](), Counter[str]()
    for line in stacks.splitlines():
        stack, _, samples = line.rpartition(" ")
        if not samples.isdecimal() or WAITING.search(stack.rpartition(";")[2]):
            continue
        frames = [re.sub(r":\d+\)$", ")", PLACE.sub("", frame)) for frame in stack.split(";")]
        total += int(samples)
        ours[next((frame for frame in reversed(frames) if "(ideahub/" in frame), "none of ours")] += int(samples)
        libraries[frames[-1].rpartition("(")[2].rstrip(")").partition("/")[0]] += int(samples)
    for title, found in (("by the function of ours, with the libraries it calls", ours), ("by library", libraries)):
        yield f"\nLARGEST COSTS, {title}"
        yield from (
            f"  {100 * samples / max(1, total):5.1f} %  {frame}"[:100] for frame, samples in found.most_common(count)
        )
