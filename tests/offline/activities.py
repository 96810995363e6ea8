"""Each activity of the protocol, with all that somebody with a phone can write in it."""

from tests.offline.endings import Claims, Farewell, Suggestions
from tests.offline.ideas import Changes, ForATable, Gathered, Ideas, Leftover
from tests.offline.talk import Comments, Hands
from tests.offline.votes import Cards, Ratings, Thumbs, Votes
from tests.offline.writing import Writing

ACTIVITIES: dict[str, type[Writing]] = {
    "gather": Gathered,
    "collect": Ideas, "collect, changed and supported": Changes, "collect, for a table": ForATable,
    "group": Leftover,
    "vote": Votes, "vote by thumbs": Thumbs, "vote by cards": Cards, "vote by two scales": Ratings,
    "discuss": Comments, "discuss, with a hand up": Hands,
    "commit": Claims, "commit, suggested": Suggestions,
    "close": Farewell,
}  # fmt: skip
