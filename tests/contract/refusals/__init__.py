"""What refuses each command: a case for each code that it can answer."""

from tests.contract.refusals import actions, groups, ideas, meeting, people, suggestions, tables, votes
from tests.contract.refusals.case import REFUSALS, Refusal

__all__ = ["REFUSALS", "Refusal", "actions", "groups", "ideas", "meeting", "people", "suggestions", "tables", "votes"]
