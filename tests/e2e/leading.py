"""A meeting of one's own in the running service, led and joined over HTTP: for tests where the state matters, not the way there."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Page

from ideahub.core.ids import new_id
from tests.e2e.running import Running

TEMPLATE = "ideas"
# The worker looks by itself every 30 s.
SWEEP_S = 60


def ids(count: int) -> list[str]:
    return [str(new_id()) for _ in range(count)]


@dataclass
class Meeting:
    """An open meeting made from a template. `lead` sends a leader's command, `setting` changes a step."""

    http: httpx.Client
    id: str
    code: str
    steps: dict[str, str]
    columns: list[str]
    people: list["Person"] = field(default_factory=list)

    def lead(self, name: str, /, **args: Any) -> dict[str, Any]:
        return _send(self.http, self.code, "staff", name, args)

    def go_to(self, kind: str) -> None:
        self.lead("activity.start", activity=self.steps[kind])

    def titles(self) -> list[str]:
        """Of the columns, in their order."""
        return [one["title"] for one in self.http.get(f"/api/setup/{self.id}/").json()["columns"]]

    def change(self, **plan: Any) -> None:
        """Edits the set-up, over whatever has been changed meanwhile."""
        version = self.http.get(f"/api/setup/{self.id}/").json()["version"]
        assert self.http.patch(f"/api/setup/{self.id}/", json={"version": version, **plan}).status_code == 200

    def drop_column(self, number: int) -> None:
        """Takes a column out of the meeting; `columns` keeps its id."""
        setup = self.http.get(f"/api/setup/{self.id}/").json()
        left = [one for one in setup["columns"] if one["id"] != self.columns[number]]
        self.change(columns=[{key: one[key] for key in ("id", "title", "shape")} for one in left])

    def setting(self, kind: str, **settings: Any) -> None:
        setup = self.http.get(f"/api/setup/{self.id}/").json()
        activities = [
            {key: one[key] for key in ("id", "kind", "title", "minutes")}
            | {"settings": one["settings"] | (settings if one["kind"] == kind else {})}
            for one in setup["activities"]
        ]
        self.change(activities=activities)

    def add_step(self, kind: str, title: str, **settings: Any) -> str:
        """One more at the end of the plan; returns its id."""
        setup = self.http.get(f"/api/setup/{self.id}/").json()
        known = [
            {key: one[key] for key in ("id", "kind", "title", "minutes", "settings")} for one in setup["activities"]
        ]
        new = {"id": ids(1)[0], "kind": kind, "title": title, "minutes": None, "settings": settings}
        self.change(activities=[*known, new])
        return str(new["id"])

    def state(self) -> dict[str, Any]:
        return dict(self.http.get(f"/api/workshops/{self.code}/snapshot/?as=staff").json())

    def report(self) -> dict[str, Any]:
        """The newest, as its organizers are told of it."""
        reports = self.http.get(f"/api/setup/{self.id}/reports/").json()
        return dict(reports[0] if reports else {"state": None, "pdf_due": None})

    def join(self, name: str = "") -> "Person":
        http = httpx.Client(base_url=self.http.base_url, timeout=20, verify=False)
        joined = http.post(f"/api/workshops/{self.code}/join/", json={"name": name, "language": "sv"})
        assert joined.status_code == 201
        person = Person(self, http, joined.json()["participant"])
        self.people.append(person)
        return person

    def close(self) -> None:
        for person in self.people:
            person.http.close()
        self.http.close()


@dataclass
class Person:
    """Somebody who takes part over HTTP; their cookie can be given to a browser."""

    meeting: Meeting
    http: httpx.Client
    id: str

    def do(self, name: str, /, **args: Any) -> dict[str, Any]:
        return _send(self.http, self.meeting.code, "participant", name, args)

    def capture(self, text: str, column: int = 0) -> str:
        idea = ids(1)[0]
        self.do("idea.capture", idea=idea, column=self.meeting.columns[column], text=text)
        return idea

    def give_cookies(self, context: BrowserContext) -> None:
        jar = [(one.name, one.value or "") for one in self.http.cookies.jar]
        context.add_cookies([{"name": name, "value": value, "url": str(self.http.base_url)} for name, value in jar])

    def enter(self, context: BrowserContext) -> Page:
        """This person's phone, in the meeting."""
        self.give_cookies(context)
        page = context.new_page()
        page.add_init_script(f"localStorage.setItem('joined', '{self.meeting.code}')")
        page.goto(f"/j/{self.meeting.code}")
        return page


def open_meeting(running: Running, cookies: list[Any], *, template: str = TEMPLATE) -> Meeting:
    """Made in the arena of whoever the cookies belong to, opened, and without clocks."""
    http = httpx.Client(
        base_url=running.url, timeout=20, verify=False, cookies={one["name"]: one["value"] for one in cookies}
    )
    token = next(one["value"] for one in cookies if one["name"].endswith("csrftoken"))
    http.headers.update({"X-CSRFToken": token, "Referer": running.url, "Origin": running.url})
    arena = http.get("/api/arenas/").json()[0]["id"]
    body = {"template": template, "title": f"Alla i rummet {secrets.token_hex(2)}", "language": "sv", "starts_at": None}
    made = http.post(f"/api/arenas/{arena}/workshops/", json=body)
    assert made.status_code == 201, made.text
    setup = made.json()
    steps = {one["kind"]: one["id"] for one in setup["activities"]}
    meeting = Meeting(http, setup["id"], setup["code"], steps, [one["id"] for one in setup["columns"]])
    meeting.lead("workshop.open")
    return meeting


def _send(http: httpx.Client, code: str, who: str, name: str, args: dict[str, Any]) -> dict[str, Any]:
    """Raises AssertionError with the refusal."""
    body = {"commands": [{"id": ids(1)[0], "name": name, "args": args}]}
    answer = http.post(f"/api/workshops/{code}/commands/?as={who}", json=body)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()["results"][0]
    assert result["ok"], f"{name}: {result}"
    return result


def arrives(ask: Callable[[], object], wanted: object, *, within_s: float = 15) -> None:
    """What a screen shows already is under way to the server for a moment. Raises AssertionError when it is not there by then."""
    ends = time.monotonic() + within_s
    while (found := ask()) != wanted and time.monotonic() < ends:
        time.sleep(0.05)
    assert found == wanted, f"{found!r}, not {wanted!r}"
