"""How fast the phone is on a slow network and a slow processor: headless Chromium, 400 kbit/s, 300 ms, four times slower.

    python -m tests.load.phone_speed [--runs 5] [--out FILE]

Each figure is the median of its runs, on a service of its own. Exits with 1 when a limit is missed. The slowing down is
done by Chromium itself, so what else runs on the machine counts fourfold: the load average is told beside the figures.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.e2e.conftest import FLAGS, LAPTOP, PHONE, chromium, context
from tests.e2e.leading import Meeting, open_meeting
from tests.e2e.running import Running, sign_in, start
from tests.support.out import writable

NETWORK: dict[str, object] = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
SLOWER = 4
IDEAS, USUAL_IDEAS = 600, 60
BURST_S, BURST_RATE = 10, 20
KEY_EVERY_S = 0.15
TEXT = "Cykelställ under tak vid stationen så att fler låter bilen stå, nummer {}"
# The moment a key or a press has had its effect and the frame with it was handed over to be painted.
WATCH = """
  window.keys = []; window.frames = []; window.places = [];
  const painted = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(0);
  });
  addEventListener("keydown", ({ timeStamp }) => painted(() => keys.push(performance.now() - timeStamp)), true);
  addEventListener("input", () => painted(() => { window.reacted ??= performance.now(); }), true);
  const ask = window.fetch;
  window.fetch = (...given) => { if (String(given[0]).includes("/join/")) window.reacted ??= performance.now(); return ask(...given); };
"""
FOLLOW = """(idea) => {
  let element;
  const look = () => {
    if (idea && !element?.isConnected) element = document.querySelector(`[data-idea="${idea}"]`);
    frames.push(performance.now()); places.push(element ? element.getBoundingClientRect().top : null);
    window.following = requestAnimationFrame(look);
  };
  frames.length = places.length = keys.length = 0;
  look();
}"""
IN_VIEW = """() => [...document.querySelectorAll("#panel-room [data-idea]")]
  .find((one) => one.getBoundingClientRect().top > innerHeight / 3).dataset.idea"""


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    unit: str
    runs: list[float]
    limit: float
    more_is_better: bool = False

    @property
    def figure(self) -> float:
        return median(self.runs)

    @property
    def met(self) -> bool:
        return self.figure > self.limit if self.more_is_better else self.figure <= self.limit

    def __str__(self) -> str:
        limit = f"{'>' if self.more_is_better else '≤'} {self.limit:g}"
        runs = " ".join(f"{one:g}" for one in self.runs)
        return (
            f"{self.what:<45}{self.figure:>8.2f} {self.unit:<9}{limit:<7}{'met' if self.met else 'MISSED':<8}({runs})"
        )


@dataclass(frozen=True, slots=True)
class Bench:
    browser: Browser
    running: Running
    usual: Meeting
    big: Meeting
    runs: int

    def repeat(self, once: Callable[[], float]) -> list[float]:
        return [round(once(), 2) for _ in range(self.runs)]

    @contextmanager
    def phone(self, **more: object) -> Iterator[BrowserContext]:
        made = context(self.browser, self.running, PHONE, reduced_motion="no-preference", **more)
        made.set_default_timeout(60_000)
        made.add_init_script(WATCH)
        try:
            yield made
        finally:
            made.close()


def slowed(page: Page, *, network: bool = True) -> CDPSession:
    devtools = page.context.new_cdp_session(page)
    if network:
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", dict(NETWORK))
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return devtools


def admit(made: BrowserContext, meeting: Meeting) -> None:
    """Makes the browser one that has joined."""
    cookies = meeting.join().http.cookies.jar
    made.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": str(meeting.http.base_url)} for one in cookies]
    )
    made.add_init_script(f"localStorage.setItem('joined', '{meeting.code}')")


def until_it_reacts(page: Page, code: str, field: str, key: str) -> float:
    """Seconds from the navigation until `field` answers to `key`."""
    page.goto(f"/j/{code}", wait_until="commit")
    page.locator(field).press(key)
    page.wait_for_function("window.reacted")
    return float(page.evaluate("reacted")) / 1000


def newcomer(bench: Bench) -> float:
    with bench.phone() as made:
        page = made.new_page()
        slowed(page)
        return until_it_reacts(page, bench.usual.code, "button[type=submit]", "Enter")


def joined(bench: Bench, meeting: Meeting) -> float:
    with bench.phone() as made:
        admit(made, meeting)
        page = made.new_page()
        slowed(page)
        return until_it_reacts(page, meeting.code, "#idea", "a")


def from_the_worker(bench: Bench) -> float:
    """The second visit, after the worker has put its shell by."""
    with bench.phone() as made:
        admit(made, bench.usual)
        page = made.new_page()
        page.goto(f"/j/{bench.usual.code}")
        page.evaluate("navigator.serviceWorker.ready.then(() => {})")
        page.wait_for_timeout(3000)
        page.close()
        page = made.new_page()
        slowed(page)
        return until_it_reacts(page, bench.usual.code, "#idea", "a")


def has_worker(bench: Bench) -> bool:
    answer = bench.usual.http.get("/sw.js")
    return answer.status_code == 200 and "javascript" in answer.headers["content-type"]


@contextmanager
def reading(bench: Bench) -> Iterator[tuple[Page, CDPSession]]:
    """A slow phone that shows the room's many ideas. The way there is not slowed down."""
    with bench.phone() as made:
        admit(made, bench.big)
        page = made.new_page()
        page.goto(f"/j/{bench.big.code}")
        # A mouse that rests somewhere would be looked for under each new frame; a phone has none.
        page.locator("#tab-room").tap()
        page.locator("#panel-room [data-idea]").first.wait_for()
        page.wait_for_timeout(2000)
        yield page, slowed(page)


def scrolling(bench: Bench) -> float:
    """Frames a second while the list goes by smoothly, 1500 pixels a second."""
    with reading(bench) as (page, devtools):
        page.evaluate(FOLLOW, "")
        gesture = {"x": 195, "y": 420, "yDistance": -6000, "speed": 1500, "gestureSourceType": "mouse"}
        devtools.send("Input.synthesizeScrollGesture", gesture)
        frames: list[float] = page.evaluate("frames")
        assert page.evaluate("scrollY") > 5000, f"the list did not scroll: {page.evaluate('scrollY')}"
        return (len(frames) - 1) / (frames[-1] - frames[0]) * 1000


def burst(bench: Bench, *, down: bool) -> tuple[float, float]:
    """p95 in milliseconds from a key to the frame that shows it, and how far in pixels the text under the thumb moved."""
    with reading(bench) as (page, devtools):
        if down:
            page.evaluate("scrollTo(0, 4000)")
        page.locator("#idea").focus()
        page.wait_for_timeout(1000)
        if not down:
            devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 200, "y": 420}]})
        before = bench.big.state()["seq"]
        page.evaluate(FOLLOW, page.evaluate(IN_VIEW))
        crowd = threading.Thread(target=write, args=(bench.big,))
        crowd.start()
        while crowd.is_alive():
            page.keyboard.press("a")
            time.sleep(KEY_EVERY_S)
        crowd.join()
        assert bench.big.state()["seq"] >= before + BURST_S * BURST_RATE * 0.9, "the crowd did not keep its pace"
        page.wait_for_timeout(500)
        keys, places = sorted(page.evaluate("keys")), page.evaluate("places")
        assert None not in places, "the text under the thumb went away"
        return keys[int(len(keys) * 0.95)], max(places) - min(places)


def write(meeting: Meeting) -> None:
    """What a lively room writes, one idea after the other at an even pace."""
    begun = time.monotonic()
    for number in range(BURST_S * BURST_RATE):
        capture(meeting, number)
        time.sleep(max(0.0, begun + (number + 1) / BURST_RATE - time.monotonic()))


def capture(meeting: Meeting, number: int) -> None:
    from ideahub.core.ids import new_id

    column = meeting.columns[number % len(meeting.columns)]
    meeting.lead("idea.capture", idea=str(new_id()), column=column, text=TEXT.format(number))


def cold(bench: Bench) -> Iterator[Row]:
    yield Row("cold, a newcomer, to the button", "s", bench.repeat(lambda: newcomer(bench)), 4)
    yield Row(f"cold, has joined, {USUAL_IDEAS} ideas", "s", bench.repeat(lambda: joined(bench, bench.usual)), 4)
    yield Row(f"cold, has joined, {IDEAS} ideas", "s", bench.repeat(lambda: joined(bench, bench.big)), 4)


def worker(bench: Bench) -> Iterator[Row]:
    if has_worker(bench):
        yield Row("from the service worker", "s", bench.repeat(lambda: from_the_worker(bench)), 1)


def scroll(bench: Bench) -> Iterator[Row]:
    yield Row(f"scrolling {IDEAS} ideas", "frames/s", bench.repeat(lambda: scrolling(bench)), 50, True)


def bursts(bench: Bench) -> Iterator[Row]:
    for where, down in (("further down", True), ("at the top, a finger on it", False)):
        seen = [burst(bench, down=down) for _ in range(max(1, bench.runs // 2))]
        yield Row(f"burst, {where}: key to frame, p95", "ms", [round(key, 1) for key, _ in seen], 100)
        yield Row(f"burst, {where}: text moved", "px", [round(moved, 1) for _, moved in seen], 0.5)


PARTS = {"cold": cold, "worker": worker, "scroll": scroll, "burst": bursts}


def measure(bench: Bench, parts: list[str]) -> list[Row]:
    rows = []
    for part in parts:
        for row in PARTS[part](bench):
            print(row, flush=True)
            rows.append(row)
    return rows


def fill(browser: Browser, running: Running) -> tuple[Meeting, Meeting]:
    made = context(browser, running, LAPTOP)
    sign_in(made.new_page(), running)
    meetings = []
    for count in (USUAL_IDEAS, IDEAS):
        meeting = open_meeting(running, made.cookies())
        meeting.go_to("collect")
        for number in range(count):
            capture(meeting, number)
        meetings.append(meeting)
    made.close()
    return meetings[0], meetings[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=PARTS, action="append", help="one part, or several")
    parser.add_argument(
        "--out", type=writable, default=os.environ.get("OUT") or None, help="also write the figures as JSON"
    )
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="ideahub-phone-") as folder, sync_playwright() as playwright:
        running = start(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            rows = measure(Bench(browser, running, *fill(browser, running), options.runs), options.only or list(PARTS))
            browser.close()
        finally:
            running.stop()
    print(f"load average of the machine: {load:.1f} before, {os.getloadavg()[0]:.1f} after; {os.cpu_count()} cores")
    if options.out:
        told = [asdict(row) | {"median": row.figure, "met": row.met} for row in rows]
        options.out.write_text(json.dumps({"load": [load, os.getloadavg()[0]], "rows": told}, indent=1))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
