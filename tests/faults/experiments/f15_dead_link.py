import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, TimeoutError, sync_playwright

from tests.e2e.conftest import FLAGS, PHONE, chromium
from tests.faults.registry import experiment
from tests.faults.stage import Json, Stage
from tests.support.bad_network import Weather, bad_network

DEAD_S = 60.0
# So many addresses in turn, one of which goes through the link that dies.
ADDRESSES = 3
# When the page gives up a socket, by this machine's clock.
REMEMBER_WHEN = """
const close = WebSocket.prototype.close;
WebSocket.prototype.close = function (...more) { window.gaveUpAt ??= Date.now() / 1000; return close.apply(this, more); };
"""


@experiment("F15", "link dead without a reset for 60 s", passes_when="client and server notice ≤ 25 s")
def run(stage: Stage) -> None:
    """A third of the clients, and a phone as people have it, in Chromium: that one is the client which must notice, the others go by
    a time of their own. The server has noticed when the rest are told that fewer are here."""
    site_port = int(stage.site.url.rsplit(":", 1)[1])
    with bad_network(site_port, Weather(), seed=stage.options.seed) as link:
        urls = [f"http://localhost:{link.port}", *[stage.site.url] * (ADDRESSES - 1)]
        crowd = stage.crowd(urls=urls)
        starts = stage.starts(crowd)
        crowd.load(rate=10, mix="collect")
        with _phone(stage.site.url, link.port, crowd.workshops["A"]) as page:
            time.sleep(8)
            full = max(count for _at, count in crowd.online())
            frozen = time.time()
            link.freeze()
            end = frozen + DEAD_S
            gave_up, said = _noticed(page, frozen, end), _said(page, frozen, end)
            time.sleep(max(0.0, end - time.time()))
            link.thaw()
            thawed = time.time()
            back = _well_again(page, thawed)
        everybody = crowd.until_in_step(timeout_s=60)[1]
        history = stage.judge(crowd, starts)
    silent = sum(how == "silent" and at > frozen for at, how in history.closes)
    # The clients of the other meeting are not counted here, the page is.
    gone = len(range(0, len(crowd.workshops["A"]["phones"]), ADDRESSES)) + 1
    fewer = [at - frozen for at, count in history.online if frozen < at < thawed and count <= full - gone]
    stage.measured("links that died", silent, gone - 1, at_least=True)
    stage.took("the phone in Chromium gave its link up after", gave_up, 25)
    stage.took("its screen said so after", said)
    stage.took("server noticed all of them after", min(fewer, default=None), 25)
    stage.took("the phone's screen was as before, after it lived again", back)
    stage.took("all in step after it lived again", everybody)


@contextmanager
def _phone(url: str, through: int, workshop: Json) -> Iterator[Page]:
    """Somebody who has joined, by the public address, but by way of another port."""
    rules = f"--host-resolver-rules=MAP * 127.0.0.1:{through}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, rules])
        context = browser.new_context(base_url=url, **PHONE)  # type: ignore[arg-type]
        context.add_init_script(REMEMBER_WHEN)
        page = context.new_page()
        page.goto(f"/j/{workshop['code']}")
        page.get_by_role("button", name="Gå med").click()
        page.get_by_placeholder("Din idé, en mening räcker").wait_for()
        assert page.evaluate("window.gaveUpAt") is None
        yield page
        browser.close()


def _noticed(page: Page, since: float, until: float) -> float | None:
    try:
        found = page.wait_for_function("() => window.gaveUpAt", timeout=1000 * max(0.001, until - time.time()))
    except TimeoutError:
        return None
    return float(found.json_value()) - since


def _said(page: Page, since: float, until: float) -> float | None:
    try:
        page.get_by_role("region", name="Nätet").wait_for(timeout=1000 * max(0.001, until - time.time()))
    except TimeoutError:
        return None
    return time.time() - since


def _well_again(page: Page, since: float) -> float | None:
    try:
        page.get_by_role("region", name="Nätet").wait_for(state="detached", timeout=60_000)
    except TimeoutError:
        return None
    return time.time() - since
