"""How a target stands, in words: votes where they are shared out, otherwise who is for and against, or the means."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Json = dict[str, Any]


def is_told(target: Json) -> bool:
    """Totals are shown, and enough have answered."""
    return target["points"] is not None


def standing_of(target: Json) -> str:
    """Of a target whose totals are told."""
    answers = target.get("answers")
    if answers is None:
        points = target["points"]
        return ngettext("%(n)d röst", "%(n)d röster", points) % {"n": points}
    if "benefit" in answers:
        return _("nytta %(benefit)s, insats %(effort)s") % {key: _mean(answers[key]) for key in ("benefit", "effort")}
    return _("%(for)d för, %(against)d emot") % {"for": answers["for"], "against": answers["against"]}


def _mean(counts: list[int]) -> str:
    """Of how many gave 1, 2, 3, 4 and 5."""
    total = sum(value * count for value, count in enumerate(counts, start=1))
    return number_format(total / max(1, sum(counts)), 1)
