"""The README's pictures, taken while 48 simulated phones write: `docs/images/{overview,board,projector}.png`."""

import json
import subprocess
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from ideahub.embedded import children
from tests.e2e.conftest import FLAGS, LAPTOP, PHONE, SCREEN, chromium, context
from tests.e2e.running import Running, sign_in, start
from tests.support.service import ROOT, environment

IMAGES = ROOT / "docs" / "images"
PLAYED = ROOT / "ideahub" / "demo" / "data" / "ideas" / "innovationsupphandling.json"
PORT = 8000
PHONES = 48
IDEAS = 40
PATIENCE_MS = 120_000

OVERVIEW = """<body style="margin:0;width:1500px;height:760px;position:relative;background:#d8dcd6">
<style>img {{ position: absolute; border-radius: 12px; box-shadow: 0 8px 28px #0005 }}</style>
<img src="data:image/png;base64,{projector}" style="left:30px;top:30px;width:780px">
<img src="data:image/png;base64,{board}" style="left:420px;top:212px;width:828px">
<img src="data:image/png;base64,{phone}" style="left:1190px;top:122px;width:280px;border-radius:26px">"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ideahub-pictures-") as name:
        running = start(Path(name), port=PORT)
        writing = _phones_write(running, Path(name))
        try:
            with sync_playwright() as playwright:
                _take(playwright.chromium.launch(executable_path=chromium(), args=FLAGS), running)
        finally:
            children.stop(writing)
            running.stop()


def _phones_write(running: Running, folder: Path) -> "subprocess.Popen[bytes]":
    """The data's ideas, without those whose signs a machine without an emoji font cannot draw."""
    data = json.loads(PLAYED.read_text())
    data["ideas"] = [idea for idea in data["ideas"] if max(map(ord, idea["text"])) < 0x2100]
    played = folder / "played.json"
    played.write_text(json.dumps(data))
    command = [
        sys.executable, "manage.py", "simulate", "--url", running.url, "--code", running.code, "--data", played,
        "--participants", str(PHONES), "--speed", "8", "--seed", "1",
    ]  # fmt: skip
    return children.start(command, env=environment(folder), log=folder / "simulate.log", folder=ROOT)


def _take(browser: Browser, running: Running) -> None:
    board, phone, screen = (context(browser, running, device).new_page() for device in (LAPTOP, PHONE, SCREEN))
    sign_in(board, running)
    board.goto(running.board_path)
    board.get_by_role("button", name="Starta").click()
    screen.goto(_projector_link(board.context, running))
    phone.goto(f"/j/{running.code}")
    phone.get_by_role("button", name="Gå med").click()
    phone.get_by_role("tab", name="Rummets").click()
    enough = "least => parseInt(document.body.innerText.match(/(\\d+) idéer hittills/)?.[1] ?? 0) >= least"
    screen.wait_for_function(enough, arg=IDEAS, timeout=PATIENCE_MS)
    shots = {"board": board.screenshot(), "projector": screen.screenshot(), "phone": phone.screenshot()}
    for name in ("board", "projector"):
        (IMAGES / f"{name}.png").write_bytes(shots[name])
    sheet = browser.new_page(viewport={"width": 1500, "height": 760})
    sheet.set_content(OVERVIEW.format(**{name: b64encode(shot).decode() for name, shot in shots.items()}))
    sheet.screenshot(path=IMAGES / "overview.png")
    browser.close()


def _projector_link(leader: BrowserContext, running: Running) -> str:
    cookies = {cookie["name"]: cookie["value"] for cookie in leader.cookies()}
    token = next(value for name, value in cookies.items() if "csrf" in name)
    answer = leader.request.post(
        f"/api/workshops/{running.code}/projector-links/",
        headers={"X-CSRFToken": token, "Referer": running.url},
    )
    return str(answer.json()["url"])


if __name__ == "__main__":
    main()
