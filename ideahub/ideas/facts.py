"""Ideas, clusters and comments as the protocol shows them, in the staff's view."""

from collections.abc import Iterable
from typing import cast

from django.db.models import QuerySet

from ideahub.ideas.models import Cluster, Comment, Idea
from ideahub.protocol import state


def idea_rows(ideas: QuerySet[Idea]) -> list[Idea]:
    """For reading only: rows with an idea's columns. Of thousands, models would take half of a snapshot's time."""
    columns = [field.attname for field in Idea._meta.concrete_fields]
    return cast(list[Idea], list(ideas.values_list(*columns, named=True)))


def idea_fact(idea: Idea, *, parts: Iterable[Idea] | None = None) -> state.Idea:
    """`parts`: the ideas merged into this one, in order of number; read from the database when not given."""
    merged = list(idea.parts.order_by("number")) if parts is None else list(parts)
    return state.Idea.model_construct(
        id=idea.id,
        number=idea.number,
        column=idea.column_id,
        cluster=idea.cluster_id,
        text=idea.text,
        author=idea.author_name or None,
        table=idea.table,
        status=cast(state.IdeaStatus, idea.status),
        position=idea.position,
        created_at=idea.created_at,
        edited_at=idea.edited_at,
        merged=[part.number for part in merged],
        merged_texts=[part.text for part in merged],
        merged_ids=[part.id for part in merged],
        points=idea.points,
        answers=idea.answers,
        comments=idea.comments,
        supports=idea.supports,
        room=idea.room,
        reason=idea.reason or None,
        participant=idea.author_id,
        flags=list(idea.flags),
    )


def cluster_fact(cluster: Cluster) -> state.Cluster:
    return state.Cluster.model_construct(
        id=cluster.id,
        column=cluster.column_id,
        title=cluster.title,
        position=cluster.position,
        points=cluster.points,
        answers=cluster.answers,
    )


def comment_fact(comment: Comment) -> state.Comment:
    return state.Comment.model_construct(
        id=comment.id, text=comment.text, author=comment.author_name or None, created_at=comment.created_at
    )


def idea_comment_fact(comment: Comment) -> state.IdeaComment:
    return state.IdeaComment.model_construct(**comment_fact(comment).__dict__, idea=comment.idea_id)
