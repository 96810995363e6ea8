from collections.abc import Iterable
from typing import cast
from uuid import UUID

from ideahub.actions.models import ActionItem, Suggestion
from ideahub.protocol import state


def action_fact(action: ActionItem, *, ideas: Iterable[UUID]) -> state.Action:
    """An action item in the staff's view; `ideas` are the ids it came from."""
    return state.Action.model_construct(
        id=action.id,
        title=action.title,
        owner_name=action.owner_name,
        owner_org=action.owner_org,
        due_on=action.due_on.isoformat() if action.due_on else None,
        status=cast(state.ActionStatus, action.status),
        ideas=list(ideas),
        owner_email=action.owner_email or None,
    )


def suggestion_fact(suggestion: Suggestion) -> state.Suggestion:
    """The same for whoever made it as for the staff: it does not say who did."""
    return state.Suggestion.model_construct(
        id=suggestion.id,
        title=suggestion.title,
        status=suggestion.status,
        action=suggestion.action_id,
        created_at=suggestion.created_at,
    )
