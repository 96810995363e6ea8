"""What is done to get each type of event, and to have each command taken: what stands before, and the one command of the case."""

from tests.contract.stories import actions, groups, ideas, meeting, people, suggestions, tables, votes
from tests.contract.stories.stage import STORIES, Stage

__all__ = ["STORIES", "Stage", "actions", "groups", "ideas", "meeting", "people", "suggestions", "tables", "votes"]
