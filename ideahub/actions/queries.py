from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from ideahub.actions.models import Suggestion
from ideahub.eventlog.statements import Question

SUGGESTED = Question(lambda people: Suggestion.objects.filter(author__in=people))


def suggestions_by_author(people: Collection[UUID]) -> dict[UUID | None, list[Suggestion]]:
    """What each of them has suggested, oldest first."""
    found: defaultdict[UUID | None, list[Suggestion]] = defaultdict(list)
    for one in SUGGESTED.ask(people):
        found[one.author_id].append(one)
    return found
