import asyncio
import random
import re
import subprocess
from collections import Counter
from typing import Any

from websockets.exceptions import WebSocketException

from tests.faults.bare import Bare
from tests.faults.history import History
from tests.faults.malformed import frame
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.support.service import ROOT

AT_ONCE, A_SOCKET = 16, 100
# They write in another meeting of the same two processes meanwhile.
BEHIND = 100
# 1007 is the library's own word for text that is no text; who has none was not let in.
AS_IT_SHOULD = {4400, 4413, 4429, 1007, None}
TOKEN = "a" * 32
SCHEMATHESIS = ROOT / ".venv" / "bin" / "schemathesis"


@experiment(
    "F25",
    "10^6 malformed frames, 30 min of schema-driven HTTP fuzzing",
    passes_when="0 answers of 500, 0 tracebacks",
)
def run(stage: Stage) -> None:
    frames = int(stage.length(quick=2000, normal=20_000, full=1_000_000))
    seconds = int(stage.length(quick=20, normal=90, full=1800))
    site = stage.own_site(webs=2)
    workshop = stage.workshop(site, phones=AT_ONCE)
    codes: Counter[str] = Counter()
    with stage.beside_a_meeting(clients=BEHIND, site=site):
        asyncio.run(_send_all(stage, site.url, workshop, frames, codes))
        said = _fuzz(site.url, workshop, seconds, stage.options.seed, stage)
    logs = "\n".join(log.read_text() for log in site.folder.glob("web*.log"))
    stage.measured("frames", codes["frames"])
    stage.measured("sockets that ended otherwise than with 4400, 4413, 4429 or 1007", codes["strange"], 0)
    stage.row.violations += [f"{count} sockets {how}" for how, count in codes.items() if how.startswith("closed with")]
    stage.measured("seconds of fuzzing HTTP", seconds)
    stage.measured("calls", int(found[1]) if (found := re.search(r"(\d+) generated", said)) else None)
    stage.measured("answers of 500", len(re.findall(r"^\d+\. Server error|Server error$", said, re.MULTILINE)), 0)
    stage.measured("tracebacks in the logs", logs.count("Traceback"), 0)
    if "Traceback" in logs:
        at = logs.index("Traceback")
        stage.row.violations.append(logs[at : at + 3000])
    if "Server error" in said:
        stage.row.violations.append(said[-3000:])


async def _send_all(stage: Stage, url: str, workshop: dict[str, Any], frames: int, codes: Counter[str]) -> None:
    async def one(number: int) -> None:
        dice = random.Random(f"{stage.options.seed}:{number}")
        ids = [*workshop["ideas"][:3], *workshop["columns"], workshop["phones"][number]["participant"]]
        phone = workshop["phones"][number]
        while codes["frames"] < frames:
            await _one_socket(Bare(url, url, workshop, phone, History()), dice, ids, codes)

    await asyncio.gather(*(one(number) for number in range(AT_ONCE)))


async def _one_socket(bare: Bare, dice: random.Random, ids: list[str], codes: Counter[str]) -> None:
    """Sends until the socket is closed for it, or it has borne enough."""
    try:
        await bare.open()
        assert bare.socket is not None
        for _frame in range(A_SOCKET):
            codes["frames"] += 1
            sent = frame(dice, ids)
            # Half a surrogate pair cannot be sent as text at all; as JSON's escape it can.
            await bare.socket.send(sent if isinstance(sent, bytes) else sent.encode("utf-8", "replace").decode())
            await asyncio.sleep(0)
        bare.cut()
    except (WebSocketException, OSError, TimeoutError):
        code = bare.socket.close_code if bare.socket else None
        if code not in AS_IT_SHOULD:
            codes["strange"] += 1
            codes[f"closed with {code}"] += 1


def _fuzz(url: str, workshop: dict[str, Any], seconds: int, seed: int, stage: Stage) -> str:
    """As the facilitator, by the service's own description of its calls; returns what the fuzzer says."""
    command = [
        SCHEMATHESIS, "run", f"{url}/api/schema/?format=json", "--url", url, "--checks", "not_a_server_error",
        "--max-time", str(seconds), "--seed", str(seed), "--continue-on-failure", "--suppress-health-check", "all",
        "--header", f"Cookie: {workshop['staff']}; csrftoken={TOKEN}", "--header", f"X-CSRFToken: {TOKEN}",
        "--header", f"Origin: {url}", "--generation-database", "none", "--no-color",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=stage.folder, timeout=seconds + 300)
    return done.stdout + done.stderr
