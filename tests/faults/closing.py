"""Meetings that close and are reported by mail, and what the mail server got."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from ideahub.embedded import ports
from tests.faults.bare import Bare
from tests.faults.checker import mails_delivered
from tests.faults.history import History
from tests.faults.stage import Place, Stage, inside
from tests.mail.postbox import Postbox, open_postbox
from tests.support.topology import Topology

Json = dict[str, Any]
RECIPIENTS = ["ana@example.se", "ben@example.se", "cleo@example.se"]


@contextmanager
def site_with_mail(stage: Stage, *, webs: int = 1) -> Iterator[tuple[Topology, Postbox]]:
    """An installation of the experiment's own whose mail goes to a real mail server here."""
    with open_postbox() as box:
        yield stage.own_site(webs=webs, more={"IDEAHUB_SMTP_URL": box.url}), box


def meeting(stage: Stage, site: Place, title: str) -> Json:
    return stage.workshop(site, title=title, phones=1, ideas=30, recipients=RECIPIENTS)


def close(site: Topology, workshop: Json) -> None:
    """Asks for it as the board does, until it is acknowledged."""

    async def ask() -> None:
        staff = {"cookie": workshop["staff"], "participant": "staff"}
        board = Bare(site.direct(0), site.url, workshop, staff, History(), audience="staff")
        await board.open()
        asked = board.write("workshop.close")
        await board.push(asked)
        assert (await board.answer_to(asked))["ok"]
        board.cut()

    asyncio.run(ask())


def reports_in(site: Topology, *states: str) -> int:
    with psycopg.connect(site.postgres.url()) as link:
        row = link.execute("SELECT count(*) FROM reports_report WHERE state = ANY(%s)", [list(states)]).fetchone()
    return int(row[0]) if row else 0


def until_reported(site: Topology, box: Postbox, count: int, *, timeout_s: float) -> float | None:
    """Seconds until so many mails have come and all reports are sent; None when time was up."""
    began = time.monotonic()
    done = ports.wait_until(
        lambda: len(box.mails) >= count and reports_in(site, "sent") * len(RECIPIENTS) >= count,
        timeout_s=timeout_s, every_s=0.5,
    )  # fmt: skip
    return time.monotonic() - began if done else None


def judge_mail(
    stage: Stage, site: Topology, box: Postbox, *, expected: int, crashed: frozenset[str] = frozenset()
) -> None:
    """I7, into the row: so many mails as are `expected`, each as it should be."""
    [rows] = inside(site, "mails", {})
    delivered = [str(mail["Message-ID"]) for mail in box.mails]
    found = mails_delivered(rows["mails"], delivered, expected=expected, crashed=crashed)
    stage.measured("mails", len(rows["mails"]), expected, at_least=True)
    stage.measured("deliveries", len(box.mails), expected, at_least=True)
    stage.measured("lost or doubled without a crash (I7)", len(found), 0)
    stage.row.violations += [f"{one.invariant}: {one.what}" for one in found[:10]]
