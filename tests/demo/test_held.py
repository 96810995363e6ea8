"""A seeded session is like one that was really held: its log and its rows tell the same."""

import random
from typing import Any

import pytest
from django.utils import timezone

from ideahub import snapshot
from ideahub.accounts.models import User
from ideahub.core.actor import Audience
from ideahub.demo.held import Held
from ideahub.demo.material import SessionTexts, read_programme, texts_of
from ideahub.demo.seeding import prepare
from ideahub.demo.simulation.reducer import State
from ideahub.eventlog.models import Event
from ideahub.visibility import seen_by
from ideahub.workshops.arenas import create_arena
from ideahub.workshops.models import Workshop


def state_of(workshop: Workshop, audience: Audience) -> State:
    return State({**snapshot.build(workshop.id, audience), "me": None})


def told(workshop: Workshop, audience: Audience) -> list[dict[str, Any]]:
    events = Event.objects.filter(stream_id=workshop.id).order_by("seq")
    seen = (seen_by(audience, one.payload, totals_shown=one.totals_shown, was_seen=one.was_seen) for one in events)
    return [event for event in seen if event is not None]


@pytest.mark.django_db
@pytest.mark.parametrize("session", read_programme().sessions[:3], ids=lambda session: session.slug)
def test_the_log_of_a_held_session_folds_to_its_snapshot_for_everybody(session: Any) -> None:
    ana = User.objects.create_user("ana@example.org", "not-a-secret")
    arena = create_arena(by=ana, name="Trädgården")
    workshop, columns = prepare(arena, session, ana, starts_at=timezone.now(), code=None)
    before = {audience: state_of(workshop, audience) for audience in Audience}
    texts = texts_of(session)
    assert texts is not None

    Held(workshop, ana, few(texts), timezone.now(), columns, 12, random.Random(1)).play()

    for audience, state in before.items():
        for event in told(workshop, audience):
            state.apply(event)
        assert state.canonical() == state_of(workshop, audience).canonical(), audience


@pytest.mark.django_db
@pytest.mark.parametrize("model", ["thumb", "agree", "scale"])
def test_a_session_can_be_held_with_each_model_of_voting(model: str) -> None:
    session = read_programme().sessions[0]
    ana = User.objects.create_user("ana@example.org", "not-a-secret")
    workshop, columns = prepare(
        create_arena(by=ana, name="Trädgården"), session, ana, starts_at=timezone.now(), code=None
    )
    vote = workshop.activities.get(kind="vote")
    vote.settings = {**vote.settings, "model": model}
    vote.save()
    texts = texts_of(session)
    assert texts is not None

    Held(workshop, ana, few(texts), timezone.now(), columns, 8, random.Random(1)).play()

    ideas = state_of(workshop, Audience.STAFF).ideas.values()
    assert sum(idea["answers"] is not None for idea in ideas) > 20


def few(texts: SessionTexts) -> SessionTexts:
    """A third of the ideas with as many votes as twelve people have."""
    ideas = tuple(one.model_copy(update={"votes": min(one.votes, 1)}) for one in texts.presentable[:40])
    return SessionTexts.model_construct(ideas=ideas, comments=texts.comments, actions=texts.actions)
