"""What somebody who signs in may see. Every read of set-up goes through here, so a stranger finds nothing."""

from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ideahub.accounts.models import Membership
from ideahub.workshops.models import Arena, Participant, Table, Workshop


def arenas_seen_by(user_id: UUID) -> QuerySet[Arena]:
    """With `role`, what this person is there, and `meetings`, how many there are."""
    role = Membership.objects.filter(arena=OuterRef("pk"), user=user_id).values("role")
    meetings = (
        Workshop.objects.filter(arena=OuterRef("pk"), is_rehearsal=False, removed_at=None)
        .order_by()
        .values("arena")
        .annotate(n=Count("pk"))
    )
    return (
        Arena.objects.filter(memberships__user=user_id)
        .annotate(
            role=Subquery(role[:1]),
            meetings=Coalesce(Subquery(meetings.values("n"), output_field=IntegerField()), 0),
        )
        .order_by("-date", "name")
    )


def workshops_seen_by(user_id: UUID) -> QuerySet[Workshop]:
    """Rehearsals are nobody's meetings, nor are those that are being removed."""
    mine = Workshop.objects.filter(arena__memberships__user=user_id, is_rehearsal=False, removed_at=None)
    return mine.select_related("arena", "activity")


def with_setup(workshops: QuerySet[Workshop]) -> QuerySet[Workshop]:
    return workshops.prefetch_related("columns", "activities")


def with_counts(workshops: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """With `people`, who joined, and `idea_count`, ideas that were not withdrawn."""
    ideas = Count("ideas", filter=Q(ideas__withdrawn=False), distinct=True)
    joined = Participant.objects.filter(workshop=OuterRef("pk")).order_by().values("workshop").annotate(n=Count("pk"))
    people = Coalesce(Subquery(joined.values("n"), output_field=IntegerField()), 0)
    return workshops.annotate(people=people, idea_count=ideas)


def is_anonymous(workshop: Workshop) -> bool:
    """No step of it shows names at ideas."""
    return all(one.rules.anonymous for one in workshop.activities.filter(kind="collect"))


def table_of(participant: UUID) -> UUID | None:
    """The table that this participant writes for."""
    return Table.objects.filter(holder=participant).values_list("pk", flat=True).first()
