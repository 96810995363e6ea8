"""Batches whose statements travel together: in transactions of their own, as the writer's are."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from psycopg._pipeline_base import BasePipeline
from psycopg.abc import PipelineCommand, PQGen
from psycopg.generators import send
from psycopg.pq.abc import PGconn, PGresult

from ideahub.commands import execute_batch
from ideahub.core.ids import new_id
from ideahub.eventlog.log import LOCKED, open_log
from ideahub.eventlog.statements import insert, save
from ideahub.eventlog.together import is_on, together
from ideahub.ideas.commenting import Talk
from ideahub.ideas.models import Comment, Idea
from ideahub.live import writer
from ideahub.workshops.scene import COLUMNS, WORKSHOP
from tests.support.room import Room, command, open_room

pytestmark = pytest.mark.django_db(transaction=True)
LASTING = 5


@pytest.fixture
def room() -> Room:
    return open_room(comments=True)


def test_a_comment_on_an_idea_of_the_same_batch_finds_it(room: Room) -> None:
    idea = new_id()
    column = room.columns[0].id
    batch = [
        command(room.ben, "comment.add", comment=new_id(), idea=room.capture(room.ana), text="Först"),
        command(room.ben, "idea.capture", idea=idea, column=column, text="Solceller på taket"),
        command(room.eva, "comment.add", comment=new_id(), idea=idea, text="Bra"),
        command(room.ana, "comment.add", comment=new_id(), idea=idea, text="Också bra"),
    ]
    assert [one.ok for one in execute_batch(room.workshop.id, batch)] == [True] * 4
    assert Idea.objects.get(pk=idea).comments == Comment.objects.filter(idea=idea).count() == 2


def test_what_a_batch_changed_is_what_its_later_commands_see(room: Room) -> None:
    idea, other = room.capture(room.ben), room.capture(room.eva)
    batch = [
        command(room.ana, "idea.merge", idea=idea, into=other),
        command(room.ben, "comment.add", comment=new_id(), idea=idea, text="Den finns inte längre för sig"),
    ]
    assert [one.code for one in execute_batch(room.workshop.id, batch)] == [None, "not_found"]


def test_votes_and_comments_of_one_batch_leave_each_other_alone(room: Room) -> None:
    idea = room.capture(room.ana)
    room.go_to("vote", comments=True, max_per_target=3)
    batch = [
        command(room.ben, "vote.set", target=idea, points=2),
        command(room.eva, "comment.add", comment=new_id(), idea=idea, text="Bra"),
        command(room.eva, "vote.set", target=idea, points=1),
    ]
    results, own = writer._execute(room.workshop.id, batch)
    assert [one.code for one in results] == [None] * 3
    found = Idea.objects.get(pk=idea)
    assert (found.points, found.comments) == (3, 1)
    assert [own[one.id]["points"] for one in (room.ben, room.eva)] == [{str(idea): 2}, {str(idea): 1}]


def test_an_idea_that_the_batch_itself_brings_into_sight_can_be_talked_about(room: Room) -> None:
    room.go_to("collect", show_others_after_s=None)
    idea = room.capture(room.ben)
    room.set_up("collect", show_others_after_s=0)
    talk = command(room.eva, "comment.add", comment=new_id(), idea=idea, text="Bra")
    assert [one.code for one in execute_batch(room.workshop.id, [talk])] == [None]


def test_an_idea_hidden_in_the_batch_that_ends_its_holding_back_is_not_shown(room: Room) -> None:
    room.go_to("collect", show_others_after_s=None)
    idea, before = room.capture(room.ben), room.seq
    batch = [
        command(room.ana, "idea.hide", ideas=[idea], reason=None),
        command(room.ana, "activity.start", activity=room.steps["vote"].id),
    ]
    assert [one.ok for one in execute_batch(room.workshop.id, batch)] == [True, True]
    told = [one.payload["idea"]["status"] for one in room.events(before) if one.type == "idea.shown"]
    assert set(told) <= {"hidden"}


def test_the_own_view_that_comes_with_a_commit_is_that_after_it(room: Room) -> None:
    idea = new_id()
    capture = command(room.ben, "idea.capture", idea=idea, column=room.columns[0].id, text="Solceller på taket")
    _results, own = writer._execute(room.workshop.id, [capture])
    assert own[room.ben.id]["own"] == [str(idea)]


def test_a_command_that_breaks_the_database_fails_alone(room: Room) -> None:
    same = new_id()
    twice = Comment(id=same, idea_id=room.capture(room.ana), text="Bra", created_at=room.workshop.created_at)
    with pytest.raises(IntegrityError):
        _store_twice(room, twice)
    assert not Comment.objects.filter(pk=same).exists()
    assert room.do(room.ben, "comment.add", comment=same, idea=room.capture(room.ana), text="Bra").ok


def test_after_a_batch_that_broke_each_command_reads_anew(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first reads tables and columns ahead, breaks, and leaves their answers behind."""
    idea, column = new_id(), room.columns[0].id

    def break_down(talk: Talk) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(Talk, "write", break_down)
    batch = [
        command(room.eva, "comment.add", comment=new_id(), idea=room.capture(room.ana), text="Bra"),
        command(room.ben, "idea.capture", idea=idea, column=column, text="Solceller på taket"),
        command(room.ana, "idea.hide", ideas=[idea], reason=None),
    ]
    results, _own = writer._execute(room.workshop.id, batch)
    assert [one.ok for one in results] == [False, True, True]
    with together():
        COLUMNS.ask_ahead(room.workshop.id)
        room.columns[0].delete()
        with open_log(room.workshop.id):
            assert column not in {one.id for one in COLUMNS.ask(room.workshop.id)}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only there statements travel together")
def test_what_is_tried_again_after_an_error_travels_together_and_has_its_limits_too(room: Room) -> None:
    with together():
        with pytest.raises(RuntimeError), open_log(room.workshop.id):
            raise RuntimeError("broken")
        with open_log(room.workshop.id):
            assert connection.is_pipelined  # type: ignore[attr-defined]
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('idle_in_transaction_session_timeout')")
                assert cursor.fetchone() == ("2s",)
        assert is_on()
    assert not is_on()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only there statements travel together")
def test_wherever_a_process_freezes_the_database_takes_it_for_silent(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    column = room.columns[0].id
    states: set[str] = set()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True) as other:

        def looked_at(pgconn: PGconn, commands: deque[PipelineCommand]) -> PQGen[list[list[PGresult]]]:
            while commands:
                commands.popleft()()
                yield from send(pgconn)
                states.add(_once_it_waits(other, pgconn.backend_pid))
            return []

        monkeypatch.setattr("psycopg._pipeline_base.pipeline_communicate", looked_at)
        # From the fifth time on the driver prepares a statement first.
        for n in range(6):
            batch = [command(room.ben, "idea.capture", idea=new_id(), column=column, text=f"Träd {n}")]
            assert [one.ok for one in writer._execute(room.workshop.id, batch)[0]] == [True]
        monkeypatch.undo()
    assert states == {"idle in transaction", "idle"}


def test_an_answer_asked_ahead_is_dropped_when_its_rows_are_written(room: Room) -> None:
    with together(), transaction.atomic():
        WORKSHOP.ask_ahead(room.workshop.id)
        before = WORKSHOP.one(room.workshop.id)
        WORKSHOP.ask_ahead(room.workshop.id)
        before.title = "Nytt namn"
        save([before], "title")
        assert WORKSHOP.one(room.workshop.id).title == "Nytt namn"


def test_how_many_rows_a_statement_changed_is_known_at_once(room: Room) -> None:
    with open_log(room.workshop.id):
        assert is_on() == (connection.vendor == "postgresql")
        assert type(room.workshop).objects.filter(pk=room.workshop.id).update(title="Nytt namn") == 1
        assert LOCKED.one(room.workshop.id).pk == room.workshop.id
    room.workshop.refresh_from_db()
    assert room.workshop.title == "Nytt namn"


def test_a_transaction_whose_last_answer_was_waited_for_is_committed(room: Room) -> None:
    with together(), transaction.atomic():
        WORKSHOP.one(room.workshop.id)
        type(room.workshop).objects.filter(pk=room.workshop.id).update(title="Nytt namn")
        WORKSHOP.one(room.workshop.id)
    connection.close()
    assert WORKSHOP.one(room.workshop.id).title == "Nytt namn"


def test_a_batch_waits_for_the_database_twice(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for what it reads and once for its commit; each wait on SQLite is none."""
    idea = room.capture(room.ana)
    comments = [command(room.ben, "comment.add", comment=new_id(), idea=idea, text="Bra") for _ in range(2)]
    supports = [command(who, "idea.support", idea=idea, on=True) for who in (room.ben, room.eva)]
    for first, second in (comments, supports):
        writer._execute(room.workshop.id, [first])
        with _waits(monkeypatch) as waits:
            writer._execute(room.workshop.id, [second])
        assert len(waits) == (2 if connection.vendor == "postgresql" else 0)


@contextmanager
def _waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Each time that statements which were sent are waited for; none is answered before somebody waits."""
    waits: list[str] = []
    fetched = BasePipeline._fetch_gen

    def only_send(pgconn: PGconn, commands: deque[PipelineCommand]) -> PQGen[list[list[PGresult]]]:
        while commands:
            commands.popleft()()
        yield from send(pgconn)
        return []

    def noted(pipeline: BasePipeline, *, flush: bool) -> Any:
        if pipeline.result_queue:
            waits.append(str(len(pipeline.result_queue)))
        return fetched(pipeline, flush=flush)

    with monkeypatch.context() as patched:
        patched.setattr("psycopg._pipeline_base.pipeline_communicate", only_send)
        patched.setattr(BasePipeline, "_fetch_gen", noted)
        yield waits


def _once_it_waits(link: "psycopg.Connection[Any]", backend: int) -> str:
    """What the server takes a session for whose process says nothing.

    A row's two fields are not read in one instant, and what was sent may not have been heard yet: what lasts is the answer.
    """
    rows: deque[tuple[Any, ...] | None] = deque(maxlen=LASTING)
    while len(rows) < LASTING or rows.count(rows[-1]) < LASTING or rows[-1] is None or rows[-1][1] != "ClientRead":
        rows.append(link.execute("SELECT state, wait_event FROM pg_stat_activity WHERE pid = %s", [backend]).fetchone())
    return str(rows[-1][0])


def _store_twice(room: Room, comment: Comment) -> None:
    with open_log(room.workshop.id):
        insert([comment])
        insert([comment])
