import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideahub.reports import facts
from ideahub.reports.builder import build
from ideahub.reports.facts import Column, ReportData
from tests.reports.meetings import OPENED, Meeting, hold_drawn_meeting, hold_meeting

pytestmark = pytest.mark.django_db


def built(meeting: Meeting) -> ReportData:
    meeting.workshop.refresh_from_db()
    return build(meeting.workshop)


def column(data: ReportData, title: str) -> Column:
    return next(one for one in data.columns if one.title == title)


def test_the_drawn_meeting_is_counted() -> None:
    data = built(hold_drawn_meeting())
    assert (data.participants, len(data.ideas), data.groups, data.votes, data.voters) == (46, 18, 9, 214, 21)
    assert (len(data.actions), data.minutes, data.merged, data.hidden, data.votes_elsewhere) == (6, 60, 1, 1, 0)
    assert [one.votes for one in data.columns] == [59, 77, 78]
    assert [one.title for one in data.winners] == ["Upphandla behov, inte produkt"]


def test_votes_are_recounted_and_parked_ones_left_out() -> None:
    meeting = hold_meeting(target="ideas")
    idea = meeting.idea("Solceller", points=99)
    meeting.vote(idea.pk, 3, 2)
    parked = meeting.idea("Samma sak", merged_into=idea)
    meeting.vote(parked.pk, 0, 0, 5, parked=True)
    data = built(meeting)
    assert (data.ideas[0].votes, data.votes, data.voters) == (5, 5, 2)


def test_a_tie_is_not_settled_by_itself() -> None:
    meeting = hold_meeting(target="ideas")
    first, second, third = (meeting.idea(text) for text in ("A", "B", "C"))
    meeting.vote(first.pk, 1)
    meeting.vote(second.pk, 2, 2)
    meeting.vote(third.pk, 2, 2)
    data = built(meeting)
    assert [(one.title, one.rank) for _, one in data.ranking] == [("B", 1), ("C", 1), ("A", 3)]
    assert [one.title for one in data.winners] == ["B", "C"]


def test_ranks_in_a_column_are_its_own() -> None:
    meeting = hold_meeting(target="ideas")
    for at, (text, points) in enumerate([("A", 5), ("B", 4), ("C", 3)]):
        meeting.vote(meeting.idea(text, column=at % 2).pk, points)
    data = built(meeting)
    assert [(one.title, one.rank, one.rank_in_column) for one in column(data, "Vätgas").proposals] == [
        ("A", 1, 1),
        ("C", 3, 2),
    ]
    assert [(one.title, one.rank, one.rank_in_column) for one in column(data, "Stadsdelar").proposals] == [("B", 2, 1)]


def test_what_the_room_did_not_see_is_counted_but_never_told() -> None:
    meeting = hold_meeting(target="ideas")
    meeting.idea("Syns")
    hidden = meeting.idea("HEMLIGT dold", status="hidden", reason="HEMLIGT skäl")
    meeting.idea("HEMLIGT väntar", status="pending")
    meeting.idea("HEMLIGT ej avslöjad", room=False)
    meeting.idea("HEMLIGT tillbakadragen", withdrawn=True)
    meeting.idea("HEMLIGT sammanslagen dold", status="hidden", merged_into=meeting.idea("Syns också"))
    meeting.vote(hidden.pk, 2)
    meeting.action("Gör något").ideas.add(hidden)
    meeting.comment(hidden, "HEMLIGT svar")
    data = built(meeting)
    assert "HEMLIGT" not in json.dumps(facts.to_json(data))
    assert (len(data.ideas), data.hidden, data.pending) == (2, 2, 2)
    assert (data.votes, data.votes_elsewhere) == (2, 2)


def test_merged_texts_are_kept_under_the_idea_they_ended_in() -> None:
    meeting = hold_meeting()
    last = meeting.idea("Cyklar")
    middle = meeting.idea("Cykelbanor", merged_into=last)
    meeting.idea("Fler cyklar", merged_into=middle)
    (idea,) = built(meeting).ideas
    assert [(part.number, part.text) for part in idea.merged] == [(2, "Cykelbanor"), (3, "Fler cyklar")]


def test_a_group_over_several_columns_stands_by_itself_and_its_ideas_in_theirs() -> None:
    meeting = hold_meeting()
    across, own = meeting.cluster("Överallt", column=None), meeting.cluster("Här", column=None)
    meeting.idea("A", column=0, cluster=across)
    meeting.idea("B", column=1, cluster=across)
    meeting.idea("C", column=1, cluster=own)
    meeting.vote(across.pk, 2)
    data = built(meeting)
    assert [(one.kind, [proposal.title for proposal in one.proposals]) for one in data.columns] == [
        ("own", []),
        ("own", ["Här"]),
        ("own", []),
        ("across", ["Överallt"]),
    ]
    assert [idea.text for idea in column(data, "Stadsdelar").ideas] == ["B", "C"]


def test_removed_and_empty_groups_are_left_out() -> None:
    meeting = hold_meeting()
    meeting.cluster("Tom")
    cluster = meeting.cluster("Borta")
    cluster.removed = True
    cluster.save()
    meeting.idea("A", cluster=cluster)
    data = built(meeting)
    assert (data.groups, data.ideas[0].group) == (0, None)


def test_ideas_without_a_column_are_kept() -> None:
    meeting = hold_meeting()
    meeting.idea("Utan hem", column=None)
    assert [(one.kind, len(one.ideas)) for one in built(meeting).columns][-1] == ("none", 1)


def test_only_agreed_actions_are_told_and_never_an_address() -> None:
    meeting = hold_meeting()
    meeting.action("Bestämd", owner="Samira", org="upphandlare", owner_email="samira@example.org")
    meeting.action("Förslag", status="draft")
    meeting.action("Struken", status="dropped")
    meeting.action("Borttagen", removed=True)
    data = built(meeting)
    assert [one.title for one in data.actions] == ["Bestämd"]
    assert "samira@example.org" not in json.dumps(facts.to_json(data))


def test_an_action_names_its_groups_and_ideas_once() -> None:
    meeting = hold_meeting()
    cluster = meeting.cluster("Cyklar")
    ideas = [meeting.idea(text, cluster=group) for text, group in [("A", cluster), ("B", cluster), ("C", None)]]
    meeting.action("Bygg").ideas.set(ideas)
    (action,) = built(meeting).actions
    assert [(source.title, source.number) for source in action.sources] == [("Cyklar", None), ("C", 3)]


def test_the_last_vote_that_somebody_voted_in_counts() -> None:
    meeting = hold_meeting(target="ideas")
    idea = meeting.idea("A")
    meeting.vote(idea.pk, 3)
    later = meeting.steps["vote"]
    later.pk, later._state.adding = uuid4(), True
    later.started_at = OPENED + timedelta(minutes=50)
    later.save()
    assert built(meeting).votes == 3


def test_ideas_are_counted_by_the_minute() -> None:
    meeting = hold_meeting()
    for after_s in (65, 70, 119, 250):
        meeting.idea("x", after_s=after_s)
    arrivals = built(meeting).arrivals
    assert arrivals is not None
    assert (arrivals.begins_at, arrivals.slot_min, arrivals.counts) == (OPENED + timedelta(minutes=1), 1, (3, 0, 0, 1))


def test_a_long_meeting_gets_wider_slots() -> None:
    meeting = hold_meeting()
    for after_s in (0, 3 * 3600):
        meeting.idea("x", after_s=after_s)
    arrivals = built(meeting).arrivals
    assert arrivals is not None
    assert (arrivals.slot_min, len(arrivals.counts), sum(arrivals.counts)) == (8, 23, 2)


def test_an_empty_meeting_has_a_report_too() -> None:
    data = built(hold_meeting(people=0))
    assert (data.ideas, data.votes, data.winners, data.arrivals) == ((), 0, (), None)


def test_what_is_stored_is_what_was_built() -> None:
    data = built(hold_drawn_meeting())
    assert facts.from_json(json.loads(json.dumps(facts.to_json(data)))) == data


def test_another_meeting_leaves_no_trace() -> None:
    hold_drawn_meeting(title="Annat möte")
    assert built(hold_meeting()).ideas == ()


def test_the_number_of_queries_does_not_grow() -> None:
    counts = []
    for size in (1, 3):
        meeting = hold_meeting(target="ideas")
        for at in range(size):
            idea = meeting.idea(f"Idé {at}")
            meeting.comment(idea, "Ja")
            meeting.vote(idea.pk, 1)
            meeting.action(f"Åtgärd {at}").ideas.add(idea)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            built(meeting)
        counts.append(len(queries))
    assert counts[0] == counts[1]
