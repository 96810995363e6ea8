"""Moving, clustering, merging and splitting."""

from uuid import UUID

import pytest

from ideahub.core.actor import Audience
from ideahub.core.ids import new_id
from tests.support.room import Room, make_draft, open_room


def order(room: Room) -> list[int]:
    return [idea["number"] for idea in sorted(room.state(Audience.STAFF)["ideas"], key=lambda one: one["position"])]


def make_cluster(room: Room, *ideas: UUID, column: int | None = None, title: str = "Energi") -> UUID:
    cluster = new_id()
    where = room.columns[column].id if column is not None else None
    room.do(room.ana, "cluster.create", cluster=cluster, title=title, column=where, ideas=list(ideas))
    return cluster


def test_an_idea_moves_to_another_column(room: Room) -> None:
    idea = room.capture(room.ben)
    room.do(room.ana, "idea.move", idea=idea, column=room.columns[1].id)
    assert room.idea(idea).column_id == room.columns[1].id


def test_what_is_not_sent_stays_as_it_is(room: Room) -> None:
    idea = room.capture(room.ben)
    cluster = make_cluster(room, idea)
    room.do(room.ana, "idea.move", idea=idea, column=room.columns[1].id)
    assert room.idea(idea).cluster_id == cluster
    room.do(room.ana, "idea.move", idea=idea, cluster=None)
    assert (room.idea(idea).cluster_id, room.idea(idea).column_id) == (None, room.columns[1].id)


def test_an_idea_is_placed_before_another_or_last(room: Room) -> None:
    first, second, third = (room.capture(room.ben) for _n in range(3))
    room.do(room.ana, "idea.move", idea=third, before=first)
    assert order(room) == [3, 1, 2]
    room.do(room.ana, "idea.move", idea=third, before=None)
    assert order(room) == [1, 2, 3]
    room.do(room.ana, "idea.move", idea=first, before=third)
    assert order(room) == [2, 1, 3]
    assert second


def test_the_order_holds_when_places_run_out(room: Room) -> None:
    ideas = [room.capture(room.ana) for _n in range(3)]
    for turn in range(30):
        room.do(room.ana, "idea.move", idea=ideas[turn % 2], before=ideas[2])
    assert order(room)[-1] == 3


@pytest.mark.parametrize("where", ["column", "cluster", "before"])
def test_an_idea_is_not_moved_to_what_is_not_there(room: Room, where: str) -> None:
    idea = room.capture(room.ben)
    assert room.refusal(room.ana, "idea.move", idea=idea, **{where: new_id()}) == "not_found"


def test_an_idea_is_not_moved_to_another_workshops_column(room: Room) -> None:
    foreign = make_draft().columns.first()
    assert foreign is not None
    assert room.refusal(room.ana, "idea.move", idea=room.capture(room.ben), column=foreign.id) == "not_found"


@pytest.mark.parametrize(
    "name",
    [
        "idea.move",
        "idea.merge",
        "idea.split",
        "cluster.create",
        "cluster.rename",
        "cluster.move",
        "cluster.merge",
        "cluster.remove",
    ],
)
def test_participants_do_not_sort(room: Room, name: str) -> None:
    idea, other, cluster = room.capture(room.ben), room.capture(room.ben), make_cluster(room)
    args = {"idea": idea, "into": other, "title": "x", "cluster": cluster}
    if name == "cluster.merge":
        args["into"] = make_cluster(room)
    if name == "cluster.create":
        args["cluster"] = new_id()
    assert room.refusal(room.ben, name, **args) == "not_allowed"


def test_a_cluster_takes_its_ideas_to_its_column(room: Room) -> None:
    idea = room.capture(room.ben, column=0)
    cluster = make_cluster(room, idea, column=2)
    assert (room.idea(idea).cluster_id, room.idea(idea).column_id) == (cluster, room.columns[2].id)
    room.do(room.ana, "cluster.move", cluster=cluster, column=room.columns[1].id)
    assert room.idea(idea).column_id == room.columns[1].id


def test_clusters_are_renamed_and_put_in_order(room: Room) -> None:
    first, second = make_cluster(room), make_cluster(room)
    room.do(room.ana, "cluster.rename", cluster=first, title=" Solenergi ")
    room.do(room.ana, "cluster.move", cluster=second, before=first)
    clusters = room.state(Audience.PARTICIPANT)["clusters"]
    assert [one["title"] for one in sorted(clusters, key=lambda one: one["position"])] == ["Energi", "Solenergi"]
    room.do(room.ana, "cluster.move", cluster=second, before=None)
    clusters = room.state(Audience.PARTICIPANT)["clusters"]
    assert [one["title"] for one in sorted(clusters, key=lambda one: one["position"])] == ["Solenergi", "Energi"]


@pytest.mark.parametrize("title", ["", "x" * 121, "a\x00b"])
def test_a_clusters_name_is_checked(room: Room, title: str) -> None:
    assert room.refusal(room.ana, "cluster.create", cluster=new_id(), title=title, column=None, ideas=[]) == "invalid"
    assert room.refusal(room.ana, "cluster.rename", cluster=make_cluster(room), title=title) == "invalid"


def test_a_cluster_of_an_unknown_idea_is_not_made(room: Room) -> None:
    cluster = new_id()
    ideas = [room.capture(room.ben), new_id()]
    assert room.refusal(room.ana, "cluster.create", cluster=cluster, title="x", column=None, ideas=ideas) == "not_found"
    assert room.workshop.clusters.count() == 0


def test_a_cluster_id_is_used_once(room: Room) -> None:
    cluster = make_cluster(room)
    room.do(room.ana, "cluster.remove", cluster=cluster)
    assert room.refusal(room.ana, "cluster.create", cluster=cluster, title="x", column=None, ideas=[]) == "invalid"
    assert room.refusal(room.ana, "cluster.rename", cluster=cluster, title="x") == "not_found"


def test_removing_a_cluster_leaves_its_ideas_loose(room: Room) -> None:
    idea = room.capture(room.ben)
    cluster = make_cluster(room, idea)
    room.do(room.ana, "cluster.remove", cluster=cluster)
    assert room.idea(idea).cluster_id is None
    assert room.state(Audience.STAFF)["clusters"] == []


def test_merged_clusters_have_all_ideas(room: Room) -> None:
    ideas = [room.capture(room.ben), room.capture(room.eva)]
    part, whole = make_cluster(room, ideas[0]), make_cluster(room, ideas[1])
    room.do(room.ana, "cluster.merge", cluster=part, into=whole)
    assert {room.idea(one).cluster_id for one in ideas} == {whole}
    assert room.refusal(room.ana, "cluster.merge", cluster=whole, into=whole) == "invalid"
    assert room.refusal(room.ana, "cluster.merge", cluster=part, into=whole) == "not_found"


def test_a_merge_keeps_every_text_and_number(room: Room) -> None:
    part, whole = room.capture(room.ben, "Solceller"), room.capture(room.eva, "Sol på taken")
    room.do(room.ana, "idea.merge", idea=part, into=whole)
    [idea] = room.state(Audience.PARTICIPANT)["ideas"]
    assert (idea["number"], idea["merged"], idea["merged_texts"]) == (2, [1], ["Solceller"])


def test_a_merge_of_merged_ideas_keeps_all_of_them(room: Room) -> None:
    a, b, c = (room.capture(room.ben, text) for text in ("A", "B", "C"))
    room.do(room.ana, "idea.merge", idea=a, into=b)
    room.do(room.ana, "idea.merge", idea=b, into=c)
    [idea] = room.state(Audience.STAFF)["ideas"]
    assert idea["merged"] == [1, 2]


def test_a_split_idea_is_whole_again_beside_the_other(room: Room) -> None:
    part, whole = room.capture(room.ben, "Solceller"), room.capture(room.eva, "Sol på taken")
    room.do(room.ana, "idea.merge", idea=part, into=whole)
    room.do(room.ana, "idea.split", idea=part)
    ideas = {one["number"]: one for one in room.state(Audience.PARTICIPANT)["ideas"]}
    assert (ideas[1]["text"], ideas[2]["merged"]) == ("Solceller", [])
    assert room.refusal(room.ana, "idea.split", idea=part) == "not_found"


def test_an_idea_is_not_merged_into_itself_or_a_part(room: Room) -> None:
    part, whole = room.capture(room.ben), room.capture(room.ben)
    assert room.refusal(room.ana, "idea.merge", idea=part, into=part) == "invalid"
    room.do(room.ana, "idea.merge", idea=part, into=whole)
    assert room.refusal(room.ana, "idea.merge", idea=whole, into=part) == "not_found"


def test_an_idea_the_room_does_not_see_is_not_merged_into_one_it_sees(room: Room) -> None:
    hidden, shown = room.capture(room.ben, "Hemligt"), room.capture(room.eva)
    room.do(room.ana, "idea.hide", ideas=[hidden])
    assert room.refusal(room.ana, "idea.merge", idea=hidden, into=shown) == "not_allowed"
    assert room.refusal(room.ana, "idea.merge", idea=shown, into=hidden) == "not_allowed"


def test_a_part_split_off_is_as_hidden_as_the_whole(room: Room) -> None:
    part, whole = room.capture(room.ben), room.capture(room.eva)
    room.do(room.ana, "idea.merge", idea=part, into=whole)
    room.do(room.ana, "idea.hide", ideas=[whole])
    room.do(room.ana, "idea.split", idea=part)
    assert room.state(Audience.PARTICIPANT)["ideas"] == []


def test_the_spotlight_follows_a_merged_idea(room: Room) -> None:
    part, whole = room.capture(room.ben), room.capture(room.eva)
    room.do(room.ana, "spotlight.set", idea=part)
    room.do(room.ana, "idea.merge", idea=part, into=whole)
    assert room.fresh().spotlight == whole


def test_another_workshops_ideas_are_out_of_reach(room: Room) -> None:
    theirs = open_room()
    idea, mine = theirs.capture(theirs.ben), room.capture(room.ben)
    assert room.refusal(room.ana, "idea.merge", idea=idea, into=mine) == "not_found"
    assert room.refusal(room.ana, "idea.merge", idea=mine, into=idea) == "not_found"
