"""Who simulates without a leader is told once in each step that the phones are done with it, and not before they are."""

import asyncio
from dataclasses import replace
from io import StringIO

from ideahub.demo.management.commands.simulate import Command
from ideahub.demo.material import DATA, read_texts
from ideahub.demo.simulation.look import Look
from ideahub.demo.simulation.play import Options, Play

COLLECTED = Look(workshop="w", step="collect", title="Collect", is_busy=False)
VOTED = replace(COLLECTED, step="vote", title="Vote")
VOTING = replace(VOTED, is_busy=True)


def told(*moments: tuple[Look, float | None]) -> list[str]:
    """What the terminal says, each time it looks at how it stands with the phones and how long they were last found to wait."""

    async def tell() -> str:
        terminal = StringIO()
        options = Options("http://localhost:1", "428617", participants=1, speed=1, seed=1)
        play = Play(options, read_texts(DATA / "ideas" / "vatgas.json"), Command(stdout=terminal)._tell)
        for look, left_s in moments:
            play.room.processes[0].look, play.left_s = look, left_s
            play.tell(play)
        await play.door.http.aclose()
        return terminal.getvalue()

    return [line for line in asyncio.run(tell()).splitlines() if "/board/w/" in line]


def test_once_in_each_step() -> None:
    lines = told((COLLECTED, 100), (COLLECTED, 99), (VOTING, None), (VOTED, 100), (VOTED, 99))

    assert [("Collect" in line, "Vote" in line) for line in lines] == [(True, False), (False, True)]


def test_a_step_that_has_just_begun_is_not_done_though_the_phones_were_found_to_wait_in_the_one_before() -> None:
    assert len(told((COLLECTED, 100), (VOTING, 100))) == 1
    assert len(told((COLLECTED, 100), (VOTING, 100), (VOTED, 100))) == 2
