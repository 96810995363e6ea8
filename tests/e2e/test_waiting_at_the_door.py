"""From an address that was wrong too often: whoever waits is told how long, and comes in without a touch."""

import re
from collections.abc import Iterator
from threading import Event, Thread
from typing import cast

import pytest
import redis
from playwright.sync_api import Browser, Page, Route, expect

from ideahub.edge.limits import KNOCKS, NEW_DEVICES, WRONG_CODES
from tests.e2e.accessible import assert_screen
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, arrives
from tests.e2e.phones import keeps_itself
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
HERE = "127.0.0.1"

# All that the polite region has said since.
LISTEN = """() => {
  const region = document.querySelector("[role=status][aria-live=polite]");
  window.heard = [];
  const anything = { characterData: true, childList: true, subtree: true };
  new MutationObserver(() => window.heard.push(region.textContent)).observe(region, anything);
}"""


class Patience:
    """What this machine's address may ask of the service about codes: as much as any, or nothing. Its devices have no stock of their own
    unless `know_devices` is called before they come."""

    def __init__(self, url: str) -> None:
        self.redis = redis.Redis.from_url(url)
        self.keys = [f"ideahub:limit:{limit.name}:{HERE}" for limit in (WRONG_CODES, KNOCKS)]
        self.devices = f"ideahub:limit:{NEW_DEVICES.name}:{HERE}"
        self._owe(self.devices)
        self.calm = Event()
        self.others = Thread(target=self._others_go_on)

    def know_devices(self) -> None:
        self.redis.delete(self.devices)

    @property
    def devices_left(self) -> int:
        """When one was last given out."""
        return int(float(cast(bytes, self.redis.hget(self.devices, "level"))))

    def spend(self) -> None:
        self._owe(*self.keys)
        self.others.start()

    def restore(self) -> None:
        self.calm.set()
        if self.others.is_alive():
            self.others.join()
        self.redis.delete(*self.keys, self.devices)

    def _others_go_on(self) -> None:
        while not self.calm.wait(0.5):
            self._owe(*self.keys)

    def _owe(self, *keys: str) -> None:
        for key in keys:
            self.redis.hset(key, mapping={"level": -1000, "at": self.redis.time()[0]})
            # A stock that is asked for is forgotten a few seconds later.
            self.redis.persist(key)


@pytest.fixture
def patience(running: Running) -> Iterator[Patience]:
    made = Patience(running.redis)
    yield made
    made.restore()
    made.redis.close()


@pytest.fixture
def phone(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, PHONE)
    yield made.new_page()
    made.close()


def test_whoever_is_put_off_when_joining_comes_in_by_themselves_with_the_name_they_wrote(
    phone: Page, meeting: Meeting, patience: Patience
) -> None:
    phone.goto(f"/j/{meeting.code}")
    name = phone.get_by_label(re.compile("Vad vill du kallas"))
    name.fill("Ben")
    phone.evaluate(LISTEN)
    patience.spend()
    phone.get_by_role("button", name="Gå med").click()
    wait = phone.locator("#name-problem")
    for left in ("4 sekunder", "3 sekunder", "2 sekunder", "1 sekund.", "4 sekunder"):
        expect(wait).to_contain_text(left)
    expect(name).to_have_value("Ben")
    heard = [text for text in phone.evaluate("heard") if "Många har skrivit fel kod på det här nätet." in text]
    assert heard == [text for text in heard if "om 5 sekunder" in text]
    assert len(heard) == 1
    assert_screen(phone)
    name.fill("Ben på bänken")
    patience.restore()
    expect(phone.get_by_role("heading", name="Du är med.")).to_be_visible()
    arrives(lambda: [one["name"] for one in meeting.state()["participants"]], ["Ben på bänken"])


def test_a_code_that_is_put_off_is_kept_and_opens_the_meeting_by_itself(
    phone: Page, meeting: Meeting, patience: Patience
) -> None:
    patience.spend()
    phone.goto(f"/j/{meeting.code}")
    expect(phone.locator("#code-problem")).to_contain_text("3 sekunder")
    expect(phone.get_by_label("Möteskod, sex siffror")).to_have_value(f"{meeting.code[:3]} {meeting.code[3:]}")
    patience.restore()
    expect(phone.get_by_role("button", name="Gå med")).to_be_visible()


def test_a_phone_that_was_never_wrong_comes_in_at_once_whatever_others_typed(
    phone: Page, meeting: Meeting, patience: Patience
) -> None:
    patience.know_devices()
    phone.goto("/j/")
    patience.spend()
    phone.get_by_label("Möteskod, sex siffror").fill(meeting.code)
    phone.get_by_label(re.compile("Vad vill du kallas")).fill("Ben")
    phone.get_by_role("button", name="Gå med").click()
    expect(phone.get_by_role("heading", name="Du är med.")).to_be_visible()
    arrives(lambda: [one["name"] for one in meeting.state()["participants"]], ["Ben"])


def test_a_phone_that_keeps_the_page_takes_one_stock_at_its_first_visit_and_has_one_again_another_day(
    phone: Page, meeting: Meeting, patience: Patience
) -> None:
    patience.know_devices()
    phone.goto("/j/")
    keeps_itself(phone)
    assert patience.devices_left == NEW_DEVICES.burst - 1
    phone.context.clear_cookies()
    patience.spend()
    answers: list[int] = []
    card = re.compile(rf"/api/workshops/{meeting.code}/(\?.*)?$")
    phone.on("response", lambda answer: answers.append(answer.status) if card.search(answer.url) else None)
    phone.goto(f"/j/{meeting.code}")
    assert phone.evaluate("performance.getEntriesByType('navigation')[0].workerStart > 0")
    phone.get_by_role("button", name="Gå med").click()
    expect(phone.get_by_role("heading", name="Du är med.")).to_be_visible()
    assert answers[:2] == [429, 200]


def test_whoever_types_another_code_does_not_wait_for_the_first_one(
    phone: Page, meeting: Meeting, patience: Patience
) -> None:
    patience.spend()
    phone.goto(f"/j/{meeting.code}")
    wait = phone.locator("#code-problem")
    expect(wait).to_contain_text("3 sekunder")
    phone.get_by_label("Möteskod, sex siffror").fill("111")
    expect(wait).to_have_count(0)


def test_a_server_that_does_not_tell_how_many_joined_is_not_taken_to_say_that_nobody_has(
    phone: Page, meeting: Meeting
) -> None:
    """As while a new build is rolled out over an older one."""

    def older(route: Route) -> None:
        told = route.fetch().json()
        del told["joined"]
        route.fulfill(json=told)

    meeting.join("Ali")
    card = re.compile(rf"/api/workshops/{meeting.code}/(\?.*)?$")
    phone.route(card, older)
    phone.goto(f"/j/{meeting.code}")
    expect(phone.get_by_role("button", name="Gå med")).to_be_visible()
    expect(phone.get_by_role("button", name="Så hanterar vi dina uppgifter")).to_be_visible()
    expect(phone.get_by_text("Du blir först.")).to_have_count(0)
    phone.unroute(card)
    phone.reload()
    expect(phone.get_by_text("1 är med.")).to_be_visible()
