"""What stands on the plain page: which forms, with which values, and what is said at its top."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ideahub.core.ids import new_id
from ideahub.plain.forms import Fields, Filled, is_of_this_vote
from ideahub.plain.reading import Meeting, OwnIdea, clock
from ideahub.voting.tally import limits
from ideahub.workshops.data_facts import data_facts
from ideahub.workshops.joining import MOST_CHARS_OF_NAME
from ideahub.workshops.models import Workshop
from ideahub.workshops.queries import is_anonymous

SAID = {
    "join": gettext_lazy("Du är med i mötet."),
    "edit": gettext_lazy("Ändringen är sparad."),
    "withdraw": gettext_lazy("Idén är borttagen."),
    "vote": gettext_lazy("Dina röster är sparade. Du kan ändra dem tills röstningen stänger."),
    "comment": gettext_lazy("Kommentaren är skickad."),
    "claim": gettext_lazy("Du har tagit åtgärden."),
    "suggest": gettext_lazy("Förslaget är skickat till mötesledaren."),
    "take_back": gettext_lazy("Du har tagit tillbaka förslaget."),
    "summary": gettext_lazy("Klart. Du får mejlet när mötet är avslutat."),
    "hand": gettext_lazy("Mötesledaren ser om du har räckt upp handen."),
}
# Fields whose text is shown once more when the form they came from is no longer on the page.
TYPED = ("text", "name", "email")


def typed(fields: Fields) -> list[str]:
    """What somebody wrote in a form, to be copied from where that form is not."""
    return [fields[name] for name in TYPED if fields.get(name)]


def door_page(
    request: HttpRequest,
    workshop: Workshop,
    *,
    name: str = "",
    problem: str = "",
    kept: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    named = not is_anonymous(workshop)
    context = {
        "workshop": workshop,
        "name": name,
        "problem": problem,
        "kept": kept,
        "named": named,
        "told": _told(workshop, named=named),
        "most_name": MOST_CHARS_OF_NAME,
    }
    return render(request, "plain/door.html", context, status=status)


def meeting_page(
    request: HttpRequest,
    meeting: Meeting,
    *,
    form: Filled | None = None,
    problem: str = "",
    kept: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """`form` was refused because of `problem`: its values are shown again where it stands, or kept beside. `kept` is what somebody
    wrote before they joined."""
    context: dict[str, Any] = {
        "meeting": meeting,
        "workshop": meeting.workshop,
        "form_id": new_id(),
        "clock": clock(meeting.ends_at) if meeting.ends_at else "",
        "said": "" if problem else str(SAID["join"]) if kept else _said(request),
        "problem": problem,
        "form": form,
        "fields": form.fields if form else {},
        "open_idea": _open_idea(meeting, request.GET.get("idea") if form is None else _idea_of(form, "comment")),
        "editing": _edited(meeting, request.GET.get("edit") if form is None else _idea_of(form, "edit")),
        "actions": _actions(meeting),
        "told": _told(meeting.workshop, named=not is_anonymous(meeting.workshop)),
        **_voting(meeting, form),
    }
    context["kept"] = kept or _kept(context, form)
    return render(request, "plain/meeting.html", context, status=status)


def _told(workshop: Workshop, *, named: bool) -> dict[str, object]:
    """What the text on personal data says of this meeting; whole years are told as such."""
    facts = data_facts(workshop)
    years, months = divmod(facts.keep_months, 12)
    return {
        "named": named,
        "operator": facts.operator,
        "contact": facts.contact,
        "text": facts.text,
        "text_language": facts.text_language,
        "kept_years": 0 if months else years,
        "kept_months": facts.keep_months,
    }


def _said(request: HttpRequest) -> str:
    done = request.GET.get("done", "")
    number = request.GET.get("number", "")
    if done == "idea" and number.isdecimal():
        if request.GET.get("status") == "pending":
            return _("Din idé fick nummer %(number)s. Den granskas och visas snart i rummet.") % {"number": number[:6]}
        return _("Din idé fick nummer %(number)s.") % {"number": number[:6]}
    return str(SAID.get(done, ""))


def _idea_of(form: Filled, doing: str) -> str | None:
    return form.fields.get("idea") if form.doing == doing else None


def _edited(meeting: Meeting, asked: str | None) -> OwnIdea | None:
    return next((one for one in meeting.own if one.id == asked and one.may_edit), None)


def _open_idea(meeting: Meeting, asked: str | None) -> dict[str, Any] | None:
    """The idea whose comments are read: the one asked for, in the talk the one that is lifted forward."""
    chosen = asked or (meeting.state["workshop"]["spotlight"] if meeting.kind == "discuss" else None)
    found = meeting.ideas.get(chosen or "")
    return {**found, "thread": meeting.comments_on(found)} if found else None


def _actions(meeting: Meeting) -> list[dict[str, Any]]:
    if meeting.kind not in {"commit", "close"}:
        return []
    return [one for one in meeting.state["actions"] if one["status"] != "dropped"]


def _voting(meeting: Meeting, form: Filled | None) -> dict[str, Any]:
    """The form of the vote that is on, with what was chosen in a refused one."""
    if meeting.kind != "vote" or meeting.vote is None:
        return {"rows": [], "model": ""}
    fields = form.fields if form and form.doing == "vote" and is_of_this_vote(form, meeting) else {}
    allowed = limits(meeting.rules)
    choices = _choices(meeting.rules.model, allowed.most)
    rows = [
        {
            "target": one,
            "choices": choices[: (one.points or 0) + 1] if one.unseen else choices,
            "points": fields.get(f"p-{one.id}", "none" if one.points is None else str(one.points)),
            "effort": fields.get(f"e-{one.id}", "none" if one.effort is None else str(one.effort)),
        }
        for one in meeting.candidates
    ]
    return {
        "rows": rows,
        "model": meeting.rules.model,
        "budget": _budget(allowed.budget, meeting.me["points_left"]),
    }


def _choices(model: str, most: int) -> list[tuple[str, str]]:
    """Values with their words, in the order they stand in."""
    if model == "points":
        return [(str(points), str(points)) for points in range(most + 1)]
    if model == "thumb":
        return [("1", _("Tumme upp")), ("-1", _("Tumme ner")), ("none", _("Ingen åsikt"))]
    if model == "agree":
        return [
            ("1", _("Håller med")), ("0", _("Hoppa över")), ("-1", _("Håller inte med")), ("none", _("Inget svar"))
        ]  # fmt: skip
    return [("none", _("Inget svar")), *((str(points), str(points)) for points in range(1, most + 1))]


def _budget(budget: int | None, left: int) -> str:
    if budget is None:
        return ""
    return (
        ngettext("Du har %(n)d röst.", "Du har %(n)d röster.", budget) % {"n": budget}
        + " "
        + (
            ngettext("%(n)d röst kvar.", "%(n)d röster kvar.", left) % {"n": left}
            if left
            else _("Alla röster är lagda.")
        )
    )


def _kept(context: dict[str, Any], form: Filled | None) -> list[str]:
    """What was typed into a form that is not there any more, to be copied from."""
    if form is None:
        return []
    meeting: Meeting = context["meeting"]
    writes = meeting.takes_input and not meeting.me["muted"]
    free = {one["id"] for one in context["actions"] if not one["owner_name"]}
    shown = {
        "idea": meeting.takes_ideas,
        "edit": context["editing"] is not None,
        "comment": context["open_idea"] is not None and meeting.takes_comments,
        "suggest": writes and meeting.kind == "commit",
        "claim": form.fields.get("action") in free and meeting.kind == "commit",
        "summary": not meeting.me["summary"] and meeting.kind == "close",
    }
    if shown.get(form.doing, False):
        return []
    return typed(form.fields)
