"""`python -m tests.faults`: runs experiments one after another, prints the table, writes it as JSON."""

import argparse
import json
import os
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from tests.faults.crowd import ClientsFailed
from tests.faults.figures import FAIL, SLOW, Row, as_table
from tests.faults.registry import Experiment, all_experiments
from tests.faults.stage import CannotRun, Options, Shared, Stage, make_folder
from tests.support.out import writable

# What two cores bear together with the service within half an hour; more with --clients.
CLIENTS = 120
# In the quick run other things share the machine: what takes time may take so many times as long.
QUICK_NOISE = 6.0


def main() -> int:
    given = read_options()
    chosen = choose(all_experiments(), only=given.only, quick=given.quick)
    seed = random.SystemRandom().randrange(1_000_000) if given.seed is None else given.seed
    options = Options(
        clients=given.clients or CLIENTS,
        seed=seed,
        quick=given.quick,
        full=given.full,
        noise=given.noise or (QUICK_NOISE if given.quick else 1.0),
    )
    say(f"SEED={seed}, {options.clients} clients, limits of time × {options.noise:g}")
    began = time.monotonic()
    rows: list[Row] = []

    def ended(row: Row) -> None:
        """Told and kept at once: a run that is broken off has not been for nothing."""
        rows.append(row)
        rows.sort(key=lambda one: int(one.number[1:]))
        say(as_told(row))
        if given.out:
            told = {"seed": seed, "seconds": round(time.monotonic() - began), "rows": [one.as_json() for one in rows]}
            given.out.write_text(json.dumps(told, indent=1, ensure_ascii=False))

    run_all(chosen, options, ended)
    say(f"\n{as_table(rows)}\n\n{len(rows)} experiments in {(time.monotonic() - began) / 60:.1f} minutes, SEED={seed}")
    # In the quick run a slow machine is told, and does not fail.
    bad = {FAIL} if given.quick else {FAIL, SLOW}
    return int(any(row.verdict in bad for row in rows))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only the quick ones, few clients, ≤ 6 minutes")
    parser.add_argument("--full", action="store_true", help="the long ones in their full length (hours)")
    parser.add_argument("--only", default=os.environ.get("ONLY", ""), help="such as F4,F7")
    parser.add_argument("--clients", type=int, default=os.environ.get("CLIENTS") or None, help=f"{CLIENTS} unless said")
    parser.add_argument("--seed", type=int, default=os.environ.get("SEED") or None, help="runs the same again")
    parser.add_argument("--noise", type=float, help="widens limits of time")
    parser.add_argument("--out", type=writable, default=os.environ.get("OUT") or None, help="all figures as JSON")
    return parser.parse_args()


def choose(known: Sequence[Experiment], *, only: str, quick: bool) -> list[Experiment]:
    if only:
        wanted = [name.strip().upper() for name in only.split(",")]
        if unknown := set(wanted) - {one.number for one in known}:
            sys.exit(f"no experiment {', '.join(sorted(unknown))}; there are {', '.join(one.number for one in known)}")
        return [one for one in known if one.number in wanted]
    return [one for one in known if one.quick or not quick]


def run_all(chosen: Sequence[Experiment], options: Options, ended: Callable[[Row], None]) -> None:
    """In two rows side by side, each with an installation of its own."""
    row, other = two_rows(chosen, options)
    # One thread for all of its experiments: what a thread has started ends with it.
    with ThreadPoolExecutor(max_workers=1) as aside:
        waiting = aside.submit(run_row, other, options, ended)
        run_row(row, options, ended)
        waiting.result()


def two_rows(chosen: Sequence[Experiment], options: Options) -> tuple[Iterable[Experiment], Iterable[Experiment]]:
    """All one after another but for those that mostly wait, if the machine bears the clients of both. In the quick run, whose limits of
    time are wide, two at a time: whichever row is done with one takes the next."""
    bears_both = options.clients <= CLIENTS
    if options.quick and bears_both:
        left = iter(chosen)
        return left, left
    besides = [one for one in chosen if one.beside and bears_both]
    return [one for one in chosen if one not in besides], besides


def run_row(chosen: Iterable[Experiment], options: Options, ended: Callable[[Row], None]) -> None:
    with ExitStack() as until_end:
        shared = Shared(until_end)
        for one in chosen:
            ended(run_one(one, options, shared))


def as_told(row: Row) -> str:
    """One line, and below it what was measured and what was not as promised."""
    more = (*(str(figure) for figure in row.figures), *row.violations, *filter(None, [row.why]))
    return "\n    ".join([f"{row.number} {row.verdict} ({row.seconds:.0f} s, load {row.load:g}): {row.fault}", *more])


def run_one(one: Experiment, options: Options, shared: Shared) -> Row:
    row = Row(one.number, one.fault, one.passes_when, seed=options.seed, noise=options.noise)
    began = time.monotonic()
    with ExitStack() as until_end:
        stage = Stage(options, row, make_folder(until_end), shared, until_end)
        try:
            one.run(stage)
        except CannotRun as reason:
            row.ran, row.why = False, str(reason)
        except ClientsFailed as error:
            row.violations.append(f"the clients failed: {error}")
            shared.spoilt()
        except Exception:  # noqa: BLE001  one experiment that breaks must not keep the others
            row.violations.append(traceback.format_exc())
            shared.spoilt()
    row.seconds, row.load = round(time.monotonic() - began, 1), round(os.getloadavg()[0], 1)
    return row


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
