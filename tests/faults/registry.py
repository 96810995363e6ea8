"""All experiments by number. Each is a file of its own that hands one function here."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults import experiments
from tests.faults.stage import Stage

Run = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Experiment:
    """`quick`: part of `make faults-quick`. `beside`: it has an installation of its own and mostly waits, so it may run beside others."""

    number: str
    fault: str
    passes_when: str
    run: Run
    quick: bool
    beside: bool


_known: dict[str, Experiment] = {}


def experiment(
    number: str, fault: str, *, passes_when: str, quick: bool = False, beside: bool = False
) -> Callable[[Run], Run]:
    def register(run: Run) -> Run:
        _known[number] = Experiment(number, fault, passes_when, run, quick, beside)
        return run

    return register


def all_experiments() -> list[Experiment]:
    for module in pkgutil.iter_modules(experiments.__path__):
        importlib.import_module(f"{experiments.__name__}.{module.name}")
    return sorted(_known.values(), key=lambda one: int(one.number[1:]))
