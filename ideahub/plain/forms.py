"""What somebody sent with a form, as commands. A form carries an id of its own: sent twice, it has its effect once."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from ideahub.core.errors import DomainError
from ideahub.core.ids import new_id
from ideahub.plain.reading import Candidate, Meeting
from ideahub.voting.tally import limits

Raw = dict[str, Any]
Fields = Mapping[str, str]
# Points and effort.
Answer = tuple[int | None, int | None]


class Filled(NamedTuple):
    """A form as it came in: what it is for, its id, and what stood in its fields, to be shown again should it be refused."""

    doing: str
    command: UUID
    fields: Fields

    def raw(self, name: str, /, **args: Any) -> Raw:
        return {"id": str(self.command), "name": name, "args": args}

    def made(self, what: str) -> str:
        """The id of what the form makes: the same when it is sent twice."""
        return str(uuid5(self.command, what))


def read_form(fields: Fields) -> Filled:
    """The command's id follows from the form's id and what stands in it: a page that somebody went back to, and wrote
    something else in, is another command."""
    try:
        form = UUID(fields.get("form", ""))
    except ValueError:
        form = new_id()
    content = json.dumps(sorted((name, value) for name, value in fields.items() if name != "csrfmiddlewaretoken"))
    return Filled(fields.get("do", ""), uuid5(form, content), fields)


def _idea(form: Filled, meeting: Meeting) -> list[Raw]:
    column, text = form.fields.get("column") or None, form.fields.get("text", "")
    table = _number(form.fields["table"]) if "table" in form.fields else None
    return [form.raw("idea.capture", idea=form.made("idea"), column=column, text=text, table=table)]


def _edit(form: Filled, meeting: Meeting) -> list[Raw]:
    return [form.raw("idea.edit", idea=form.fields.get("idea"), text=form.fields.get("text", ""))]


def _withdraw(form: Filled, meeting: Meeting) -> list[Raw]:
    return [form.raw("idea.withdraw", idea=form.fields.get("idea"))]


def _comment(form: Filled, meeting: Meeting) -> list[Raw]:
    comment, idea, text = form.made("comment"), form.fields.get("idea"), form.fields.get("text", "")
    return [form.raw("comment.add", comment=comment, idea=idea, text=text)]


def _claim(form: Filled, meeting: Meeting) -> list[Raw]:
    action, name, email = (form.fields.get(field, "") for field in ("action", "name", "email"))
    return [form.raw("action.claim", action=action, name=name, email=email)]


def _suggest(form: Filled, meeting: Meeting) -> list[Raw]:
    return [form.raw("action.suggest", suggestion=form.made("suggestion"), title=form.fields.get("text", ""))]


def _take_back(form: Filled, meeting: Meeting) -> list[Raw]:
    return [form.raw("suggestion.withdraw", suggestion=form.fields.get("suggestion"))]


def _summary(form: Filled, meeting: Meeting) -> list[Raw]:
    return [form.raw("summary.request", email=form.fields.get("email", ""))]


def _hand(form: Filled, meeting: Meeting) -> list[Raw]:
    return [form.raw("hand.raise" if form.fields.get("up") == "1" else "hand.lower")]


def _vote(form: Filled, meeting: Meeting) -> list[Raw]:
    """One command for each answer that differs from what is placed. What is taken back goes first: it can be placed anew.

    Raises DomainError when more is placed than there is, since a part of it would be taken, and when another vote has
    begun: what is placed in that one says nothing of what changed in this one.
    """
    if not is_of_this_vote(form, meeting):
        raise DomainError("not_open", _("Rösterna gällde en omröstning som är slut och räknas inte."))
    answers = {one: _answer(form.fields, one) for one in meeting.candidates}
    _require_budget(meeting, answers)
    changed = [(one, answer) for one, answer in answers.items() if answer and answer != (one.points, one.effort)]
    changed.sort(key=lambda pair: (pair[1][0] or 0) - (pair[0].points or 0))
    return [_vote_for(form, one, answer) for one, answer in changed]


def is_of_this_vote(form: Filled, meeting: Meeting) -> bool:
    """Whether the form was shown in the vote that is on, or was last."""
    return form.fields.get("activity") in (None, meeting.state["workshop"]["vote_activity"])


def _require_budget(meeting: Meeting, answers: Mapping[Candidate, Answer | None]) -> None:
    budget = limits(meeting.vote or meeting.rules).budget
    placed = sum((answer[0] if answer else one.points) or 0 for one, answer in answers.items())
    if budget is not None and placed > budget:
        detail = _("Du har lagt %(placed)d röster men har %(budget)d. Ta tillbaka några och försök igen.")
        raise DomainError("budget_spent", detail % {"placed": placed, "budget": budget})


def _vote_for(form: Filled, candidate: Candidate, answer: Answer) -> Raw:
    points, effort = answer
    args: dict[str, Any] = {"target": candidate.id, "points": points, "activity": form.fields.get("activity")}
    if effort is not None:
        args["effort"] = effort
    return {"id": form.made(f"vote:{candidate.id}"), "name": "vote.set", "args": args}


def _answer(fields: Fields, candidate: Candidate) -> Answer | None:
    """Points and effort as they were chosen; None where nothing was, which changes nothing."""
    chosen = fields.get(f"p-{candidate.id}")
    if chosen is None:
        return None
    effort = fields.get(f"e-{candidate.id}")
    return _number(chosen), _number(effort) if effort and chosen != "none" else None


def _number(raw: str) -> int | None:
    """«none» takes an answer back. What is no number is passed on as one that no vote takes."""
    if raw == "none":
        return None
    return int(raw) if raw.lstrip("-").isdecimal() and len(raw) < 6 else 10**6


COMMANDS: dict[str, Callable[[Filled, Meeting], list[Raw]]] = {
    "idea": _idea,
    "edit": _edit,
    "withdraw": _withdraw,
    "vote": _vote,
    "comment": _comment,
    "claim": _claim,
    "suggest": _suggest,
    "take_back": _take_back,
    "summary": _summary,
    "hand": _hand,
}
