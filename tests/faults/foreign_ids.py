"""Every command that names something, sent by one workshop's people to their own address and naming another workshop's things."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
from uuid_utils.compat import uuid7

from ideahub.protocol.commands import ALL

Json = dict[str, Any]
Things = dict[str, str]
# A phone makes this itself, as a secret that means something in its own meeting alone.
OF_THE_PHONE = ("summary.request", "ticket")
# What a field names, where its name does not say so itself.
NAMES = {"ideas": "idea", "target": "idea"}
SAYS: Json = {
    "text": "x", "title": "x", "name": "x", "email": "cleo@example.se", "on": True, "points": 1, "done": True, "table": 1,
}  # fmt: skip
MAKES = {"idea.capture": "idea", "comment.add": "comment", "cluster.create": "cluster", "action.create": "action",
         "action.suggest": "suggestion"}  # fmt: skip
CSRF = "a" * 32
WAIT_S, TRIES = 1.0, 60


def naming(ours: Things, theirs: Things) -> Iterator[Json]:
    """A command for each field that holds an id: there `theirs`, everywhere else `ours`. A kind of thing that is not among both
    raises KeyError: a new one has to be prepared first."""
    for name, model in ALL.items():
        schema = model.model_json_schema()
        ids = [field for field, rule in schema["properties"].items() if '"uuid"' in str(rule).replace("'", '"')]
        for foreign in ids if (name, *ids) != OF_THE_PHONE else ():
            args = {field: SAYS[field] for field in schema.get("required", []) if field not in ids}
            for field in ids:
                one = (theirs if field == foreign else ours)[_kind(name, field)]
                if field != foreign and field == MAKES.get(name):
                    one = str(uuid7())
                args[field] = [one] if schema["properties"][field].get("type") == "array" or field == "ideas" else one
            yield {"name": name, "args": args, "foreign": foreign}


def _kind(command: str, field: str) -> str:
    return command.partition(".")[0] if field in {"before", "into"} else NAMES.get(field, field)


def send(http: httpx.Client, workshop: Json, who: Json, audience: str, name: str, args: Json) -> Json:
    """The result of one command over HTTP, sent again while it comes too fast."""
    headers = {
        "Cookie": f"{who['cookie']}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Origin": str(http.base_url).rstrip("/"),
    }
    command = {"id": str(uuid7()), "name": name, "args": args}
    for _try in range(TRIES):
        http.cookies.clear()
        path = f"/api/workshops/{workshop['code']}/commands/?as={audience}"
        answer = http.post(path, json={"commands": [command]}, headers=headers)
        result: Json = answer.raise_for_status().json()["results"][0]
        if result.get("code") != "too_fast":
            return result
        time.sleep(WAIT_S)
    raise RuntimeError(f"{name} came too fast for {TRIES} s")


def furnish(http: httpx.Client, workshop: Json) -> Things:
    """One of each kind of thing in a workshop that stands in its first step, and their ids."""
    phone, staff = workshop["phones"][0], {"cookie": workshop["staff"]}
    things = {kind: str(uuid7()) for kind in ("idea", "comment", "cluster", "action", "suggestion", "ticket")}
    column = workshop["columns"][0]

    def do(who: Json, audience: str, name: str, **args: Any) -> None:
        result = send(http, workshop, who, audience, name, args)
        assert result["ok"], f"{name}: {result}"

    do(phone, "participant", "idea.capture", idea=things["idea"], column=column, text=f"{workshop['title']}: en till")
    do(phone, "participant", "comment.add", comment=things["comment"], idea=workshop["ideas"][0], text="Bra")
    do(
        staff,
        "staff",
        "cluster.create",
        cluster=things["cluster"],
        title="Tak",
        column=column,
        ideas=[workshop["ideas"][0]],
    )
    do(phone, "participant", "summary.request", email="cleo@example.se", ticket=things["ticket"])
    do(staff, "staff", "action.create", action=things["action"], title="Mät taken", ideas=[things["idea"]])
    start(http, workshop, "commit")
    do(phone, "participant", "action.suggest", suggestion=things["suggestion"], title="Fråga grannen")
    return {**things, "column": column, "activity": workshop["steps"]["vote"], "participant": phone["participant"]}


def start(http: httpx.Client, workshop: Json, step: str) -> None:
    args = {"activity": workshop["steps"][step]}
    result = send(http, workshop, {"cookie": workshop["staff"]}, "staff", "activity.start", args)
    assert result["ok"], f"{step}: {result}"
