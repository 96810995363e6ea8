import json
from collections.abc import Iterator
from io import StringIO
from unicodedata import normalize

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from ideahub import snapshot
from ideahub.accounts.models import Membership, Role, User
from ideahub.core.actor import Audience
from ideahub.demo.material import NEVER_SHOWN, PERSONAL, read_programme, texts_of
from ideahub.demo.seeding import Demo, seed_demo
from ideahub.ideas.models import Idea
from ideahub.reports.models import Report
from ideahub.voting.models import Vote
from ideahub.workshops.models import Arena, Participant, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Demo]:
    """Seeded once for all tests here, and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield seed_demo()
        transaction.set_rollback(True)


def counts() -> list[int]:
    return [model._default_manager.count() for model in (Arena, Workshop, User, Idea, Vote, Participant, Report)]


def held() -> list[Workshop]:
    return list(Workshop.objects.filter(status="closed").order_by("starts_at"))


def test_the_arena_has_its_seven_workshops_in_order(demo: Demo) -> None:
    workshops = list(Workshop.objects.order_by("starts_at"))

    assert [one.title for one in workshops] == [session.title for session in read_programme().sessions]
    assert [one.status for one in workshops] == ["closed"] * 3 + ["open"] + ["draft"] * 3
    assert all(one.columns.count() >= 3 and one.activities.count() == 5 for one in workshops)


def test_columns_have_their_shapes_in_the_drawn_order(demo: Demo) -> None:
    shapes = [column.shape for column in held()[0].columns.all()]

    assert shapes == ["circle", "square", "triangle", "diamond"]


def test_a_step_that_asks_about_all_columns_names_none(demo: Demo) -> None:
    waiting = Workshop.objects.get(code="428617")

    assert waiting.activities.get(kind="collect").rules.columns is None


def test_seeding_again_makes_nothing_and_tells_the_same(demo: Demo) -> None:
    before = counts()

    again = seed_demo()

    assert again == demo
    assert counts() == before


def test_the_open_one_waits_in_its_collect_step_with_no_clock(demo: Demo) -> None:
    waiting = Workshop.objects.get(code="428617")

    assert demo.code == "428617"
    assert demo.board_path == f"/board/{waiting.id}/"
    assert waiting.activity is not None
    assert waiting.activity.kind == "collect"
    assert waiting.activity.started_at is not None
    assert (waiting.timer_ends_at, waiting.timer_paused_s) == (None, None)
    assert not waiting.ideas.exists()


def test_the_organizer_signs_in_with_what_was_told(demo: Demo) -> None:
    organizer = User.objects.get(email=demo.email)

    assert organizer.check_password(demo.password)
    assert Membership.objects.get(user=organizer).role == Role.ORGANIZER


def test_the_command_tells_the_supervisor_how_to_get_in(demo: Demo) -> None:
    told = StringIO()

    call_command("seed_demo", "--json", stdout=told)

    assert json.loads(told.getvalue()) == {
        "sign_in": {"email": demo.email, "password": demo.password},
        "board_path": demo.board_path,
        "code": demo.code,
    }


def test_held_sessions_have_the_votes_comments_and_actions_of_the_data(demo: Demo) -> None:
    sessions = read_programme().sessions
    for workshop, session in zip(held(), sessions[:3], strict=True):
        texts = texts_of(session)
        assert texts is not None
        state = snapshot.build(workshop.id, Audience.STAFF)
        seen = [one for one in texts.presentable if PERSONAL not in one.flags]

        assert {one["text"]: one["points"] for one in state["ideas"] if one["points"]} == {
            normalize("NFC", one.text): one.votes for one in seen if one.votes
        }
        assert len(state["participants"]) == session.people
        assert {one["title"] for one in state["clusters"]} == {one.group_title for one in seen if one.group_title}
        assert len(state["comments"]) == len(texts.comments)
        assert [(one["title"], one["status"]) for one in state["actions"]] == [
            (one.title, one.status) for one in texts.actions
        ]


def test_what_became_of_the_actions_is_shown_in_each_way(demo: Demo, client: Client) -> None:
    client.force_login(User.objects.get(email=demo.email))

    progress = client.get("/api/overview/").json()["follow_up"]

    assert [one["done"] for one in progress] == [0, 1, 1]
    assert [one["late"] for one in progress] == [0, 0, 1]
    assert all(one["in_progress"] and one["not_started"] for one in progress)


def test_rude_ideas_are_nowhere_and_personal_data_is_hidden_with_a_reason(demo: Demo) -> None:
    flagged = [
        (normalize("NFC", one.text), one.flags)
        for session in read_programme().sessions[:3]
        for one in texts_of(session).ideas
    ]  # type: ignore[union-attr]
    rude = [text for text, flags in flagged if NEVER_SHOWN in flags]
    personal = [text for text, flags in flagged if PERSONAL in flags]

    assert len(rude) == 6
    assert not Idea.objects.filter(text__in=rude).exists()
    hidden = Idea.objects.filter(text__in=personal)
    assert hidden.count() == len(personal)
    assert {(one.status, one.reason) for one in hidden} == {("hidden", "Innehåller personuppgifter")}


def test_reports_are_due_for_the_organizer_alone(demo: Demo) -> None:
    due = Report.objects.filter(workshop__in=held())

    assert [(one.version, one.state) for one in due] == [(1, "due")] * 3
    assert {tuple(one.recipients) for one in Workshop.objects.all()} == {(demo.email,)}


def test_everything_happened_in_order_and_in_the_past(demo: Demo) -> None:
    for workshop in held():
        moments = list(workshop.stream.events.order_by("seq").values_list("created_at", flat=True))

        assert moments == sorted(moments)
        assert moments[0] == workshop.opened_at
        assert workshop.closed_at is not None
        assert workshop.closed_at in moments
