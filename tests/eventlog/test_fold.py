"""What a client has after the events is what the server has: for each audience, whatever happened."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ideahub import snapshot
from ideahub.core.actor import Audience
from ideahub.core.ids import new_id
from ideahub.ideas.commenting import count_comments
from ideahub.ideas.models import Comment
from ideahub.ideas.supporting import count_supporters
from ideahub.protocol.events import any_event
from tests.support.fold import canonical, fold, seen
from tests.support.room import Room, command, make_draft, open_room

Do = Callable[[Room, "Picks"], Any]


class Picks:
    """Numbers that hypothesis chose, as choices of whatever there is."""

    def __init__(self, numbers: tuple[int, int, int]) -> None:
        self.numbers = numbers

    def of(self, rows: Any, at: int = 0) -> Any:
        rows = list(rows)
        return rows[self.numbers[at] % len(rows)] if rows else new_id()


def idea(room: Room, picks: Picks, at: int = 0) -> Any:
    return picks.of(room.workshop.ideas.order_by("number").values_list("id", flat=True), at)


def cluster(room: Room, picks: Picks, at: int = 0) -> Any:
    return picks.of(room.workshop.clusters.order_by("position").values_list("id", flat=True), at)


def action(room: Room, picks: Picks) -> Any:
    return picks.of(room.workshop.actions.values_list("id", flat=True))


def comment(room: Room, picks: Picks) -> Any:
    found = Comment.objects.filter(idea__workshop=room.workshop).order_by("created_at", "id")
    return picks.of(found.values_list("id", flat=True))


def suggestion(room: Room, picks: Picks) -> Any:
    return picks.of(room.workshop.suggestions.values_list("id", flat=True))


def who(room: Room, picks: Picks, at: int = 1) -> Any:
    return picks.of([room.ben, room.eva, room.ana], at)


def column(room: Room, picks: Picks) -> Any:
    return picks.of(room.columns, 2).id


STEPS: dict[str, Do] = {
    "capture": lambda r, p: r.ask(
        who(r, p), "idea.capture", idea=new_id(), column=column(r, p), text=f"Idé {p.numbers}"
    ),
    "edit": lambda r, p: r.ask(who(r, p), "idea.edit", idea=idea(r, p), text=f"Ändrad {p.numbers}"),
    "withdraw": lambda r, p: r.ask(who(r, p), "idea.withdraw", idea=idea(r, p)),
    "support": lambda r, p: r.ask(who(r, p), "idea.support", idea=idea(r, p), on=bool(p.numbers[2] % 3)),
    "all support": lambda r, p: r.send(
        *(command(one, "idea.support", idea=idea(r, p), on=bool(p.numbers[2] % 3)) for one in r.crowd)
    ),
    "show": lambda r, p: r.ask(r.ana, "idea.show", ideas=[idea(r, p)]),
    "hide": lambda r, p: r.ask(r.ana, "idea.hide", ideas=[idea(r, p), idea(r, p, 1)]),
    "move": lambda r, p: r.ask(r.ana, "idea.move", idea=idea(r, p), column=column(r, p)),
    "put": lambda r, p: r.ask(r.ana, "idea.move", idea=idea(r, p), cluster=cluster(r, p, 1)),
    "order": lambda r, p: r.ask(r.ana, "idea.move", idea=idea(r, p), before=idea(r, p, 1)),
    "merge": lambda r, p: r.ask(r.ana, "idea.merge", idea=idea(r, p), into=idea(r, p, 1)),
    "split": lambda r, p: r.ask(r.ana, "idea.split", idea=idea(r, p)),
    "cluster": lambda r, p: r.ask(
        r.ana, "cluster.create", cluster=new_id(), title="Grupp", column=column(r, p), ideas=[idea(r, p)]
    ),
    "rename": lambda r, p: r.ask(r.ana, "cluster.rename", cluster=cluster(r, p), title="Nytt namn"),
    "cluster order": lambda r, p: r.ask(r.ana, "cluster.move", cluster=cluster(r, p), before=cluster(r, p, 1)),
    "cluster column": lambda r, p: r.ask(r.ana, "cluster.move", cluster=cluster(r, p), column=column(r, p)),
    "cluster merge": lambda r, p: r.ask(r.ana, "cluster.merge", cluster=cluster(r, p), into=cluster(r, p, 1)),
    "cluster remove": lambda r, p: r.ask(r.ana, "cluster.remove", cluster=cluster(r, p)),
    "cluster restore": lambda r, p: r.ask(r.ana, "cluster.restore", cluster=cluster(r, p), ideas=[idea(r, p)]),
    "comment": lambda r, p: r.ask(who(r, p), "comment.add", comment=new_id(), idea=idea(r, p), text="Bra"),
    "comment removed": lambda r, p: r.ask(r.ana, "comment.remove", comment=comment(r, p)),
    "comment restored": lambda r, p: r.ask(r.ana, "comment.restore", comment=comment(r, p)),
    "go": lambda r, p: r.ask(r.ana, "activity.start", activity=p.of(r.steps.values()).id),
    "vote": lambda r, p: r.ask(who(r, p), "vote.set", target=idea(r, p), points=p.numbers[2] % 3),
    "vote cluster": lambda r, p: r.ask(who(r, p), "vote.set", target=cluster(r, p), points=p.numbers[2] % 3),
    "answer": lambda r, p: r.ask(who(r, p), "vote.set", target=idea(r, p), points=[-1, 0, 1, None][p.numbers[2] % 4]),
    "rate": lambda r, p: r.ask(who(r, p), "vote.set", target=idea(r, p), points=p.numbers[1], effort=p.numbers[2]),
    "all answer": lambda r, p: r.send(
        *(
            command(one, "vote.set", target=idea(r, p), points=1, **({"effort": 2} if p.numbers[1] % 2 else {}))
            for one in r.crowd
        )
    ),
    "done": lambda r, p: r.ask(who(r, p), "vote.done", done=bool(p.numbers[0] % 2)),
    "totals shown": lambda r, p: r.ask(r.ana, "totals.show"),
    "totals hidden": lambda r, p: r.ask(r.ana, "totals.hide"),
    "spotlight": lambda r, p: r.ask(r.ana, "spotlight.set", idea=idea(r, p)),
    "lock": lambda r, p: r.ask(r.ana, "workshop.lock"),
    "unlock": lambda r, p: r.ask(r.ana, "workshop.unlock"),
    "pause": lambda r, p: r.ask(r.ana, "timer.set", paused_s=p.numbers[0]),
    "close": lambda r, p: r.ask(r.ana, "workshop.close"),
    "reopen": lambda r, p: r.ask(r.ana, "workshop.reopen"),
    "mute": lambda r, p: r.ask(r.ana, "participant.mute", participant=r.eva.id),
    "action": lambda r, p: r.ask(r.ana, "action.create", action=new_id(), title="Ring", ideas=[idea(r, p)]),
    "action status": lambda r, p: r.ask(
        r.ana, "action.update", action=action(r, p), status=p.of(["draft", "open", "done"], 1)
    ),
    "action claimed": lambda r, p: r.ask(
        r.ben, "action.claim", action=action(r, p), name="Ben", email="ben@example.se"
    ),
    "action removed": lambda r, p: r.ask(r.ana, "action.remove", action=action(r, p)),
    "suggest": lambda r, p: r.ask(who(r, p), "action.suggest", suggestion=new_id(), title="Bjud in"),
    "taken up": lambda r, p: r.ask(
        r.ana, "action.create", action=new_id(), title="Bjud in alla", suggestion=suggestion(r, p)
    ),
    "declined": lambda r, p: r.ask(r.ana, "suggestion.decline", suggestion=suggestion(r, p)),
    "restored": lambda r, p: r.ask(r.ana, "suggestion.restore", suggestion=suggestion(r, p)),
    "suggestion taken back": lambda r, p: r.ask(who(r, p), "suggestion.withdraw", suggestion=suggestion(r, p)),
    "erased": lambda r, p: r.ask(who(r, p), "idea.erase", idea=idea(r, p)),
    "all erased": lambda r, p: r.ask(who(r, p), "mine.erase"),
    "join": lambda r, p: r.join("Kim") if r.fresh().status == "open" and not r.fresh().locked else None,
}

number = st.integers(0, 5)
step = st.tuples(st.sampled_from(sorted(STEPS)), st.tuples(number, number, number))
# Much of what can go wrong needs ideas and a vote first.
BEGINNINGS = {
    "collecting": {"at": "collect", "comments": True},
    "reviewed": {"at": "collect", "review": True, "comments": True},
    "held back": {"at": "collect", "show_others_after_s": None},
    "voting": {"at": "vote", "comments": True},
    "voting on clusters": {"at": "vote", "target": "clusters"},
    "live": {"at": "vote", "show_results": "live", "max_per_target": 2},
    "thumbs": {"at": "vote", "show_results": "live", "model": "thumb"},
    "cards": {"at": "vote", "show_results": "live", "model": "agree"},
    "axes": {"at": "vote", "show_results": "live", "model": "scale"},
    "acting": {"at": "commit"},
    "secret cards": {"at": "vote", "model": "agree"},
}


def begin(beginning: str) -> Room:
    room = open_room(at="collect", comments=True)
    room.set_up("vote", comments=True, max_per_target=2)
    room.crowd = [room.join() for _ in range(4)]
    ideas = [room.capture(who) for who in (room.ben, room.eva, room.ana)]
    room.do(room.ana, "cluster.create", cluster=new_id(), title="Grupp", column=None, ideas=ideas[:1])
    settings = dict(BEGINNINGS[beginning])
    room.go_to(str(settings.pop("at")), **settings)
    return room


def require_same(room: Room, start: dict[Audience, Any], after: int) -> None:
    for audience in Audience:
        told = seen(audience, room.events(after))
        for event in told:
            any_event.validate_python(event)
        folded = fold(start[audience], told, staff=audience is Audience.STAFF)
        assert canonical({**folded, "seq": room.seq}) == canonical(room.state(audience)), audience


def require_counted(room: Room) -> None:
    """The support and the comments counted on ideas are what their rows say."""
    for one in room.workshop.ideas.filter(withdrawn=False, merged_into=None):
        kept = (one.supports, one.comments)
        count_supporters(one.id)
        count_comments([one])
        counted = room.idea(one.id)
        assert (counted.supports, counted.comments) == kept


@pytest.mark.django_db
@pytest.mark.parametrize("beginning", sorted(BEGINNINGS))
@given(steps=st.lists(step, min_size=1, max_size=20))
@settings(max_examples=9)
def test_a_snapshot_and_the_events_after_it_are_the_state(beginning: str, steps: list[Any]) -> None:
    with transaction.atomic():
        room = begin(beginning)
        start, after = {audience: room.state(audience) for audience in Audience}, room.seq
        for name, numbers in steps:
            STEPS[name](room, Picks(numbers))
        require_same(room, start, after)
        require_counted(room)
        assert [event.seq for event in room.events()] == list(range(1, room.seq + 1))
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("beginning", ["voting", "secret cards"])
def test_its_leaders_keep_what_a_hidden_idea_was_given_when_totals_are_shown(beginning: str) -> None:
    room = begin(beginning)
    hidden = room.workshop.ideas.get(number=2).id
    start, after = {audience: room.state(audience) for audience in Audience}, room.seq
    room.do(room.ben, "vote.set", target=hidden, points=1)
    room.do(room.ana, "idea.hide", ideas=[hidden])
    room.do(room.ana, "totals.show")
    told = next(one for one in room.state(Audience.STAFF)["ideas"] if one["id"] == str(hidden))
    assert told["points"] == 1
    require_same(room, start, after)


def test_the_events_from_the_beginning_are_the_state(db: None) -> None:
    workshop = make_draft()
    start = {audience: snapshot.build(workshop.id, audience) for audience in Audience}
    room = open_room()
    start = {audience: {**snapshot_of_a_draft(room, start[audience])} for audience in Audience}
    room.ideas = [room.capture(room.ben), room.capture(room.eva)]
    room.go_to("vote")
    room.vote(room.ben, room.ideas[0])
    room.do(room.ana, "workshop.close")
    require_same(room, start, 0)


def snapshot_of_a_draft(room: Room, state: dict[str, Any]) -> dict[str, Any]:
    """The state of another draft with this room's set-up, which no event tells."""
    set_up = snapshot.build(room.workshop.id, Audience.STAFF)
    return {**state, "epoch": set_up["epoch"], "columns": set_up["columns"]}
