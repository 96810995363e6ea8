"""Workshops, activities and columns as the protocol shows them."""

from typing import cast

from django.conf import settings

from ideahub.protocol import state
from ideahub.workshops.models import Activity, Column, Participant, Table, Workshop


def join_url(workshop: Workshop) -> str:
    """What the QR code holds."""
    return f"{settings.PUBLIC_URL}/q/{workshop.qr_token}"


def workshop_fact(workshop: Workshop, *, voted: int, done: int) -> state.Workshop:
    return state.Workshop.model_construct(
        id=workshop.id,
        code=workshop.code,
        title=workshop.title,
        purpose=workshop.purpose,
        language=workshop.language,
        status=cast(state.Status, workshop.status),
        activity=workshop.activity_id,
        timer=state.Timer(ends_at=workshop.timer_ends_at, paused_s=workshop.timer_paused_s),
        spotlight=workshop.spotlight,
        totals=cast(state.Totals, workshop.totals),
        settings=workshop.settings,
        locked=workshop.locked,
        voted=voted,
        done=done,
        vote_activity=workshop.vote_activity_id,
        arena=workshop.arena.name,
        starts_at=workshop.starts_at,
        join_url=join_url(workshop),
        reported_at=workshop.reported_at,
        took_part=workshop.participants.count() if workshop.status == "closed" else None,
        tables=[table_fact(one) for one in workshop.tables.all()],
    )


def table_fact(table: Table) -> state.Table:
    return state.Table.model_construct(
        number=table.number,
        pen="taken" if table.holder_id else "offered" if table.offered else "free",
        since=table.since,
        holder=table.holder_id,
    )


def activity_fact(activity: Activity) -> state.Activity:
    return state.Activity.model_construct(
        id=activity.id,
        kind=cast(state.ActivityKind, activity.kind),
        title=activity.title,
        minutes=activity.minutes,
        position=activity.position,
        settings=activity.rules,
        started_at=activity.started_at,
        closed_at=activity.closed_at,
        clock_ended_at=activity.clock_ended_at,
    )


def column_fact(column: Column) -> state.Column:
    return state.Column.model_construct(
        id=column.id, title=column.title, position=column.position, shape=cast(state.Shape, column.shape)
    )


def participant_fact(participant: Participant) -> state.Participant:
    return state.Participant.model_construct(
        id=participant.id, name=participant.name, muted=participant.muted, joined_at=participant.joined_at
    )
