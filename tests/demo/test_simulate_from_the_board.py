"""The command as it is written in the README, without a leader of its own: somebody leads from the board."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ideahub.demo.material import DATA
from ideahub.embedded import children, ports
from ideahub.ideas.models import Comment, Idea
from ideahub.voting.models import Vote
from ideahub.workshops.models import Participant
from tests.support.processes import alive, descendants
from tests.support.room import Room, open_room
from tests.support.server import Server
from tests.support.template import ROOT, environment

PHONES = 6
PATIENCE_S = 100
pytestmark = [pytest.mark.timeout(300), pytest.mark.any_database]


@dataclass
class Simulation:
    process: subprocess.Popen[bytes]
    log: Path
    out: Path

    @property
    def said(self) -> str:
        return self.log.read_text()

    def is_done_with(self, title: str) -> bool:
        """Whether it comes to say that its phones wait for what follows on this step."""
        return self.comes_to(lambda: f"The phones are done with “{title}”" in self.said)

    def comes_to(self, reached: Callable[[], bool]) -> bool:
        done = ports.wait_until(lambda: reached() or self.process.poll() is not None, timeout_s=PATIENCE_S)
        assert done, self.said
        return reached()

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)

    def ended(self) -> int:
        assert ports.wait_until(lambda: self.process.poll() is not None, timeout_s=PATIENCE_S), self.said
        return self.process.returncode

    @property
    def figures(self) -> dict[str, Any]:
        return dict(json.loads(self.out.read_text()))


@contextmanager
def simulated(server: Server, room: Room, folder: Path, *more: str) -> Iterator[Simulation]:
    log, out = folder / "simulate.log", folder / "out.json"
    command = [
        sys.executable, "manage.py", "simulate", "--url", server.url, "--code", room.workshop.code,
        "--data", DATA / "ideas" / "vatgas.json", "--participants", str(PHONES), "--seed", "5", "--json", out, *more,
    ]  # fmt: skip
    env = environment(os.environ["IDEAHUB_DATABASE_URL"], LC_ALL="C.UTF-8")
    process = children.start(command, env=env, log=log, folder=ROOT)
    try:
        yield Simulation(process, log, out)
    finally:
        children.stop(process)


def test_phones_vote_and_comment_when_somebody_takes_the_meeting_there(server: Server, tmp_path: Path) -> None:
    room = open_room()
    with simulated(server, room, tmp_path, "--speed", "300") as played:
        assert played.is_done_with("Collect"), played.said
        assert f"{server.url}/board/{room.workshop.id}/" in played.said
        room.go_to("vote")
        assert played.is_done_with("Vote"), played.said
        voters = Vote.objects.filter(activity=room.steps["vote"]).values("participant").distinct().count()
        room.go_to("discuss", comments=True)
        assert played.is_done_with("Discuss"), played.said
        said = Comment.objects.filter(idea__workshop=room.workshop).count()
        room.do(room.ana, "workshop.close")
        assert played.ended() == 0, played.said

    saw = played.figures
    assert voters == PHONES
    assert said > 5
    assert saw["acknowledged_by"]["comment.add"] == said
    assert saw["acknowledged_by"]["vote.set"] >= PHONES * 5
    assert saw["lost"] == {"unanswered": 0, "ideas": 0, "comments": 0, "votes": 0}
    assert (saw["doubled"], saw["diverged"]) == (0, 0)
    assert "Nobody took the meeting on" not in played.said


def test_what_a_leader_merges_and_takes_away_is_not_called_lost(server: Server, tmp_path: Path) -> None:
    room = open_room(comments=True)
    with simulated(server, room, tmp_path, "--speed", "300") as played:
        assert played.is_done_with("Collect"), played.said
        room.go_to("vote")
        assert played.is_done_with("Vote"), played.said
        most, next_most = Idea.objects.filter(workshop=room.workshop).order_by("-points")[:2]
        room.do(room.ana, "idea.merge", idea=next_most.id, into=most.id)
        comment = Comment.objects.filter(idea__workshop=room.workshop).first()
        assert comment is not None
        room.do(room.ana, "comment.remove", comment=comment.id)
        room.do(room.ana, "workshop.close")
        assert played.ended() == 0, played.said

    assert played.figures["lost"] == {"unanswered": 0, "ideas": 0, "comments": 0, "votes": 0}


def test_comments_come_while_ideas_do_where_the_step_takes_them(server: Server, tmp_path: Path) -> None:
    room = open_room(comments=True)
    with simulated(server, room, tmp_path, "--speed", "60") as played:
        assert played.is_done_with("Collect"), played.said
        played.interrupt()
        assert played.ended() == 0, played.said

    first = Comment.objects.filter(idea__workshop=room.workshop).earliest("created_at")
    last = Idea.objects.filter(workshop=room.workshop).latest("created_at")
    assert first.created_at < last.created_at


def test_ctrl_c_ends_it_with_what_was_seen_so_far(server: Server, tmp_path: Path) -> None:
    room = open_room()
    with simulated(server, room, tmp_path, "--speed", "20") as played:
        assert played.comes_to(lambda: Idea.objects.filter(workshop=room.workshop).count() > 5), played.said
        processes = {one.pid for one in descendants(played.process.pid)}
        played.interrupt()
        assert played.ended() == 0, played.said

    saw = played.figures
    assert "To others' screens" in played.said
    assert saw["acknowledged_by"]["idea.capture"] == Idea.objects.filter(workshop=room.workshop).count()
    assert saw["left_out"] == 120 - saw["acknowledged_by"]["idea.capture"]
    assert (saw["lost"]["unanswered"], saw["diverged"]) == (0, 0)
    assert not alive(processes)


def test_the_phones_are_in_several_processes_and_one_that_dies_ends_it_with_a_clear_line(
    server: Server, tmp_path: Path
) -> None:
    room = open_room()
    joined = Participant.objects.filter(workshop=room.workshop)
    before = joined.count()
    with simulated(server, room, tmp_path, "--speed", "1") as played:
        assert played.comes_to(lambda: joined.count() == before + PHONES), played.said
        processes = [one for one in descendants(played.process.pid) if "simulation.share" in one.command]
        assert len(processes) == 2
        os.kill(processes[0].pid, signal.SIGKILL)
        assert played.ended() == 1, played.said

    assert "a process of phones ended" in played.said.strip().splitlines()[-1]
    assert "Traceback" not in played.said
    assert not alive({one.pid for one in processes})


def test_phones_leave_when_the_command_that_started_them_is_killed(server: Server, tmp_path: Path) -> None:
    room = open_room()
    with simulated(server, room, tmp_path, "--speed", "20") as played:
        assert played.comes_to(lambda: Idea.objects.filter(workshop=room.workshop).exists()), played.said
        processes = {one.pid for one in descendants(played.process.pid)}
        assert processes
        played.process.kill()
        assert ports.wait_until(lambda: not alive(processes), timeout_s=PATIENCE_S)
