"""The day of an arena: who leads what, the screen that tells of the day, and all posters in one print."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.e2e.accessible import Looker, assert_screen
from tests.e2e.conftest import LAPTOP, PHONE, SCREEN, context
from tests.e2e.keys import press, tab_to
from tests.e2e.leading import Meeting, arrives, open_meeting
from tests.e2e.running import Running, start

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
MOST = 120
MOST_ON_A_PAGE = 12
# The outbox is swept every half a minute.
SWEEP_S = 75
PAGES = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service of its own: the meetings that other tests leave open would fill its screen, and who is invited here stands in theirs."""
    service = start(tmp_path_factory.mktemp("arena"))
    yield service
    service.stop()


def arena(meeting: Meeting) -> str:
    return str(meeting.http.get(f"/api/setup/{meeting.id}/").json()["arena"])


def title(meeting: Meeting) -> str:
    return str(meeting.http.get(f"/api/setup/{meeting.id}/").json()["title"])


def leaders(meeting: Meeting) -> list[str]:
    people = meeting.http.get(f"/api/setup/{meeting.id}/leaders/").json()["people"]
    return [one["email"] for one in people if one["leads"]]


def nobody_leads(meeting: Meeting) -> None:
    address = f"/api/setup/{meeting.id}/leaders/"
    for one in meeting.http.get(address).json()["people"]:
        assert meeting.http.patch(address, json={"member": one["member"], "leads": False}).status_code == 200


def place(meeting: Meeting) -> str:
    """The demo's meeting goes on elsewhere."""
    return f"Scenen {meeting.code}"


@pytest.fixture
def stage(meeting: Meeting) -> Iterator[Meeting]:
    """A meeting in a place of its own that nobody leads."""
    meeting.change(place=place(meeting))
    nobody_leads(meeting)
    yield meeting
    meeting.http.delete(f"/api/arenas/{arena(meeting)}/screens/")
    if meeting.state()["workshop"]["status"] == "open":
        meeting.lead("workshop.close")


@pytest.fixture
def meeting_elsewhere(laptop: Page, running: Running) -> Iterator[Meeting]:
    """Another meeting that nobody leads, in another place."""
    made = open_meeting(running, laptop.context.cookies())
    made.change(place=place(made))
    nobody_leads(made)
    yield made
    made.lead("workshop.close")
    made.close()


@pytest.fixture
def elsewhere(browser: Browser, running: Running) -> Iterator[BrowserContext]:
    """A computer at a wall, where nobody is signed in."""
    made = context(browser, running, SCREEN)
    yield made
    made.close()


@pytest.fixture
def pocket(browser: Browser, running: Running, laptop: Page) -> Iterator[BrowserContext]:
    """The organizer's phone."""
    made = context(browser, running, PHONE, storage_state=laptop.context.storage_state())
    yield made
    made.close()


@pytest.fixture
def second(browser: Browser, running: Running, laptop: Page, meeting: Meeting) -> Iterator[BrowserContext]:
    """Another computer of the organizer's, who has their name again afterwards."""
    before = meeting.http.get("/api/me/").json()["name"]
    made = context(browser, running, LAPTOP, storage_state=laptop.context.storage_state())
    yield made
    made.close()
    assert meeting.http.patch("/api/me/", json={"name": before}).status_code == 200


def row(page: Page, meeting: Meeting) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_text(place(meeting), exact=True))


def named(name: str) -> re.Pattern[str]:
    """What is said to those who listen follows what is seen."""
    return re.compile(f"^{re.escape(name)}".replace(",", " ?,"))


def test_a_meeting_without_a_leader_is_taken_by_keys_alone(laptop: Page, stage: Meeting, running: Running) -> None:
    laptop.goto(f"/arenas/{arena(stage)}/")
    expect(row(laptop, stage).get_by_text("Saknar ledare", exact=True)).to_be_visible()
    waits = (
        laptop.get_by_role("region", name="Det här väntar på dig").get_by_role("listitem").filter(has_text=place(stage))
    )
    expect(waits).to_contain_text(re.compile(rf"sedan \d\d[.:]\d\d, till {re.escape(title(stage))}"))
    look = Looker(laptop)
    look("an arena with a meeting that nobody leads", zoomed=True)
    press(laptop, f"^Fråga någon ?, {title(stage)}", most=MOST)
    expect(laptop.get_by_role("dialog", name="Vem leder mötet?")).to_be_visible()
    press(laptop, "^Jag leder")
    expect(laptop.get_by_text("Du står som ledare.")).to_be_visible()
    look("who leads the meeting", zoomed=True)
    arrives(lambda: leaders(stage), [running.email])
    laptop.keyboard.press("Escape")
    expect(laptop.get_by_role("dialog")).to_have_count(0)
    expect(row(laptop, stage).get_by_text("Saknar ledare", exact=True)).to_have_count(0)
    expect(laptop.get_by_role("button", name=named(f"Fråga någon, {title(stage)}"))).to_have_count(0)
    expect(laptop.locator(":focus")).to_have_count(1)
    look.assert_nothing()


def test_somebody_new_is_invited_and_leads(laptop: Page, stage: Meeting, running: Running) -> None:
    laptop.goto(f"/arenas/{arena(stage)}/")
    row(laptop, stage).get_by_role("button", name=re.compile("Saknar ledare")).click()
    dialog = laptop.get_by_role("dialog")
    dialog.get_by_label("E-post").fill("alva@example.se")
    dialog.get_by_role("button", name="Bjud in").click()
    expect(dialog.get_by_role("button", name=named("Ta bort, alva@example.se"))).to_be_visible()
    arrives(lambda: leaders(stage), ["alva@example.se"])
    subject = f"Du leder mötet: {title(stage)}"
    arrives(lambda: running.catcher.to("alva@example.se", subject=subject) is not None, True, within_s=SWEEP_S)
    dialog.get_by_role("button", name=named("Ta bort, alva@example.se")).click()
    expect(dialog.get_by_role("button", name=named("Fråga, alva@example.se"))).to_be_focused()
    arrives(lambda: leaders(stage), [])


def test_who_is_invited_leads_the_meeting_they_were_invited_for_whatever_is_open_by_then(
    laptop: Page, stage: Meeting, meeting_elsewhere: Meeting
) -> None:
    laptop.goto(f"/arenas/{arena(stage)}/")
    on_hold: list[Route] = []
    laptop.route("**/api/arenas/*/members/", lambda route: on_hold.append(route))
    dialog = laptop.get_by_role("dialog")
    row(laptop, stage).get_by_role("button", name=re.compile("Saknar ledare")).click()
    dialog.get_by_label("E-post").fill("noor@example.se")
    dialog.get_by_role("button", name="Bjud in").click()
    expect(dialog.get_by_role("button", name="Skickar")).to_be_visible()
    laptop.keyboard.press("Escape")
    row(laptop, meeting_elsewhere).get_by_role("button", name=re.compile("Saknar ledare")).click()
    expect(dialog).to_contain_text(title(meeting_elsewhere))
    expect(dialog.get_by_role("button", name=re.compile("^Jag leder"))).to_be_visible()
    # Nobody has been invited for this one.
    expect(dialog.get_by_label("E-post")).to_have_value("")
    expect(dialog.get_by_role("button", name="Bjud in")).to_be_visible()
    (held,) = on_hold
    held.continue_()
    laptop.unroute("**/api/arenas/*/members/")
    arrives(lambda: leaders(stage), ["noor@example.se"])
    expect(laptop.get_by_text("noor@example.se står som ledare och får ett mejl.")).to_be_visible()
    expect(row(laptop, stage).get_by_text("noor@example.se")).to_be_visible()
    assert leaders(meeting_elsewhere) == []
    expect(dialog.get_by_role("button", name=re.compile("^Ta bort"))).to_have_count(0)
    laptop.keyboard.press("Escape")


def test_an_invitation_that_could_not_be_sent_is_told_of_and_kept_where_it_was_written(
    laptop: Page, stage: Meeting, meeting_elsewhere: Meeting
) -> None:
    laptop.goto(f"/arenas/{arena(stage)}/")
    on_hold: list[Route] = []
    laptop.route("**/api/arenas/*/members/", lambda route: on_hold.append(route))
    dialog = laptop.get_by_role("dialog")
    opens = [
        row(laptop, one).get_by_role("button", name=re.compile("Saknar ledare")) for one in (stage, meeting_elsewhere)
    ]
    opens[0].click()
    dialog.get_by_label("E-post").fill("tilda@example.se")
    dialog.get_by_role("button", name="Bjud in").click()
    expect(dialog.get_by_role("button", name="Skickar")).to_be_visible()
    laptop.keyboard.press("Escape")
    opens[1].click()
    expect(dialog.get_by_role("button", name="Bjud in")).to_be_visible()
    (held,) = on_hold
    held.abort()
    laptop.unroute("**/api/arenas/*/members/")
    expect(laptop.get_by_text("Servern svarar inte.", exact=False)).to_be_visible()
    expect(dialog.get_by_label("E-post")).to_have_value("")
    laptop.keyboard.press("Escape")
    opens[0].click()
    expect(dialog.get_by_label("E-post")).to_have_value("tilda@example.se")
    expect(dialog.get_by_role("alert").filter(has_text="Servern svarar inte.")).to_be_visible()
    dialog.get_by_label("E-post").fill("")
    laptop.keyboard.press("Escape")


def test_the_days_screen_tells_what_runs_and_updates_itself_and_outlives_the_network(
    elsewhere: BrowserContext, laptop: Page, stage: Meeting
) -> None:
    laptop.goto(f"/arenas/{arena(stage)}/")
    press(laptop, "^Dagens skärm$", most=MOST)
    look = Looker(laptop)
    look("the way to the day's screen", zoomed=True)
    with laptop.expect_popup() as opened:
        press(laptop, "^Öppna skärmen$")
    opened.value.wait_for_url("**/screen/**")
    address = opened.value.url
    opened.value.close()
    look.assert_nothing()
    wall = elsewhere.new_page()
    wall.goto(address)
    spot = wall.get_by_role("listitem").filter(has=wall.get_by_role("heading", name=place(stage)))
    code = f"{stage.code[:3]}\u00a0{stage.code[3:]}"
    expect(spot.get_by_text(title(stage))).to_be_visible()
    expect(spot.get_by_text(code)).to_be_visible()
    expect(spot.get_by_role("img", name=f"QR-kod till mötet {code}")).to_be_visible()
    seen = Looker(wall)
    seen("the day's screen", reflow=False)
    stage.lead("workshop.lock")
    expect(spot.get_by_text("Tar inte emot fler just nu")).to_be_visible()
    expect(spot.get_by_text(code)).to_have_count(0)
    elsewhere.set_offline(True)
    stage.lead("workshop.unlock")
    expect(wall.get_by_text("Bilden är den senaste.")).to_be_visible(timeout=40_000)
    expect(spot.get_by_text(title(stage))).to_be_visible()
    seen("the day's screen without a network", reflow=False)
    elsewhere.set_offline(False)
    expect(spot.get_by_text(code)).to_be_visible()
    expect(wall.get_by_text("Bilden är den senaste.")).to_have_count(0)
    stage.lead("workshop.close")
    expect(spot).to_have_count(0)
    laptop.goto(f"/arenas/{arena(stage)}/")
    laptop.get_by_role("button", name="Dagens skärm").click()
    laptop.get_by_role("button", name="Stäng av alla skärmar").click()
    laptop.get_by_role("button", name="Stäng av", exact=True).click()
    expect(wall.get_by_role("heading", name="Skärmen visas inte längre")).to_be_visible()
    seen("the day's screen, ended", reflow=False)
    seen.assert_nothing()


@pytest.fixture
def many(stage: Meeting) -> Iterator[list[str]]:
    """The places of more meetings than the day's screen shows at once; they begin about now."""
    places, made = [f"Rum {stage.code} {n:02}" for n in range(13)], []
    for name in places:
        body = {"template": "ideas", "title": f"I {name}", "starts_at": datetime.now(UTC).isoformat()}
        made.append(stage.http.post(f"/api/arenas/{arena(stage)}/workshops/", json=body).json())
        change = {"version": made[-1]["version"], "place": name}
        assert stage.http.patch(f"/api/setup/{made[-1]['id']}/", json=change).status_code == 200
    yield places
    for one in made:
        stage.http.delete(f"/api/setup/{one['id']}/")


def test_more_meetings_than_fit_take_turns_and_whoever_reads_may_stay(
    elsewhere: BrowserContext, stage: Meeting, many: list[str]
) -> None:
    day = {"day": datetime.now(ZoneInfo("Europe/Stockholm")).date().isoformat()}
    wall = elsewhere.new_page()
    wall.goto(stage.http.post(f"/api/arenas/{arena(stage)}/screens/", json=day).json()["url"])
    told = wall.get_by_text(re.compile(r"^Sida \d av \d$"))
    wall.get_by_role("button", name="Stanna här").click()
    expect(wall.get_by_role("button", name="Bläddra vidare")).to_be_visible()
    now, pages = (int(number) for number in re.findall(r"\d", told.inner_text()))
    assert pages > 1
    seen: dict[int, list[str]] = {}
    look = Looker(wall)
    for turn in range(pages):
        page = (now - 1 + turn) % pages + 1
        expect(told).to_have_text(f"Sida {page} av {pages}")
        if turn == 0:
            look("a page of the day's screen", reflow=False)
        seen[page] = wall.get_by_role("heading", level=2).all_inner_texts()
        if page == 1:
            # Whoever stands there can join what goes on.
            expect(wall.get_by_role("listitem").filter(has_text=place(stage)).get_by_role("img")).to_be_visible()
        wall.get_by_role("button", name="Nästa sida").click()
    assert place(stage) in seen[1]
    shown = [name for page in sorted(seen) for name in seen[page]]
    assert [name for name in shown if name in many] == many
    assert max(len(names) for names in seen.values()) <= MOST_ON_A_PAGE
    wall.get_by_role("button", name="Bläddra vidare").click()
    for page in range(1, pages + 1):
        expect(told).to_have_text(f"Sida {page} av {pages}", timeout=120_000)
    wall.set_viewport_size({"width": 390, "height": 844})
    expect(told).to_have_count(0)
    assert wall.get_by_role("heading", level=2).count() == len(shown)
    look.assert_nothing()


def test_all_posters_of_the_day_are_printed_in_one_go_each_on_its_own_page(laptop: Page, stage: Meeting) -> None:
    stage.setting("collect", tables=5)
    laptop.goto(f"/arenas/{arena(stage)}/")
    with laptop.expect_popup() as opened:
        laptop.get_by_role("link", name=named("Skriv ut, Affischer")).click()
    print_out = opened.value
    expect(print_out.get_by_text(title(stage))).to_be_visible()
    sheets = print_out.locator("article").count()
    posters = print_out.get_by_role("heading", name="Gå med i mötet", level=1).count()
    assert sheets >= posters + 2
    print_out.wait_for_function("() => [...document.images].every((image) => image.complete && image.naturalWidth > 0)")
    assert len(PAGES.findall(print_out.pdf(prefer_css_page_size=True, print_background=True))) == sheets
    look = Looker(print_out)
    look.here("all posters", reflow=False)
    print_out.get_by_role("link", name="Utan bordskort").click()
    expect(print_out.get_by_role("link", name=re.compile(r"^Med \d+ bordskort$"))).to_be_visible()
    assert len(PAGES.findall(print_out.pdf(prefer_css_page_size=True, print_background=True))) == posters
    look.assert_nothing()
    print_out.close()


def test_the_arena_on_a_phone(pocket: BrowserContext, stage: Meeting) -> None:
    phone = pocket.new_page()
    phone.goto(f"/arenas/{arena(stage)}/")
    expect(row(phone, stage).get_by_text("Saknar ledare", exact=True)).to_be_visible()
    assert_screen(phone)
    row(phone, stage).get_by_role("button", name=re.compile("Saknar ledare")).click()
    expect(phone.get_by_role("button", name=re.compile("^Jag leder"))).to_be_visible()
    assert_screen(phone)


def test_a_setting_that_was_typed_when_the_tab_closed_is_back_and_saved(
    second: BrowserContext, meeting: Meeting
) -> None:
    before = meeting.http.get("/api/me/").json()["name"]
    page = second.new_page()
    page.goto("/settings/")
    field = page.get_by_label("Ditt namn")
    tab_to(page, "^Ditt namn", most=MOST)
    field.fill(f"{before} den andra")
    page.close()
    assert meeting.http.get("/api/me/").json()["name"] == before
    again = second.new_page()
    again.goto("/settings/")
    expect(again.get_by_label("Ditt namn")).to_have_value(f"{before} den andra")
    arrives(lambda: meeting.http.get("/api/me/").json()["name"], f"{before} den andra")
    again.get_by_label("Ditt namn").fill(before)
    again.keyboard.press("Tab")
    arrives(lambda: meeting.http.get("/api/me/").json()["name"], before)
    again.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('organizer.setup.'))")
