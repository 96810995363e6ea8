from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.bootstrap import programs
from tests.e2e.leading import Meeting, Person, open_meeting
from tests.e2e.phones import entered
from tests.e2e.running import Running, signed_in, start
from tests.e2e.sentences import Said

# Other work on the machine may make a page wait, which is no fault of it.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)

# The popups of the address bar are two pages more in each new window: with them, opening one costs three times the CPU.
# The list takes the place of Playwright's own, of which what matters here is repeated.
WITHOUT = [
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning",
]  # fmt: skip
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--disable-features={','.join(WITHOUT)}",
]  # fmt: skip
# A page is looked at for seconds, by much of axe once or twice: V8's last compiler costs more than it saves. Not for what measures
# speed.
UNOPTIMIZED = "--js-flags=--no-turbofan"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "sv-SE"}
LAPTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "sv-SE"}
SCREEN = {"viewport": {"width": 1920, "height": 1080}, "locale": "sv-SE"}


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    service = start(tmp_path_factory.mktemp("running"))
    yield service
    service.stop()


def chromium() -> str:
    """Where it is on this machine. Raises AssertionError with what to install."""
    found = programs.chromium()
    assert found, "No Chromium on this machine: install the package chromium"
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, UNOPTIMIZED])
        yield browser
        browser.close()


def context(browser: Browser, running: Running, device: dict[str, object], **more: object) -> BrowserContext:
    made = browser.new_context(base_url=running.url, **device, **more)  # type: ignore[arg-type]
    made.set_default_timeout(PATIENCE_MS)
    return made


@pytest.fixture(scope="module")
def laptop(browser: Browser, running: Running) -> Iterator[Page]:
    """An organizer's, signed in."""
    made = context(browser, running, LAPTOP)
    made.add_cookies(signed_in(running))
    yield made.new_page()
    made.close()


@pytest.fixture
def meeting(laptop: Page, running: Running) -> Iterator[Meeting]:
    """One of the laptop's own, open."""
    made = open_meeting(running, laptop.context.cookies())
    yield made
    made.close()


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    """Takes part while ideas are taken: until the step ends, and not a moment longer."""
    meeting.setting("collect", grace_s=0, late_s=0, comments=True, show_others_after_s=0)
    meeting.go_to("collect")
    return meeting.join("Ben")


@pytest.fixture
def phone(browser: Browser, running: Running, ben: Person) -> Iterator[Page]:
    """His, at the field for ideas, with all that it needs to go on without a network."""
    made = context(browser, running, PHONE)
    yield entered(made, ben)
    made.close()


@pytest.fixture(params=["sv", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def said(language: str) -> Said:
    return Said(language)


@pytest.fixture
def device(browser: Browser, running: Running, language: str) -> Iterator[BrowserContext]:
    """A phone of somebody who reads that language."""
    locale = {"sv": "sv-SE", "en": "en-GB"}[language]
    made = context(browser, running, PHONE | {"locale": locale}, reduced_motion="reduce")
    yield made
    made.close()
