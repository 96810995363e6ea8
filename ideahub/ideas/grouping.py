"""Sorting together: moving ideas, merging and splitting them, and the clusters they lie in."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog.models import Event
from ideahub.ideas import facts
from ideahub.ideas.commenting import count_comments
from ideahub.ideas.domain import find, place_before, record, record_threads
from ideahub.ideas.models import Cluster, Idea
from ideahub.ideas.supporting import count_supporters
from ideahub.protocol import events
from ideahub.text import clean
from ideahub.workshops.rules import require_staff
from ideahub.workshops.scene import Scene

MOST_CHARS_OF_TITLE = 120


def find_cluster(scene: Scene, cluster: UUID | None) -> Cluster:
    """A cluster of this workshop that is not removed. Raises `not_found`."""
    found = scene.workshop.clusters.filter(pk=cluster, removed=False).first() if cluster else None
    if found is None:
        raise DomainError("not_found", _("Gruppen finns inte längre."), field="cluster")
    return found


def move_idea(scene: Scene, actor: Actor, *, idea: UUID, to: dict[str, UUID | None]) -> int:
    """`to` holds what was sent of `column`, `cluster` and `before`; what is missing stays as it is."""
    require_staff(actor)
    found = find(scene, idea)
    if "cluster" in to:
        cluster = find_cluster(scene, to["cluster"]) if to["cluster"] else None
        found.cluster = cluster
        if cluster is not None and "column" not in to and cluster.column_id:
            found.column_id = cluster.column_id
    if "column" in to:
        found.column = scene.column(to["column"])
    if "before" in to:
        found.position = place_before(scene, find(scene, to["before"]) if to["before"] else None)
    found.save(update_fields=["cluster", "column", "position"])
    return record(scene, events.IdeaMoved, found, was_seen=found.is_seen)


def merge_ideas(scene: Scene, actor: Actor, *, idea: UUID, into: UUID) -> tuple[Idea, Idea]:
    """Makes `idea` a part of `into`, with every text and number kept. The caller moves the points and records with `record_merge`."""
    require_staff(actor)
    if idea == into:
        raise DomainError("invalid", _("En idé kan inte slås ihop med sig själv."), field="into")
    part, whole = find(scene, idea), find(scene, into)
    if (part.status, part.room) != (whole.status, whole.room):
        # The whole shows the texts of its parts: what the room may not see must not come in that way.
        raise DomainError("not_allowed", _("Visa båda idéerna i rummet först."), field="into")
    part.merged_into = whole
    part.save(update_fields=["merged_into"])
    part.parts.update(merged_into=whole)
    count_supporters(whole.pk)
    count_comments([whole])
    return part, whole


def record_merge(scene: Scene, part: Idea, whole: Idea, *, was_seen: bool) -> int:
    whole.refresh_from_db()
    return scene.log.record(
        events.IdeaMerged,
        totals_shown=scene.totals_shown,
        was_seen=was_seen,
        concerns=part.author_id,
        id=part.id,
        into=facts.idea_fact(whole),
    )


def split_idea(scene: Scene, actor: Actor, *, idea: UUID) -> tuple[Idea, Idea]:
    """Takes a merged idea out again with its own text, beside the one it was part of and as visible as that one is now.

    The caller returns points and records with `record_split`.
    """
    require_staff(actor)
    part = scene.workshop.ideas.filter(pk=idea, withdrawn=False, merged_into__isnull=False).first()
    if part is None or part.merged_into is None:
        raise DomainError("not_found", _("Idén är inte hopslagen med någon annan."), field="idea")
    whole = part.merged_into
    part.merged_into = None
    part.cluster, part.column = whole.cluster, whole.column
    part.position = whole.position + 1
    part.status, part.room, part.reason = whole.status, whole.room, whole.reason
    part.save(update_fields=["merged_into", "cluster", "column", "position", "status", "room", "reason"])
    for one in (part, whole):
        count_supporters(one.pk)
    count_comments([part, whole])
    return part, whole


def record_split(scene: Scene, part: Idea, whole: Idea) -> None:
    part.refresh_from_db()
    whole.refresh_from_db()
    scene.log.record(
        events.IdeaSplit,
        totals_shown=scene.totals_shown,
        was_seen=whole.is_seen,
        concerns=part.author_id,
        idea=facts.idea_fact(part),
        **{"from": facts.idea_fact(whole)},
    )
    record_threads(scene, [part])


def _tell(scene: Scene, kind: type[events.WithCluster], cluster: Cluster) -> int:
    return scene.log.record(kind, totals_shown=scene.totals_shown, cluster=facts.cluster_fact(cluster))


def create_cluster(
    scene: Scene, actor: Actor, *, cluster: UUID, title: str, column: UUID | None, ideas: Iterable[UUID]
) -> int:
    """Makes a cluster and puts the ideas in it."""
    require_staff(actor)
    members = [find(scene, idea) for idea in dict.fromkeys(ideas)]
    name = clean(title, most=MOST_CHARS_OF_TITLE, field="title")
    home = scene.column(column)
    if Cluster.objects.filter(pk=cluster).exists():
        raise DomainError("invalid", _("Gruppen finns redan."), field="cluster")
    new = Cluster(id=cluster, workshop=scene.workshop, title=name, column=home, position=_last_position(scene))
    new.save(force_insert=True)
    seq = _tell(scene, events.ClusterCreated, new)
    for idea in members:
        seq = _put(scene, idea, new)
    return seq


def _last_position(scene: Scene) -> int:
    return int(scene.workshop.clusters.aggregate(last=Max("position"))["last"] or 0) + 1024


def _put(scene: Scene, idea: Idea, cluster: Cluster | None) -> int:
    idea.cluster = cluster
    if cluster is not None and cluster.column_id:
        idea.column_id = cluster.column_id
    idea.save(update_fields=["cluster", "column"])
    return record(scene, events.IdeaMoved, idea, was_seen=idea.is_seen)


def rename_cluster(scene: Scene, actor: Actor, *, cluster: UUID, title: str) -> int:
    require_staff(actor)
    found = find_cluster(scene, cluster)
    found.title = clean(title, most=MOST_CHARS_OF_TITLE, field="title")
    found.save(update_fields=["title"])
    return _tell(scene, events.ClusterRenamed, found)


def move_cluster(scene: Scene, actor: Actor, *, cluster: UUID, to: dict[str, UUID | None]) -> int:
    """To another column with all its ideas, or before another cluster; `before` null puts it last."""
    require_staff(actor)
    found = find_cluster(scene, cluster)
    if "column" in to:
        found.column = scene.column(to["column"])
    if "before" in to:
        _place_cluster(scene, found, find_cluster(scene, to["before"]) if to["before"] else None)
    found.save(update_fields=["column", "position"])
    seq = _tell(scene, events.ClusterMoved, found)
    if "column" in to and found.column_id:
        for idea in found.ideas.filter(withdrawn=False, merged_into=None).exclude(column_id=found.column_id):
            seq = _put(scene, idea, found)
    return seq


def _place_cluster(scene: Scene, moved: Cluster, before: Cluster | None) -> None:
    """Clusters are few: the order is written anew, and those whose place changed are told."""
    others = [one for one in scene.workshop.clusters.filter(removed=False) if one.id != moved.id]
    index = next((i for i, one in enumerate(others) if before is not None and one.id == before.id), len(others))
    others.insert(index, moved)
    for place, one in enumerate(others, start=1):
        if one.position != place * 1024:
            one.position = place * 1024
            if one is not moved:
                one.save(update_fields=["position"])
                _tell(scene, events.ClusterMoved, one)


def merge_clusters(scene: Scene, actor: Actor, *, cluster: UUID, into: UUID) -> tuple[Cluster, Cluster]:
    """Moves all ideas of one cluster to another. The caller moves the points and records with `record_cluster_merge`."""
    require_staff(actor)
    if cluster == into:
        raise DomainError("invalid", _("En grupp kan inte slås ihop med sig själv."), field="into")
    part, whole = find_cluster(scene, cluster), find_cluster(scene, into)
    _empty(scene, part, whole)
    return part, whole


def _empty(scene: Scene, cluster: Cluster, into: Cluster | None) -> None:
    for idea in cluster.ideas.filter(withdrawn=False):
        if idea.merged_into_id is None:
            _put(scene, idea, into)
    cluster.removed, cluster.merged_into = True, into.id if into else None
    cluster.save(update_fields=["removed", "merged_into"])


def find_removed(scene: Scene, actor: Actor, *, cluster: UUID) -> tuple[Cluster, Cluster | None]:
    """A cluster that can be restored, and the one it was merged into, if it was. Raises `not_found`, or `not_allowed` while
    that one is gone too: it holds the votes."""
    require_staff(actor)
    found = scene.workshop.clusters.filter(pk=cluster, removed=True).first()
    if found is None:
        raise DomainError("not_found", _("Gruppen är inte borttagen."), field="cluster")
    into = found.merged_into or _merged_into_by_the_log(scene, found)
    if into is None:
        return found, None
    whole = scene.workshop.clusters.filter(pk=into, removed=False).first()
    if whole is None:
        raise DomainError("not_allowed", _("Ta först tillbaka gruppen som den slogs ihop med."), field="cluster")
    return found, whole


def _merged_into_by_the_log(scene: Scene, removed: Cluster) -> UUID | None:
    """Older versions, which may still be answering, do not write it at the cluster."""
    ends = Event.objects.filter(stream=scene.log.stream, type__in=["cluster.merged", "cluster.removed"])
    last = ends.filter(payload__id=str(removed.id)).order_by("-seq").first()
    return UUID(last.payload["into"]["id"]) if last and last.type == "cluster.merged" else None


def restore_cluster(scene: Scene, cluster: Cluster, *, ideas: Iterable[UUID]) -> None:
    """Brings it back where it stood, with those of the ideas that are still there. The caller returns its votes first."""
    cluster.refresh_from_db()
    cluster.removed, cluster.merged_into = False, None
    cluster.save(update_fields=["removed", "merged_into"])
    _tell(scene, events.ClusterCreated, cluster)
    for idea in scene.workshop.ideas.filter(pk__in=set(ideas), withdrawn=False, merged_into=None).order_by("number"):
        _put(scene, idea, cluster)


def record_cluster_merge(scene: Scene, part: Cluster, whole: Cluster) -> int:
    whole.refresh_from_db()
    return scene.log.record(
        events.ClusterMerged, totals_shown=scene.totals_shown, id=part.id, into=facts.cluster_fact(whole)
    )


def remove_cluster(scene: Scene, actor: Actor, *, cluster: UUID) -> tuple[Cluster, int]:
    """Its ideas lie loose again. The caller gives points placed on it back."""
    require_staff(actor)
    found = find_cluster(scene, cluster)
    _empty(scene, found, None)
    return found, scene.log.record(events.ClusterRemoved, totals_shown=scene.totals_shown, id=found.id)
