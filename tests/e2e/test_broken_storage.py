"""A phone whose storage refuses what it is given, or does not open: nothing written is lost while its page is open."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.accessible import assert_screen
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, Person, arrives
from tests.e2e.phones import card, entered, texts, write
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
TREES, BENCHES = "Träd i varje park", "Bänkar i skugga"
BACK_MS = 40_000
NOTE = "Den här telefonen sparar inget om du stänger sidan."
UNSTORED = "Telefonen kan inte spara det. Stäng inte sidan innan det är skickat."
# A full device: what is written is refused, all else goes on.
FULL = """(() => {
  for (const work of ["add", "put"]) {
    const real = IDBObjectStore.prototype[work];
    IDBObjectStore.prototype[work] = function (...given) {
      if (this.name === "outbox" && !window.hasRoom) throw new DOMException("full", "QuotaExceededError");
      return real.apply(this, given);
    };
  }
})()"""
# Databases that do not open and say nothing of it, as those of some browsers do, until `letOpen` is called.
SILENT = """(() => {
  const open = indexedDB.open.bind(indexedDB);
  const held = [];
  let isOpen = false;
  window.letOpen = () => { isOpen = true; held.forEach((go) => go()); };
  IDBFactory.prototype.open = function (...asked) {
    if (isOpen) return open(...asked);
    const heard = [];
    let real = null;
    held.push(() => { real = open(...asked); heard.forEach((one) => real.addEventListener(...one)); });
    const inPlace = {
      addEventListener: (...one) => (real ? real.addEventListener(...one) : heard.push(one)),
      removeEventListener: (...one) => real?.removeEventListener(...one),
    };
    return new Proxy(open("of no use"), { get: (_, name) => inPlace[name] ?? real?.[name] });
  };
})()"""


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    meeting.setting("collect", grace_s=0, late_s=0, show_others_after_s=0)
    meeting.go_to("collect")
    return meeting.join("Ben")


@pytest.fixture
def device(browser: Browser, running: Running) -> Iterator[BrowserContext]:
    made = context(browser, running, PHONE)
    yield made
    made.close()


def leave(phone: Page) -> None:
    phone.get_by_role("button", name="Meny").click()
    phone.get_by_role("button", name="Lämna mötet").click()
    asked = phone.get_by_role("dialog").get_by_role("alert")
    expect(asked).to_contain_text("1 text är inte skickad. Telefonen kan inte spara det.")
    assert_screen(phone)
    phone.get_by_role("button", name="Lämna ändå").click()


def test_a_text_that_a_full_device_refused_outlives_leaving_the_meeting(
    device: BrowserContext, ben: Person, meeting: Meeting
) -> None:
    device.add_init_script(FULL)
    phone = entered(device, ben)
    device.set_offline(True)
    write(phone, TREES)
    expect(phone.get_by_role("region", name="Nätet")).to_contain_text(UNSTORED)
    leave(phone)
    left = phone.get_by_role("region", name="Kvar på telefonen")
    code = f"{meeting.code[:3]}\u00a0{meeting.code[3:]}"
    expect(left).to_contain_text(f"1 text har inte kommit fram till mötet {code}. Telefonen kan inte spara det.")
    assert_screen(phone)
    left.get_by_role("button", name=f"Gå in i mötet {code}").click()
    expect(card(phone, TREES)).to_contain_text("Väntar på nät")
    device.set_offline(False)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet", timeout=BACK_MS)
    arrives(lambda: texts(meeting), [TREES])


def test_a_text_that_a_full_device_refused_is_stored_once_there_is_room(
    device: BrowserContext, ben: Person, meeting: Meeting
) -> None:
    device.add_init_script(FULL)
    phone = entered(device, ben)
    device.set_offline(True)
    write(phone, TREES)
    expect(phone.get_by_text(UNSTORED)).to_be_visible()
    phone.evaluate("window.hasRoom = true")
    expect(phone.get_by_text(UNSTORED)).to_have_count(0)
    phone.reload()
    expect(card(phone, TREES)).to_contain_text("Väntar på nät")
    device.set_offline(False)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet", timeout=BACK_MS)
    arrives(lambda: texts(meeting), [TREES])


def test_a_device_that_opens_late(device: BrowserContext, ben: Person, meeting: Meeting) -> None:
    """What an earlier visit left on it and what is written meanwhile: each arrives once."""
    before = entered(device, ben)
    device.set_offline(True)
    write(before, TREES)
    # A page is closed without the network that was set for it, and would send on its way out.
    before.goto("about:blank")
    before.close()
    device.set_offline(False)
    device.add_init_script(SILENT)
    phone = entered(device, ben)
    expect(phone.get_by_text(NOTE)).to_be_visible()
    write(phone, BENCHES)
    expect(card(phone, BENCHES)).to_contain_text("Visas i rummet")
    arrives(lambda: texts(meeting), [BENCHES])
    assert_screen(phone)
    phone.evaluate("letOpen()")
    expect(card(phone, TREES)).to_contain_text("Visas i rummet", timeout=BACK_MS)
    expect(phone.get_by_text(NOTE)).to_have_count(0)
    phone.reload()
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    arrives(lambda: texts(meeting), [BENCHES, TREES])


def test_a_device_that_opens_once_the_meeting_was_left(device: BrowserContext, meeting: Meeting, ben: Person) -> None:
    device.add_init_script(SILENT)
    phone = entered(device, ben)
    expect(phone.get_by_text(NOTE)).to_be_visible()
    device.set_offline(True)
    write(phone, TREES)
    leave(phone)
    left = phone.get_by_role("region", name="Kvar på telefonen")
    expect(left).to_contain_text("Telefonen kan inte spara det.")
    phone.evaluate("letOpen()")
    expect(left).not_to_contain_text("Telefonen kan inte spara det.")
    expect(left).to_contain_text("1 text har inte kommit fram")
    device.set_offline(False)
    phone.get_by_label("Möteskod, sex siffror").fill(meeting.code)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet", timeout=BACK_MS)
    arrives(lambda: texts(meeting), [TREES])
