"""A vote that was left before anybody wrote down whether the room saw its result takes no more votes once that is written."""

from importlib import import_module

from django.apps import apps

from ideahub.core.clock import now
from ideahub.workshops.models import Activity
from tests.support.room import command, open_room

# Called by itself: what stands after it in the history changes tables that the rest of the test needs as they are now.
take_as_seen = import_module("ideahub.workshops.migrations.0007_votes_left_before").take_as_seen


def test_a_vote_that_was_left_takes_no_more_and_the_last_one_does(db: None) -> None:
    room = open_room()
    idea = room.capture(room.ana)
    first = room.go_to("vote", show_results="manual", grace_s=60, late_s=300)
    rest = {"kind": "vote", "settings": first.settings}
    last = room.workshop.activities.create(title="Igen", position=9, **rest)
    unbegun = room.workshop.activities.create(title="Senare", position=10, **rest)
    room.do(room.ana, "activity.start", activity=last.id)
    open_room()  # One in which there was no vote yet.
    Activity.objects.update(totals_seen=False)
    assert room.ask(room.ben, "vote.set", activity=first.id, target=idea, points=1).ok
    take_as_seen(apps, None)

    assert set(Activity.objects.filter(totals_seen=True)) == {first}
    made = now().isoformat()
    for vote, code in ((first, "not_open"), (last, None), (unbegun, "not_open")):
        sent = command(room.ben, "vote.set", activity=vote.id, target=idea, points=1)
        assert room.send(sent._replace(raw={**sent.raw, "made": made}))[0].code == code
