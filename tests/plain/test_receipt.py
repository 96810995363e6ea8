import json
import logging
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from ideahub import dispatch
from ideahub.core.actor import Audience
from ideahub.core.ids import new_id
from ideahub.workshops.models import Receipt
from ideahub.workshops.receipts import drop_receipt, token_of
from ideahub.workshops.receipts import make_receipt as make_link
from tests.plain.conftest import page_of
from tests.support.page import Page, text_of
from tests.support.room import Room, person

SECRET = "Hemlig trädgård bakom stationen"


def make_receipt(page: Page) -> Page:
    """Presses the button on the plain page; the receipt as somebody reads it who has nothing but the link."""
    response = page.post(page.form("receipt"), follow=False)
    assert response.status_code == 302
    return Page(Client(), response.headers["Location"])


@pytest.fixture
def receipt(ben: Page) -> Page:
    return make_receipt(ben)


def test_a_receipt_tells_what_became_of_an_idea_step_by_step(receipt: Page, room: Room) -> None:
    room.set_up("collect", review=True)
    idea = room.capture(room.ben, SECRET)
    assert "Granskas" in receipt.read()
    room.do(room.ana, "idea.hide", ideas=[idea], reason="Handlar om något annat")
    assert "Dold: Handlar om något annat" in receipt.read()
    room.do(room.ana, "idea.show", ideas=[idea])
    assert "Visas i rummet" in receipt.read()
    group = new_id()
    room.do(room.ana, "cluster.create", cluster=group, title="Gröna rum", ideas=[idea])
    room.go_to("vote", target="clusters", show_results="manual", votes_per_person=3, max_per_target=3)
    room.vote(room.ben, group, 2)
    hidden = receipt.read()
    assert "I gruppen Gröna rum" in hidden
    assert "flest röster" not in hidden
    assert "Dina röster 2 Gröna rum 2 röster" in hidden
    room.do(room.ana, "totals.show")
    assert "2 röster, flest röster Gick vidare" in receipt.read()
    action = new_id()
    room.do(room.ana, "action.create", action=action, title="Gräv", due_on="2026-10-31", ideas=[idea])
    room.do(room.ana, "action.update", action=action, status="in_progress", owner_name="Samira Holm")
    room.do(room.ana, "workshop.close")
    page = receipt.read()
    assert "Blev åtgärden «Gräv»: pågår, klar senast 31 oktober" in page
    for private in ("Samira", "Ben", "Eva", "@"):
        assert private not in page


def test_what_was_written_for_a_table_is_the_tables_on_the_receipt_too(receipt: Page, room: Room) -> None:
    room.set_up("collect", tables=6)
    room.do(room.eva, "table.take", table=4)
    room.capture(room.eva, "Evas vid bordet")
    room.do(room.eva, "table.pass")
    room.do(room.ben, "table.take", table=4)
    page = receipt.read()
    assert "Dina idéer" not in page
    assert re.search(r"Idéer från bord 4 1 .*Idéerna är bordets, inte bara dina\. Idé 1 Evas vid bordet", page)
    room.do(room.ben, "table.leave")
    room.capture(room.ben, SECRET)
    assert re.search(f"Dina idéer 1 Idé 2 {SECRET}", receipt.read())
    assert "bord 4" not in receipt.read()
    theirs = make_receipt(page_of(room, room.eva)).read()
    assert "Idéer från bord 4 1" in theirs
    assert SECRET not in theirs


def test_a_table_idea_that_was_merged_or_erased_is_still_the_tables(receipt: Page, room: Room) -> None:
    room.set_up("collect", tables=6)
    room.do(room.ben, "table.take", table=4)
    merged, grouped = room.capture(room.ben, "Ett från bordet"), room.capture(room.ben, "Två från bordet")
    room.do(room.ana, "idea.merge", idea=merged, into=room.capture(room.eva, "Evas idé"))
    room.do(room.ana, "cluster.create", cluster=new_id(), title="Gröna rum", ideas=[grouped])
    room.do(room.ben, "idea.erase", idea=grouped)
    page = receipt.read()
    assert "Idéer från bord 4 2" in page
    assert "Ett från bordet Ihopslagen med idé 3" in page
    assert "2 Borttagen av den som skrev" in page


def test_a_merged_idea_says_where_it_went(receipt: Page, room: Room) -> None:
    mine, other = room.capture(room.ben, SECRET), room.capture(room.eva, "Evas idé")
    room.do(room.ana, "idea.merge", idea=mine, into=other)
    page = receipt.read()
    assert f"{SECRET} Ihopslagen med idé 2" in page
    assert "Evas idé" not in page


@pytest.mark.parametrize(("language", "words"), [("sv", "2 stöder"), ("en", "2 supporters")])
def test_a_receipt_tells_how_many_support_an_idea(receipt: Page, room: Room, language: str, words: str) -> None:
    idea = room.capture(room.ben, SECRET)
    assert words not in receipt.read()
    for one in (room.eva, room.join()):
        room.do(one, "idea.support", idea=idea, on=True)
    assert words in Page(Client(), f"{receipt.path}?lang={language}").read()


def test_nobody_but_its_holder_sees_anything_of_it(receipt: Page, ben: Page, room: Room) -> None:
    token = receipt.path.strip("/").split("/")[1]
    stored = Receipt.objects.get().token_hash
    told = json.dumps(
        [room.state(audience) for audience in Audience] + [room.me(room.ben)] + [one.payload for one in room.events()],
        default=str,
    )
    assert token not in told
    assert stored not in told
    assert token not in ben.client.get(ben.path).content.decode()


def test_the_page_goes_to_no_cache_no_search_engine_and_no_other_site(receipt: Page) -> None:
    headers = receipt.client.get(receipt.path).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]


def test_somebody_elses_receipt_shows_their_ideas_only(receipt: Page, room: Room) -> None:
    room.capture(room.ben, SECRET)
    theirs = make_receipt(page_of(room, room.eva))
    assert SECRET in receipt.read()
    assert SECRET not in theirs.read()


def test_a_guessed_link_shows_nothing(receipt: Page, room: Room) -> None:
    for token in ("x", "A" * 43, receipt.path.strip("/").split("/")[1][:-1]):
        response = Client().get(f"/r/{token}/")
        assert response.status_code == 404
        assert room.workshop.title not in response.content.decode()


def test_a_new_link_ends_the_old_one(receipt: Page, room: Room) -> None:
    room.capture(room.ben, SECRET)
    moved = receipt.post(receipt.form("renew"), follow=False).headers["Location"].partition("?")[0]
    assert moved != receipt.path
    assert receipt.client.get(receipt.path).status_code == 404
    assert SECRET in Page(Client(), moved).read()


def test_a_link_whose_change_was_not_answered_is_found_by_the_same_press_and_by_no_other(
    receipt: Page, room: Room
) -> None:
    room.capture(room.ben, SECRET)
    somebody_elses = receipt.form("renew")
    pressed = receipt.form("renew")
    first, again = (receipt.post(pressed, follow=False).headers["Location"] for _ in range(2))
    assert first == again
    assert SECRET in Page(Client(), first.partition("?")[0]).read()
    for form in (somebody_elses, {"do": "renew"}, {"do": "renew", "press": ""}, {**pressed, "do": "drop"}):
        assert Page(Client(), receipt.path).post(form, follow=False).status_code == 404
    assert receipt.client.get(receipt.path).status_code == 404
    assert Receipt.objects.count() == 1


def test_an_old_press_leads_nowhere_once_the_link_was_changed_again(receipt: Page) -> None:
    pressed = receipt.form("renew")
    second = Page(Client(), receipt.post(pressed, follow=False).headers["Location"].partition("?")[0])
    pressed_again = second.form("renew")
    third = Page(Client(), second.post(pressed_again, follow=False).headers["Location"].partition("?")[0])
    assert receipt.post(pressed, follow=False).status_code == 404
    third.send("drop")
    assert second.post(pressed_again, follow=False).status_code == 404


def test_a_press_alone_tells_nobody_where_the_receipt_is(ben: Page, receipt: Page) -> None:
    pressed = receipt.form("renew")
    assert receipt.post(pressed, follow=False).status_code == 302
    assert Page(Client(), "/r/anything/").post(pressed, follow=False).status_code == 404
    path = f"/api/workshops/{ben.path.strip('/').split('/')[1]}/receipt/"
    ben.client.post(path, {"press": "a"}, content_type="application/json")
    for address in (receipt.path, "/r/anything/"):
        assert Page(Client(), address).post({"do": "renew", "press": "a"}, follow=False).status_code == 404


def test_a_link_that_was_taken_away_does_not_come_back(ben: Page, room: Room) -> None:
    remembered = ben.form("receipt")
    first = ben.post(remembered, follow=False).headers["Location"]
    assert ben.post(remembered, follow=False).headers["Location"] == first
    Page(Client(), first).send("drop")
    again = ben.post(remembered, follow=False).headers["Location"]
    assert Page(Client(), again).client.get(again).status_code == 200
    assert Client().get(first).status_code == 404
    whose = person(room.ben)
    drop_receipt(whose)
    token = make_link(whose, press="a")
    assert make_link(whose, press="a") == token
    drop_receipt(whose)
    assert make_link(whose, press="a") != token


def test_somebodys_own_page_opens_the_link_there_is_and_changes_nothing(ben: Page, receipt: Page) -> None:
    assert "Öppna kvittot" in ben.read()
    assert make_receipt(ben).path == receipt.path
    moved = receipt.post(receipt.form("renew"), follow=False).headers["Location"].partition("?")[0]
    assert make_receipt(ben).path == moved


def test_a_link_of_which_only_the_hash_is_known_can_be_changed_and_not_told(ben: Page, receipt: Page) -> None:
    """As those made before links could be told again, and those under a secret key that was changed since."""
    path = f"/api/workshops/{ben.path.strip('/').split('/')[1]}/receipt/"
    for change in ({"press_hash": None}, {"press_hash": "0" * 64}):
        Receipt.objects.update(**change)
        assert ben.client.get(path).json() == {"exists": True, "url": None, "qr": None}
        assert "Du har redan en länk. En ny gör att den gamla slutar fungera." in ben.read()
        assert receipt.client.get(receipt.path).status_code == 200
    moved = make_receipt(ben)
    assert receipt.client.get(receipt.path).status_code == 404
    assert "Ditt kvitto" in moved.read()


def test_the_link_does_not_follow_from_what_is_stored(receipt: Page) -> None:
    kept = Receipt.objects.get()
    token = receipt.path.strip("/").split("/")[1]
    assert len(token) == 43
    with override_settings(SECRET_KEY="another"):
        assert token_of(kept) is None
    assert token_of(kept) == token


def test_a_removed_link_opens_nothing_and_the_ideas_stay(receipt: Page, room: Room) -> None:
    room.capture(room.ben, SECRET)
    assert "Ingen kan öppna kvittot längre." in receipt.send("drop")
    assert receipt.client.get(receipt.path).status_code == 404
    assert room.state(Audience.PARTICIPANT)["ideas"][0]["text"] == SECRET


def test_looking_changes_nothing(receipt: Page, room: Room) -> None:
    room.capture(room.ben, SECRET)
    before = (room.seq, Receipt.objects.get().token_hash)
    for query in ("", "?remove=all", "?do=drop", "?do=erase", "?do=renew"):
        receipt.client.get(receipt.path + query)
        receipt.client.head(receipt.path + query)
    assert (room.seq, Receipt.objects.get().token_hash) == before


def test_own_ideas_are_removed_after_a_question_also_after_the_close(receipt: Page, room: Room) -> None:
    loose, grouped = room.capture(room.ben, f"{SECRET} ett"), room.capture(room.ben, f"{SECRET} två")
    other = room.capture(room.eva, "Evas idé")
    room.do(room.ana, "cluster.create", cluster=new_id(), title="Gröna rum", ideas=[grouped, other])
    room.do(room.ana, "workshop.close")
    page = receipt.send("erase", "?remove=all")
    assert "Det du skrev är borttaget." in page
    assert "2 Borttagen av den som skrev" in page
    assert SECRET not in page
    assert SECRET not in json.dumps(room.state(Audience.STAFF), default=str)
    assert room.idea(loose).withdrawn
    assert room.idea(other).text == "Evas idé"


def test_a_receipt_shows_what_else_somebody_has_left_and_takes_it_all_away(receipt: Page, room: Room) -> None:
    room.set_up("collect", comments=True)
    theirs, comment = room.capture(room.eva, "Evas idé"), new_id()
    room.do(room.ben, "comment.add", comment=comment, idea=theirs, text=f"{SECRET} sagt")
    room.do(room.ben, "idea.support", idea=theirs, on=True)
    room.go_to("commit")
    room.do(room.ben, "action.suggest", suggestion=new_id(), title=f"{SECRET} gjort")
    page = receipt.read()
    assert f"Dina kommentarer 1 {SECRET} sagt Om idé 1" in page
    assert f"Dina förslag 1 {SECRET} gjort Skickat till mötesledaren" in page
    assert "Du stöder 1 Idé 1 Evas idé" in page
    room.do(room.ana, "comment.remove", comment=comment)
    assert "sagt Borttagen av den som leder mötet" in receipt.read()
    room.do(room.ana, "workshop.close")
    page = receipt.send("erase", "?remove=all")
    assert "Det du skrev är borttaget." in page
    for gone in (SECRET, "Dina kommentarer", "Dina förslag", "Du stöder", "Ta bort det jag har skrivit"):
        assert gone not in page
    assert SECRET not in json.dumps([event.payload for event in room.events()], ensure_ascii=False)
    assert room.idea(theirs).supports == 0


def test_what_could_not_be_erased_is_not_said_to_be(receipt: Page, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.capture(room.ben, SECRET)
    monkeypatch.setitem(dispatch.RUN, "mine.erase", broken)
    page = receipt.send("erase", "?remove=all")
    assert "Det gick inte att ta bort det du skrev. Inget har ändrats." in page
    assert SECRET in page


def broken(*_args: object) -> None:
    raise RuntimeError("broken")


def test_the_text_of_an_idea_that_was_taken_back_can_still_be_erased(receipt: Page, room: Room) -> None:
    idea = room.capture(room.ben, SECRET)
    room.do(room.ben, "idea.withdraw", idea=idea)
    receipt.send("erase", "?remove=all")
    assert room.idea(idea).text != SECRET
    assert SECRET not in json.dumps([event.payload for event in room.events()], ensure_ascii=False)


def test_what_was_written_after_it_was_all_removed_is_removed_when_it_is_asked_for_again(
    receipt: Page, room: Room
) -> None:
    room.capture(room.ben, "Den första")
    form = receipt.form("erase", "?remove=all")
    receipt.post(form)
    room.capture(room.ben, SECRET)
    assert SECRET not in text_of(receipt.post(form))


def test_the_receipt_goes_with_the_participant(receipt: Page, room: Room) -> None:
    person(room.ben).delete()
    assert receipt.client.get(receipt.path).status_code == 404


def test_its_forms_need_nothing_but_the_link(receipt: Page) -> None:
    strict = Page(Client(enforce_csrf_checks=True), receipt.path)
    sent = strict.client.post(strict.path, {"do": "drop"}, headers={"Origin": "null"})
    assert sent.status_code == 302
    assert not Receipt.objects.exists()


def test_the_link_stands_in_no_log(receipt: Page, caplog: pytest.LogCaptureFixture) -> None:
    from config.logs import mask_links

    token = receipt.path.strip("/").split("/")[1]
    line = mask_links(None, "", {"request": f"GET {receipt.path}", "event": f"Internal Server Error: {receipt.path}"})
    assert token not in str(line)
    assert line["request"] == "GET /r/…/"
    handler = logging.getLogger().handlers[0].formatter
    record = logging.makeLogRecord({"msg": f"Not Found: {receipt.path}", "levelno": logging.WARNING})
    assert token not in (handler.format(record) if handler else "")


def test_the_phone_makes_shows_and_takes_away_its_receipt(ben: Page, room: Room) -> None:
    path = f"/api/workshops/{room.workshop.code}/receipt/"
    none = {"exists": False, "url": None, "qr": None}
    assert ben.client.get(path).json() == none
    made = ben.client.post(path)
    assert made.status_code == 201
    assert made.json()["qr"].startswith("data:image/svg+xml;base64,")
    room.capture(room.ben, SECRET)
    local = "/r/" + made.json()["url"].rpartition("/r/")[2]
    assert SECRET in Page(Client(), local).read()
    assert ben.client.get(path).json() == {"exists": True, **made.json()}
    assert ben.client.post(f"{path}drop/").json() == none
    assert Client().get(local).status_code == 404


def test_a_phone_that_had_no_answer_gets_the_same_link_for_the_same_press(ben: Page, room: Room) -> None:
    path = f"/api/workshops/{room.workshop.code}/receipt/"

    def press(said: object) -> str:
        return str(ben.client.post(path, {"press": said}, content_type="application/json").json()["url"])

    first, again, other = press("a"), press("a"), press("b")
    assert first == again != other
    assert ben.client.post(path, {"press": 7}, content_type="application/json").status_code == 400
    assert ben.client.post(path, {"press": "x" * 65}, content_type="application/json").status_code == 400


def test_staff_projector_and_strangers_have_no_receipt(room: Room) -> None:
    path = f"/api/workshops/{room.workshop.code}/receipt/"
    ana = Client()
    ana.force_login(room.leader)
    assert ana.get(path).status_code == 403
    assert Client().get(path).status_code == 401
    assert Client().post(path).status_code == 401


def test_it_takes_as_many_queries_for_three_ideas_as_for_one(receipt: Page, room: Room) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            room.capture(room.ben)
        receipt.read()
        with CaptureQueriesContext(connection) as queries:
            receipt.read()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_receipt_speaks_english(receipt: Page, room: Room) -> None:
    room.capture(room.ben, SECRET)
    page = text_of(receipt.client.get(receipt.path + "?lang=en"))
    assert "Your receipt" in page
    assert "Shown in the room" in page
    assert SECRET in page
