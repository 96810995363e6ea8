"""What became of one person's ideas and votes, from the meeting as participants see it: no name, no address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideahub.ideas.models import Idea
from ideahub.plain.reading import Meeting, clock
from ideahub.plain.standing import is_told, standing_of

Json = dict[str, Any]
# As on the phone's thanks: the first three places, shared ones included.
MOVED_ON = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to it. `kind` chooses the picture beside the words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Fate:
    id: str
    number: int
    text: str
    erased: bool
    # That it was written for, whoever at the table said it.
    table: int | None
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class OwnVote:
    title: str
    points: int
    words: str


def fates_of(meeting: Meeting) -> list[Fate]:
    """The newest idea first, those of tables that they have written for included."""
    rows = Idea.objects.filter(pk__in=meeting.me["own"]).values_list("id", "erased", "table")
    known = {str(idea): (erased, table) for idea, erased, table in rows}
    return [Fate(one.id, one.number, one.text, *known[one.id], _moments(meeting, one.id)) for one in meeting.own]


def by_table(fates: list[Fate]) -> list[tuple[int, list[Fate]]]:
    """Those of tables, with the number of each."""
    numbers = sorted({one.table for one in fates if one.table})
    return [(number, [one for one in fates if one.table == number]) for number in numbers]


def _moments(meeting: Meeting, idea: str) -> tuple[Moment, ...]:
    """Received, shown or hidden, grouped, voted on, decided, what is being done; as far as it has come."""
    found = meeting.ideas.get(idea)
    whole = found or next(one for one in meeting.ideas.values() if idea in one["merged_ids"])
    moments = [*_seen(whole, is_part=found is None)]
    if whole["supports"]:
        moments.append(
            Moment("support", ngettext("%(n)s stöder", "%(n)s stöder", whole["supports"]) % {"n": whole["supports"]})
        )
    if whole["cluster"] in meeting.clusters:
        moments.append(Moment("group", _("I gruppen %(title)s") % {"title": meeting.clusters[whole["cluster"]]}))
    if target := meeting.target_of(whole):
        moments += _voted(meeting, target)
    return (*moments, *_done(meeting, whole["id"]))


def _seen(whole: Json, *, is_part: bool) -> list[Moment]:
    if is_part:
        return [Moment("group", _("Ihopslagen med idé %(number)s") % {"number": whole["number"]})]
    received = Moment("mail", _("Mottagen %(clock)s") % {"clock": clock(datetime.fromisoformat(whole["created_at"]))})
    if whole["status"] == "hidden":
        why = whole.get("reason") or _("Den som leder mötet har dolt idén.")
        return [received, Moment("hidden", _("Dold: %(why)s") % {"why": why})]
    if whole["status"] == "pending":
        return [received, Moment("wait", _("Granskas"))]
    return [received, Moment("seen", _("Visas i rummet"))] if whole["room"] else [received]


def _voted(meeting: Meeting, target: Json) -> list[Moment]:
    if meeting.vote is None or not is_told(target):
        return []
    words = standing_of(target)
    rank = meeting.ranks.get(target["id"])
    if rank is None:
        return [Moment("vote", words)]
    place = _("flest röster") if rank == 1 else _("plats %(rank)d") % {"rank": rank}
    told = Moment("vote", f"{words}, {place}")
    return [told, Moment("on", _("Gick vidare"))] if rank <= MOVED_ON else [told]


def _done(meeting: Meeting, idea: str) -> list[Moment]:
    return [Moment("action", _action(one)) for one in meeting.state["actions"] if idea in one["ideas"]]


def _action(action: Json) -> str:
    words = _("Blev åtgärden %(title)s: %(status)s") % {
        "title": f"«{action['title']}»",
        "status": _status(action["status"]),
    }
    if not action["due_on"] or action["status"] in {"done", "dropped"}:
        return words
    due = date_format(datetime.fromisoformat(action["due_on"]), "j F")
    return words + ", " + _("klar senast %(date)s") % {"date": due}


def _status(status: str) -> str:
    return {
        "open": _("inte börjad"),
        "accepted": _("någon har tagit den"),
        "in_progress": _("pågår"),
        "needs_help": _("behöver hjälp"),
        "done": _("klar"),
        "dropped": _("blir inte av"),
    }[status]


def votes_of(meeting: Meeting) -> list[OwnVote]:
    """What this person answered, most points first."""
    model = meeting.vote.model if meeting.vote else "points"
    answered = [one for one in meeting.candidates if one.points or (one.points is not None and model != "points")]
    answered.sort(key=lambda one: (-(one.points or 0), one.title.casefold()))
    return [OwnVote(one.title, one.points or 0, _answer(model, one.points or 0, one.effort)) for one in answered]


def _answer(model: str, points: int, effort: int | None) -> str:
    if model == "scale":
        return _("nytta %(benefit)s, insats %(effort)s") % {"benefit": points, "effort": effort}
    if model == "points":
        return standing_of({"points": points})
    if model == "thumb":
        return _("Tumme upp") if points > 0 else _("Tumme ner")
    return {1: _("Håller med"), 0: _("Hoppa över"), -1: _("Håller inte med")}[points]
