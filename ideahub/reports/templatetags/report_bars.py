"""Lengths of bars as SVG attributes, always with a decimal point: the page's policy allows no style in the HTML."""

from collections.abc import Sized

from django import template

register = template.Library()

CHART_WIDTH = 300
GAP = 3


@register.filter
def hundredths(share: float) -> str:
    """A share from 0 to 1 in a drawing 100 wide; never so short that it cannot be seen."""
    return _number(max(share * 100, 1.2) if share else 0)


@register.filter
def share_of(share: float, height: float) -> str:
    return _number(share * height)


@register.filter
def top_of(share: float, height: float) -> str:
    """Where a bar that stands on the bottom line begins."""
    return _number(height - share * height + 2)


@register.filter
def slot_left(at: int, slots: Sized) -> str:
    return _number(at * CHART_WIDTH / len(slots))


@register.filter
def slot_width(slots: Sized) -> str:
    return _number(max(CHART_WIDTH / len(slots) - GAP, 1))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
