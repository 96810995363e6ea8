"""One picture: what a delivered frame costs, and how each goal was met. Light, and readable without colour."""

from html import escape
from math import log10

from tests.load.bench import Bench, shown
from tests.load.report.goals import Goal

WIDTH, LEFT, BAR, LINE = 1080, 500, 350, 26
INK, QUIET, MET, MISSED, PAPER, GRID = "#1f2933", "#616e7c", "#2f7d5b", "#b3412f", "#ffffff", "#d9dee4"
NAMES = {
    "product": "Ideahub, carrying out the commands too", "product, led elsewhere": "Ideahub, telling as the others do",
    "floor": "C, epoll: the floor", "ws": "Node ws", "socketio": "socket.io", "textbook": "Channels groups, by the book",
}  # fmt: skip
# Keeps words readable where they cross the line of the limit.
HALO = f'stroke="{PAPER}" stroke-width="4" paint-order="stroke"'
# Beyond so many times the limit a bar is cut, and ends open.
MOST_OF_LIMIT = 2.0


def svg(bench: Bench, goals: list[Goal]) -> str:
    costs = _costs(bench)
    known = [goal for goal in goals if goal.met is not None]
    parts = [_title(24, "CPU of the server for a delivered frame, microseconds (logarithmic)")]
    parts += [_cost(40 + number * LINE, *cost) for number, cost in enumerate(costs)]
    top = 80 + len(costs) * LINE
    parts.append(_title(top, "Goals: measured, as a share of the limit (the line)"))
    mark, end = LEFT + BAR / MOST_OF_LIMIT, top + 20 + len(known) * LINE
    parts.append(f'<path d="M{mark} {top + 12}V{end}" stroke="{INK}" stroke-dasharray="3 3"/>')
    parts += [_goal(top + 16 + number * LINE, goal) for number, goal in enumerate(known)]
    height = top + 32 + len(known) * LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="Results of the bench" font-family="system-ui, sans-serif" font-size="14">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _costs(bench: Bench) -> list[tuple[str, float]]:
    rows = [row for row in bench.rows if row.scenario == "fan-out"]
    found = [(NAMES[row.what], row.figures.get("us a frame")) for row in rows]
    return [(name, float(cost)) for name, cost in found if isinstance(cost, int | float)]


def _title(y: float, text: str) -> str:
    return f'<text x="16" y="{y}" fill="{INK}" font-weight="600">{escape(text)}</text>'


def _cost(y: float, name: str, us: float) -> str:
    """Three decades, from 1 to 1,000 microseconds."""
    width = BAR * min(3.0, max(0.02, log10(max(us, 1.0)))) / 3
    return _bar(y, name, width, f"{us:.1f}", MET if name.startswith("Ideahub") else QUIET)


def _goal(y: float, goal: Goal) -> str:
    assert goal.measured is not None
    share = goal.measured / goal.limit if goal.limit else 0
    sign = "≥" if goal.at_least else "≤"
    told = (
        f"{shown(round(goal.measured, 2))} {goal.unit} ({sign} {shown(goal.limit)}) {'met' if goal.met else 'missed'}"
    )
    return _bar(y, goal.name, BAR * min(share, MOST_OF_LIMIT) / MOST_OF_LIMIT, told, MET if goal.met else MISSED)


def _bar(y: float, name: str, width: float, told: str, colour: str) -> str:
    return (
        f'<text x="{LEFT - 12}" y="{y + 15}" text-anchor="end" fill="{INK}">{escape(name)}</text>'
        f'<path d="M{LEFT} {y}v{LINE - 4}" stroke="{GRID}"/>'
        f'<rect x="{LEFT}" y="{y + 3}" width="{max(2.0, width):.1f}" height="{LINE - 10}" rx="2" fill="{colour}"/>'
        f'<text x="{LEFT + width + 8:.1f}" y="{y + 15}" fill="{INK}" font-size="12" {HALO}>{escape(told)}</text>'
    )
