"""The report as a mail: the same result on one screen, as HTML without pictures and as plain text."""

from django.template.loader import render_to_string

from ideahub.mail.domain import Letter
from ideahub.reports.facts import Column, Proposal, ReportData
from ideahub.reports.other_votes import share_of
from ideahub.reports.sheet import Sheet, lay_out
from ideahub.reports.words import LANGUAGES, Words
from ideahub.reports.words.phrasing import shorten

MOST_PROPOSALS = 3
MOST_TASKS = 3
MOST_OTHERS = 3
MOST_TITLE = 110


def write_letter(data: ReportData, words: Words, *, link: str, footer: str = "", reply_to: str = "") -> Letter:
    """`link` opens the report without signing in. `footer` says why one gets it, where it is not as a recipient of the report.

    Whose address `reply_to` is led the meeting: the letter says that an answer reaches them.
    """
    sheet = lay_out(data, words)
    leading = [_leader(column, proposal, data, words) for column, proposal in _leaders(data)]
    tasks = [
        {"title": shorten(task.title, MOST_TITLE), "rest": _who_and_when(task.owner, task.org, at, data, words)}
        for at, task in enumerate(sheet.tasks[:MOST_TASKS])
    ]
    left = len(sheet.tasks) - len(tasks)
    others = [words.led(vote) for vote in data.other_votes if vote.counts][-MOST_OTHERS:]
    parts: dict[str, object] = {
        "sheet": sheet,
        "opening": words.mail_opening(data),
        "leading": leading,
        "others": others,
        "tasks": tasks,
        "more": words.more_actions(left) if left else "",
        "link": link,
        "other_link": f"{link}&lang={_other(words)}",
        "subject": words.subject(data.title),
        "footer": " ".join(
            filter(None, [footer or sheet.labels.mail_footer, reply_to and sheet.labels.mail_questions])
        ),
    }
    html = render_to_string("reports/mail.html", parts)
    return Letter(
        subject=words.subject(data.title),
        text=_as_text(sheet, parts, leading, others, tasks),
        html=html,
        language=words.code,
        reply_to=reply_to,
    )


def _other(words: Words) -> str:
    return next(code for code in LANGUAGES if code != words.code)


def _leaders(data: ReportData) -> list[tuple[Column, Proposal]]:
    """Those in the first three places; a tie for the last of them is not cut."""
    return [pair for pair in data.ranking if (pair[1].rank or 0) <= MOST_PROPOSALS][: 2 * MOST_PROPOSALS]


def _leader(column: Column, proposal: Proposal, data: ReportData, words: Words) -> dict[str, object]:
    number = "" if proposal.number is None else f"{words.capital(words.idea(proposal.number))}: "
    return {
        "rank": proposal.rank,
        "title": shorten(f"{number}{proposal.title}", MOST_TITLE),
        "rest": f"{words.column(column)}, {words.standing_told(data.model, proposal)}",
        "percent": max(2, round(100 * share_of(data.model, proposal, data.ranking))),
    }


def _who_and_when(owner: str, org: str, at: int, data: ReportData, words: Words) -> str:
    who = ", ".join(part for part in (owner, org) if part)
    due = data.actions[at].due_on
    return f"{who}. {words.due(due)}" if due else f"{who}."


def _as_text(
    sheet: Sheet,
    parts: dict[str, object],
    leading: list[dict[str, object]],
    others: list[str],
    tasks: list[dict[str, str]],
) -> str:
    labels = sheet.labels
    lines = [
        labels.mail_heading.upper(),
        f"{sheet.title}. {sheet.where}",
        "",
        "".join(run.text for run in sheet.result),
    ]
    lines += [str(parts["opening"]), ""]
    for one in leading:
        lines += [f"{one['rank']}. {one['title']}", f"   {one['rest']}"]
    lines += ["", *others] if others else []
    lines += ["", labels.who_does_what.upper()]
    for task in tasks:
        lines += [f"- {task['title']}", f"  {task['rest']}"]
    lines += [str(parts["more"]) if tasks else labels.no_actions, "", f"{labels.mail_button}:", str(parts["link"]), ""]
    lines += [*sheet.left_out, labels.mail_attached, str(parts["footer"]), ""]
    lines += [f"{labels.mail_other_language}: {parts['other_link']}"]
    return "\n".join(lines) + "\n"
