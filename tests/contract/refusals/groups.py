"""Ideas sorted together."""

from typing import Any

from ideahub.core.ids import new_id
from tests.contract.refusals.case import Asked, for_staff, refused
from tests.contract.stories import Stage


def a_cluster(stage: Stage) -> dict[str, Any]:
    return {"cluster": new_id(), "title": "Resor", "column": None, "ideas": stage.ideas}


for_staff("idea.move", lambda stage: {"idea": stage.ideas[1], "cluster": stage.cluster})
for_staff("idea.merge", lambda stage: {"idea": stage.ideas[0], "into": stage.ideas[1]})
for_staff("idea.split", lambda stage: {"idea": stage.ideas[0]})
for_staff("cluster.create", a_cluster)
for_staff("cluster.rename", lambda stage: {"cluster": stage.cluster, "title": "Solenergi"})
for_staff("cluster.move", lambda stage: {"cluster": stage.cluster, "column": None})
for_staff("cluster.merge", lambda stage: {"cluster": stage.cluster, "into": stage.other})
for_staff("cluster.remove", lambda stage: {"cluster": stage.cluster})
for_staff("cluster.restore", lambda stage: {"cluster": stage.cluster})


def remove_cluster(stage: Stage) -> None:
    stage.room.do(stage.room.ana, "cluster.remove", cluster=stage.cluster)


@refused("idea.move", "not_found")
def the_moved_idea_is_unknown(stage: Stage) -> Asked:
    return stage.room.ana, {"idea": new_id(), "cluster": stage.cluster}


@refused("idea.move", "not_found")
def its_cluster_is_gone(stage: Stage) -> Asked:
    remove_cluster(stage)
    return stage.room.ana, {"idea": stage.ideas[1], "cluster": stage.cluster}


@refused("idea.merge", "invalid")
def it_is_merged_with_itself(stage: Stage) -> Asked:
    return stage.room.ana, {"idea": stage.ideas[0], "into": stage.ideas[0]}


@refused("idea.merge", "not_allowed")
def the_room_sees_only_one_of_them(stage: Stage) -> Asked:
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[:1])
    return stage.room.ana, {"idea": stage.ideas[0], "into": stage.ideas[1]}


@refused("idea.merge", "not_found")
def the_other_idea_is_unknown(stage: Stage) -> Asked:
    return stage.room.ana, {"idea": stage.ideas[0], "into": new_id()}


@refused("idea.split", "not_found")
def it_was_never_merged(stage: Stage) -> Asked:
    return stage.room.ana, {"idea": stage.ideas[0]}


@refused("cluster.create", "invalid")
def it_has_no_title(stage: Stage) -> Asked:
    return stage.room.ana, {**a_cluster(stage), "title": ""}


@refused("cluster.create", "invalid")
def there_is_a_cluster_of_that_id(stage: Stage) -> Asked:
    return stage.room.ana, {**a_cluster(stage), "cluster": stage.cluster}


@refused("cluster.create", "not_found")
def an_idea_in_it_is_unknown(stage: Stage) -> Asked:
    return stage.room.ana, {**a_cluster(stage), "ideas": [new_id()]}


@refused("cluster.rename", "invalid")
def the_title_is_taken_away(stage: Stage) -> Asked:
    return stage.room.ana, {"cluster": stage.cluster, "title": " "}


@refused("cluster.rename", "not_found")
def the_renamed_cluster_is_gone(stage: Stage) -> Asked:
    remove_cluster(stage)
    return stage.room.ana, {"cluster": stage.cluster, "title": "Solenergi"}


@refused("cluster.move", "not_found")
def it_goes_to_no_column(stage: Stage) -> Asked:
    return stage.room.ana, {"cluster": stage.cluster, "column": new_id()}


@refused("cluster.merge", "invalid")
def a_cluster_is_merged_with_itself(stage: Stage) -> Asked:
    return stage.room.ana, {"cluster": stage.cluster, "into": stage.cluster}


@refused("cluster.merge", "not_found")
def the_other_cluster_is_unknown(stage: Stage) -> Asked:
    return stage.room.ana, {"cluster": stage.cluster, "into": new_id()}


@refused("cluster.remove", "not_found")
def it_is_removed_already(stage: Stage) -> Asked:
    remove_cluster(stage)
    return stage.room.ana, {"cluster": stage.cluster}


@refused("cluster.restore", "not_found")
def it_is_not_removed(stage: Stage) -> Asked:
    return stage.room.ana, {"cluster": stage.cluster}


@refused("cluster.restore", "not_allowed")
def what_it_was_merged_into_is_gone_too(stage: Stage) -> Asked:
    stage.room.do(stage.room.ana, "cluster.merge", cluster=stage.cluster, into=stage.other)
    stage.room.do(stage.room.ana, "cluster.remove", cluster=stage.other)
    return stage.room.ana, {"cluster": stage.cluster}
