from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from ideahub.core.actor import Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.ideas import exposure
from ideahub.ideas.exposure import Seen, phones_by_target, store_seen
from ideahub.ideas.models import Idea
from ideahub.workshops.models import Workshop
from tests.plain.conftest import page_of
from tests.support.page import Page, left_in_fields, text_of
from tests.support.room import Room


def column(room: Room) -> str:
    return str(room.columns[0].id)


def test_an_idea_is_sent_and_its_number_is_said(ben: Page, room: Room) -> None:
    said = ben.send("idea", text="Odla på taket", column=column(room))
    assert "Din idé fick nummer 1." in said
    assert "Odla på taket Visas i rummet" in said


def test_an_idea_is_sent_while_ideas_are_grouped_where_the_step_goes_on(ben: Page, room: Room) -> None:
    room.set_up("collect", grace_s=0, max_chars=100)
    room.go_to("group")
    assert "Din idé, en mening räcker" not in ben.read()
    room.set_up("collect", while_grouping=True)
    assert "Högst 100 tecken." in ben.read()
    said = ben.send("idea", text="Odla på taket", column=column(room))
    assert "Din idé fick nummer 1." in said
    assert "Odla på taket Visas i rummet" in said
    room.do(room.ana, "timer.set", ends_at=now() - timedelta(seconds=30))
    assert "Din idé, en mening räcker" not in ben.read()


def test_an_idea_that_waits_for_review_says_so(ben: Page, room: Room) -> None:
    room.set_up("collect", review=True)
    said = ben.send("idea", text="Odla på taket", column=column(room))
    assert "Din idé fick nummer 1. Den granskas och visas snart i rummet." in said
    assert "Odla på taket Granskas" in said


def test_pressing_twice_sends_once(ben: Page, room: Room) -> None:
    form = ben.form("idea", text="Odla på taket", column=column(room))
    for _ in range(2):
        assert "Din idé fick nummer 1." in text_of(ben.post(form))
    assert Idea.objects.count() == 1


def test_another_text_on_the_page_that_was_gone_back_to_is_another_idea(ben: Page, room: Room) -> None:
    form = ben.form("idea", text="Odla på taket", column=column(room))
    ben.post(form)
    assert "Din idé fick nummer 2." in text_of(ben.post({**form, "text": "Odla på gården"}))


def test_a_text_that_is_too_long_comes_back_with_what_is_wrong_and_its_column(ben: Page, room: Room) -> None:
    long = "ö" * 281
    response = ben.post(ben.form("idea", text=long, column=column(room)))
    assert response.status_code == 400
    assert "1 tecken för lång" in text_of(response)
    assert left_in_fields(response) == [long]
    assert f'value="{column(room)}" required checked' in response.content.decode()


def test_a_text_for_a_step_that_has_ended_is_kept_to_copy(ben: Page, room: Room) -> None:
    form = ben.form("idea", text="Kom för sent", column=column(room))
    room.set_up("collect", grace_s=0)
    room.go_to("vote")
    with patch("ideahub.eventlog.log.clock_now", lambda: now() + timedelta(minutes=1)):
        response = ben.post(form)
    assert response.status_code == 409
    assert left_in_fields(response) == ["Kom för sent"]
    assert "Din text är kvar" in text_of(response)


def test_what_is_written_for_a_table_does_not_become_ones_own_when_the_pen_has_moved(ben: Page, room: Room) -> None:
    room.set_up("collect", tables=6)
    room.do(room.ben, "table.take", table=4)
    assert "Du skriver för bord 4. Idén blir bordets." in ben.read()
    assert "Bord 4. Visas i rummet" in ben.send("idea", text="Från bordet", column=column(room))
    form = ben.form("idea", text="Sagt vid bordet", column=column(room))
    room.do(room.ana, "table.leave", table=4)
    refused = ben.post(form)
    assert refused.status_code == 403
    assert "Din telefon hade inte pennan för bord 4." in text_of(refused)
    assert left_in_fields(refused) == ["Sagt vid bordet"]
    ben.send("idea", text="Sagt vid bordet", column=column(room))
    assert [one["table"] for one in room.state(Audience.STAFF)["ideas"]] == [4, None]


def test_a_text_is_kept_when_the_database_is_away(ben: Page, room: Room) -> None:
    form = ben.form("idea", text="Precis då", column=column(room))
    with patch("ideahub.edge.counting.execute_batch", side_effect=OperationalError):
        response = ben.post(form)
    assert response.status_code == 503
    assert left_in_fields(response) == ["Precis då"]


def test_own_ideas_are_changed_and_taken_back(ben: Page, room: Room) -> None:
    idea = str(room.capture(room.ben, "Odla på taket"))
    said = ben.send("edit", f"?edit={idea}", text="Odla på alla tak")
    assert "Ändringen är sparad." in said
    assert "Odla på alla tak" in said
    assert "Idén är borttagen." in ben.send("withdraw", idea=idea)
    assert "Odla på alla tak" not in ben.read()


def test_a_change_that_is_refused_stays_in_its_field(ben: Page, room: Room) -> None:
    idea = str(room.capture(room.ben, "Odla på taket"))
    response = ben.post(ben.form("edit", f"?edit={idea}", text="ö" * 300))
    assert response.status_code == 400
    assert "ö" * 300 in left_in_fields(response)


def test_somebody_elses_idea_is_neither_changed_nor_taken_back(ben: Page, room: Room) -> None:
    theirs = str(room.capture(room.eva, "Evas idé"))
    mine = str(room.capture(room.ben, "Bens idé"))
    change = ben.form("edit", f"?edit={mine}", text="Kapad")
    assert ben.post({**change, "idea": theirs}).status_code == 403
    assert ben.post({**ben.form("withdraw", idea=mine), "idea": theirs}).status_code == 403
    assert room.idea(new(theirs)).text == "Evas idé"


def new(raw: str):  # type: ignore[no-untyped-def]
    from uuid import UUID

    return UUID(raw)


def test_votes_are_placed_moved_and_taken_back_by_one_form(ben: Page, room: Room) -> None:
    first, second = (str(room.capture(room.eva, text)) for text in ("Ett", "Två"))
    room.go_to("vote", votes_per_person=3, max_per_target=3)
    said = ben.send("vote", **{f"p-{first}": "2", f"p-{second}": "1"})
    assert "Dina röster är sparade." in said
    assert room.me(room.ben)["points"] == {first: 2, second: 1}
    assert "Alla röster är lagda." in said
    ben.send("vote", **{f"p-{first}": "0", f"p-{second}": "3"})
    assert room.me(room.ben)["points"] == {second: 3}


def test_too_many_votes_are_refused_with_what_was_chosen_still_there(ben: Page, room: Room) -> None:
    first, second = (str(room.capture(room.eva, text)) for text in ("Ett", "Två"))
    room.go_to("vote", votes_per_person=3, max_per_target=3)
    response = ben.post(ben.form("vote", **{f"p-{first}": "2", f"p-{second}": "2"}))
    assert response.status_code == 409
    assert "Du har lagt 4 röster men har 3." in text_of(response)
    assert response.content.decode().count('<option value="2" selected>') == 2
    assert room.me(room.ben)["points"] == {}


def test_a_form_of_one_vote_places_nothing_in_the_next(ben: Page, room: Room) -> None:
    idea = room.capture(room.ana)
    room.go_to("vote", votes_per_person=3, max_per_target=3)
    form = ben.form("vote", **{f"p-{idea}": "2"})
    again = room.workshop.activities.create(kind="vote", title="Igen", position=9)
    room.do(room.ana, "activity.start", activity=again.id)
    response = ben.post(form)
    assert response.status_code == 409
    assert "Rösterna gällde en omröstning som är slut och räknas inte." in text_of(response)
    assert 'value="2" selected' not in response.content.decode()
    assert room.me(room.ben)["points"] == {}


def test_votes_for_groups_are_for_groups(ben: Page, room: Room) -> None:
    idea = room.capture(room.eva, "Ett")
    group = new_id()
    room.do(room.ana, "cluster.create", cluster=group, title="Taken", ideas=[idea])
    room.go_to("vote", target="clusters", votes_per_person=3, max_per_target=3)
    assert "Taken" in ben.read()
    ben.send("vote", **{f"p-{group}": "3"})
    assert room.me(room.ben)["points"] == {str(group): 3}


def test_a_group_without_ideas_is_not_voted_on(ben: Page, room: Room) -> None:
    group, empty = new_id(), new_id()
    ideas = [room.capture(room.ana)]
    room.do(room.ana, "cluster.create", cluster=group, title="Gröna gårdar", column=None, ideas=ideas)
    room.do(room.ana, "cluster.create", cluster=empty, title="Tom grupp", column=None, ideas=[])
    room.go_to("vote", target="clusters")
    assert [name for name in ben.form("vote") if name.startswith("p-")] == [f"p-{group}"]


def test_votes_on_what_was_hidden_can_be_taken_back_and_placed_anew(ben: Page, room: Room) -> None:
    first, second = room.capture(room.ana, "Den ena"), room.capture(room.ana, "Den andra")
    room.go_to("vote", votes_per_person=3, max_per_target=3)
    ben.send("vote", **{f"p-{first}": "3"})
    room.do(room.ana, "idea.hide", ideas=[first])
    form = ben.form("vote", **{f"p-{first}": "1", f"p-{second}": "2"})
    assert "Ett förslag som inte visas längre" in ben.read()
    assert "Den ena" not in ben.read()
    assert "Dina röster är sparade." in text_of(ben.post(form))
    assert room.me(room.ben)["points"] == {str(first): 1, str(second): 2}


def test_the_order_of_what_is_voted_on_is_ones_own_and_stays(ben: Page, room: Room) -> None:
    for number in range(8):
        room.capture(room.eva, f"Idé {number}")
    room.go_to("vote")
    mine = [name for name in ben.form("vote") if name.startswith("p-")]
    assert mine == [name for name in ben.form("vote") if name.startswith("p-")]
    assert mine != [name for name in page_of(room, room.eva).form("vote") if name.startswith("p-")]


def test_what_was_shown_on_the_fewest_phones_comes_first_and_this_page_counts_as_one(ben: Page, room: Room) -> None:
    ideas = [room.capture(room.eva, f"Idé {number}") for number in range(6)]
    store_seen(room.workshop.id, [Seen(room.eva.id, idea) for idea in ideas[:3]])
    room.go_to("vote")
    mine = [name.removeprefix("p-") for name in ben.form("vote") if name.startswith("p-")]
    assert set(mine[:3]) == {str(idea) for idea in ideas[3:]}
    assert phones_by_target(room.workshop.id) == dict(zip(ideas, [2, 2, 2, 1, 1, 1], strict=True))


def test_totals_stay_hidden_until_they_are_shown(ben: Page, room: Room) -> None:
    idea = str(room.capture(room.eva, "Ett"))
    room.go_to("vote", votes_per_person=3, max_per_target=3, show_results="manual")
    ben.send("vote", **{f"p-{idea}": "3"})
    assert "Så röstade ni" not in ben.read()
    room.do(room.ana, "totals.show")
    assert "Så röstade ni Plats 1. Ett 3 röster" in ben.read()


def test_a_comment_is_sent_where_the_step_takes_comments(ben: Page, room: Room) -> None:
    idea = str(room.capture(room.eva, "Ett"))
    room.set_up("collect", comments=True)
    ben.send("comment", f"?idea={idea}", text="Bra tänkt")
    assert "Bra tänkt" in ben.read(f"?idea={idea}")
    response = ben.post(ben.form("comment", f"?idea={idea}", text="ö" * 301))
    assert (response.status_code, left_in_fields(response)[-1]) == (400, "ö" * 301)


def test_what_was_said_about_a_part_is_read_with_the_whole_by_its_number(ben: Page, room: Room) -> None:
    ideas = [room.capture(room.eva, "Ett"), room.capture(room.eva, "Två")]
    room.set_up("collect", comments=True)
    ben.send("comment", f"?idea={ideas[1]}", text="Bra tänkt")
    room.do(room.ana, "idea.merge", idea=ideas[1], into=ideas[0])
    assert "Kommentarer Idé 2 Bra tänkt" in ben.read(f"?idea={ideas[0]}")


def test_the_hand_goes_up_and_down(ben: Page, room: Room) -> None:
    room.go_to("discuss")
    room.do(room.eva, "hand.raise")
    assert "Du är nummer 2 i kön." in ben.send("hand", up="1")
    assert room.me(room.ben)["hand"]
    room.do(room.eva, "hand.lower")
    assert "Du är nummer 1 i kön." in ben.read()
    ben.send("hand", up="0")
    assert not room.me(room.ben)["hand"]


def test_an_action_nobody_owns_is_taken(ben: Page, room: Room) -> None:
    action = new_id()
    room.go_to("commit")
    room.do(room.ana, "action.create", action=action, title="Ringa rederiet")
    room.do(room.ana, "action.update", action=action, status="open")
    refused = ben.post(ben.form("claim", action=str(action), name="Ben Lind", email="ben"))
    assert refused.status_code == 400
    assert 'value="Ben Lind"' in refused.content.decode()
    said = ben.send("claim", action=str(action), name="Ben Lind", email="ben@example.org")
    assert "Du har tagit åtgärden." in said
    assert "Ringa rederiet Ben Lind" in said
    assert "ben@example.org" not in said


def test_an_action_is_suggested_and_followed(ben: Page, room: Room) -> None:
    room.go_to("commit")
    refused = ben.post(ben.form("suggest", text="x" * 201))
    assert refused.status_code == 400
    assert "Texten är 1 tecken för lång." in text_of(refused)
    assert left_in_fields(refused) == ["x" * 201]
    said = ben.send("suggest", text="Håll en dialogdag")
    assert "Förslaget är skickat till mötesledaren." in said
    assert "Håll en dialogdag Skickat till mötesledaren" in said
    [suggestion] = room.me(room.ben)["suggestions"]
    room.do(room.ana, "suggestion.decline", suggestion=suggestion["id"])
    assert "Håll en dialogdag Avböjt av mötesledaren" in ben.read()
    room.do(room.ana, "action.create", action=new_id(), title="Bjud in", suggestion=suggestion["id"])
    assert "Håll en dialogdag Upptaget som åtgärd" in ben.read()


@pytest.mark.parametrize(
    ("status", "said"),
    [("draft", "Upptaget, men visas inte för alla än"), ("dropped", "Blev en åtgärd som inte blir av")],
)
def test_whoever_suggested_it_is_told_what_the_room_sees_of_it(ben: Page, room: Room, status: str, said: str) -> None:
    room.go_to("commit")
    suggestion = new_id()
    room.do(room.ben, "action.suggest", suggestion=suggestion, title="Håll en dialogdag")
    room.do(room.ana, "action.create", action=new_id(), title="Bjud in", status=status, suggestion=suggestion)
    assert f"Håll en dialogdag {said}" in ben.read()


def test_a_suggestion_is_taken_back_while_nobody_has_decided_about_it(ben: Page, room: Room) -> None:
    room.go_to("commit")
    ben.send("suggest", text="Håll en dialogdag")
    ben.send("suggest", text="Måla bänkarna")
    dialogue, benches = (one["id"] for one in room.me(room.ben)["suggestions"])
    form = ben.form("take_back", suggestion=benches)
    page = ben.send("take_back", suggestion=dialogue)
    assert "Du har tagit tillbaka förslaget." in page
    assert "Håll en dialogdag" not in page
    room.do(room.ana, "suggestion.decline", suggestion=benches)
    refused = ben.post(form)
    assert refused.status_code == 403
    assert "Mötesledaren har redan avböjt förslaget." in text_of(refused)
    assert "Ta tillbaka" not in ben.read()


def test_a_suggestion_that_comes_too_late_is_there_to_copy(ben: Page, room: Room) -> None:
    room.go_to("commit", grace_s=0)
    form = ben.form("suggest", text="Håll en dialogdag")
    room.go_to("close")
    response = ben.post(form)
    assert (response.status_code, left_in_fields(response)) == (409, ["Håll en dialogdag"])


def test_the_summary_is_asked_for_after_the_close(ben: Page, room: Room) -> None:
    room.do(room.ana, "workshop.close")
    refused = ben.post(ben.form("summary", email="noor.exempel.se"))
    assert "Adressen saknar @." in text_of(refused)
    assert 'value="noor.exempel.se"' in refused.content.decode()
    ben.send("summary", email="noor@exempel.se")
    assert room.me(room.ben)["summary"]


def test_somebody_muted_reads_and_votes(ben: Page, room: Room) -> None:
    form = ben.form("idea", text="Tyst", column=column(room))
    room.do(room.ana, "participant.mute", participant=room.ben.id)
    assert "Du kan läsa men inte skriva just nu." in ben.read()
    response = ben.post(form)
    assert (response.status_code, left_in_fields(response)) == (403, ["Tyst"])
    room.go_to("discuss")
    assert "Du är nummer 1 i kön." in ben.send("hand", up="1")


@pytest.mark.parametrize("step", ["gather", "collect", "group", "vote", "discuss", "commit", "close"])
def test_every_step_has_its_page(ben: Page, room: Room, step: str) -> None:
    room.capture(room.eva, "<script>alert(1)</script>")
    room.go_to(step)
    response = ben.client.get(ben.path)
    assert response.status_code == 200
    assert room.steps[step].title in text_of(response)
    assert "<script>alert" not in response.content.decode()


def test_what_others_hold_back_is_not_told(ben: Page, room: Room) -> None:
    room.set_up("collect", review=True)
    room.capture(room.eva, "Väntar på granskning")
    assert "Väntar på granskning" not in ben.read()


def test_the_page_speaks_english_and_keeps_what_people_wrote(ben: Page, room: Room) -> None:
    room.capture(room.eva, "Odla på taket")
    Workshop.objects.filter(pk=room.workshop.pk).update(timer_ends_at=now())
    page = ben.read("?lang=en")
    assert "Write an idea" in page
    assert "Odla på taket" in page
    refused = text_of(ben.post(ben.form("idea", text="x" * 281, column=column(room))))
    assert "1 character too long" in refused


@pytest.mark.parametrize("fields", [{}, {"do": "idea"}, {"do": "vote", "form": "x"}, {"do": "drop"}, {"do": "edit"}])
def test_what_makes_no_sense_is_refused_in_words(ben: Page, room: Room, fields: dict[str, str]) -> None:
    response = ben.post(fields)
    assert response.status_code in {200, 400}
    assert len(room.state(Audience.STAFF)["ideas"]) == 0


def test_a_page_takes_as_many_queries_for_three_ideas_as_for_one(
    ben: Page, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The fair order is counted anew each time, not once in a while.
    monkeypatch.setattr(exposure, "KEPT_S", 0)
    counts = []
    for _ in (1, 3):
        for _again in range(2 if counts else 1):
            room.capture(room.eva)
            room.capture(room.ben)
        with CaptureQueriesContext(connection) as queries:
            ben.read()
        counts.append(len(queries))
    assert counts[0] == counts[1]
