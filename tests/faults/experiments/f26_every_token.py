import asyncio
import json
import re
from collections import Counter
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from tests.faults.foreign_ids import furnish, naming, send, start
from tests.faults.registry import experiment
from tests.faults.stage import Stage, inside, read_truths, snapshots

Json = dict[str, Any]
BEHIND = 100
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
READS = ("GET",)
# What anybody with the code, the QR token or no token at all may open, by the name or the pattern of the route.
OPEN = re.compile(
    r"^(healthz|readyz|metrics|favicon.ico|j/.*|plain/<str:code>/?|api/schema/|api/docs/|accounts/.*|api/workshops/<str:code>/|"
    r"api/workshops/<str:code>/join/|manifest.*|sw.js|dev/mail/.*)?$"
)
NO = {401, 403, 404, 405, 410}
# What somebody may be answered who is let in and asks without what the call needs.
LET_IN = {200, 302, 304, 400, 405, 409}
STEPS = ("collect", "group", "vote", "discuss", "commit", "close")
# Each may send only so much.
PHONES = 30
SIGN_IN = "/accounts/login/"


@experiment(
    "F26",
    "every token against every object, generated from the URL conf",
    passes_when="0 reads across workshops, 404 not 403",
)
def run(stage: Stage) -> None:
    """Everybody of workshop B, and nobody, asks for every object of workshop A by every route and method. Both are over and have
    all that a workshop can have; that A's own people come in shows that the addresses are true ones."""
    site = stage.site
    ours = stage.workshop(title="hemligt i A", phones=1, kinds=STEPS)
    theirs = stage.workshop(title="B", phones=PHONES, kinds=STEPS)
    _try_own_address(stage, ours, theirs)
    our_tokens, their_tokens = inside(site, "end", {"workshop": ours["id"]}, {"workshop": theirs["id"]})
    [known] = inside(site, "routes", {"workshop": ours["id"], "tokens": our_tokens})
    tokens = {"nobody": {}, **_passes(theirs, their_tokens), "who scanned the QR code": _scanned(site.url, theirs)}
    counts: Counter[str] = Counter()
    with stage.beside_a_meeting(clients=BEHIND), httpx.Client(base_url=site.url, timeout=60) as http:
        for route in known["routes"]:
            _try_own(stage, http, route, {**_passes(ours, our_tokens), "nobody": {}}, our_tokens["key"], counts)
            for who, headers in tokens.items():
                _try_route(stage, http, route, who, headers, counts)
            keyed = {**route, **{name: f"{route[name]}?key={their_tokens['key']}" for name in ("path", "nowhere")}}
            _try_route(stage, http, keyed, "report's key", {}, counts)
        asyncio.run(_try_sockets(stage, site.url, ours, theirs, known["sockets"], counts))
    stage.measured("kinds of token", len(tokens) + 1)
    stage.measured("routes", len(known["routes"]), 1, at_least=True)
    stage.measured("sockets", len(known["sockets"]), 1, at_least=True)
    callers = len(tokens) + 1
    stage.measured("calls", counts["calls"], len(known["routes"]) * callers * len(METHODS), at_least=True)
    stage.measured("addresses that A's own people cannot open either", counts["closed"], 0)
    stage.measured("reads across workshops", counts["reads"], 0)
    stage.measured("answers of 403 that tell an object exists", counts["403"], 0)
    stage.measured("answers of 500", counts["500"], 0)
    stage.measured("writes across workshops", counts["writes"], 0)


def _scanned(url: str, workshop: Json) -> dict[str, str]:
    """What the page behind the QR code leaves in a browser."""
    cookies = httpx.get(f"{url}/q/{workshop['qr']}", timeout=60).cookies
    assert cookies
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


def _try_own_address(stage: Stage, ours: Json, theirs: Json) -> None:
    """B's people send to B's own address what names one of A's things, in each of B's steps: nothing is taken, and A stays as it is."""
    starts = snapshots(stage.site.url, ours)
    sent, taken = 0, 0
    with httpx.Client(base_url=stage.site.url, timeout=60) as http:
        things, foreign = furnish(http, theirs), furnish(http, ours)
        before = read_truths(stage.site, [(ours, starts)])
        for step in STEPS[:-1]:
            start(http, theirs, step)
            for one in naming(things, foreign):
                for audience, who in (
                    ("staff", {"cookie": theirs["staff"]}),
                    ("participant", theirs["phones"][sent // 2 % PHONES]),
                ):
                    result = send(http, theirs, who, audience, one["name"], one["args"])
                    sent += 1
                    taken += result["ok"]
                    if result["ok"]:
                        stage.row.violations.append(f"{one['name']} by {audience} in {step} takes A's {one['foreign']}")
    stage.measured("commands of B's that name a thing of A's", sent, 1, at_least=True)
    stage.measured("of these taken", taken, 0)
    stage.measured("of these that changed A", int(read_truths(stage.site, [(ours, starts)]) != before), 0)


def _passes(workshop: Json, tokens: Json) -> dict[str, dict[str, str]]:
    return {
        "organizer": {"Cookie": tokens["organizer"]},
        "day's screen": {"Authorization": f"Bearer {tokens['day_screen']}"},
        "receipt": {"Authorization": f"Bearer {tokens['receipt']}"},
        "participant": {"Cookie": workshop["phones"][0]["cookie"]},
        "staff": {"Cookie": workshop["staff"]},
        "projector": {"Authorization": f"Bearer {workshop['projector']}"},
    }


def _try_own(
    stage: Stage, http: httpx.Client, route: Json, passes: dict[str, dict[str, str]], key: str, counts: Counter[str]
) -> None:
    """Somebody of A comes in: else that B's people do not would say nothing."""
    if not route["objects"]:
        return
    answers = []
    for who, headers in passes.items():
        http.cookies.clear()
        answer = http.get(route["own"], headers=headers, params={"key": key} if who == "nobody" else None)
        # What is open to all tells of a meeting that is over that it is, and its own people no less.
        over = answer.status_code == 410 and OPEN.match(route["pattern"])
        if over or (answer.status_code in LET_IN and SIGN_IN not in answer.headers.get("Location", "")):
            return
        answers.append(answer.status_code)
    counts["closed"] += 1
    stage.row.violations.append(f"nobody of A can open {route['pattern']}: {answers}")


def _try_route(
    stage: Stage, http: httpx.Client, route: Json, who: str, headers: dict[str, str], counts: Counter[str]
) -> None:
    csrf = {"X-CSRFToken": "a" * 32, "Origin": str(http.base_url)}
    cookie = "; ".join(part for part in (headers.get("Cookie"), f"csrftoken={'a' * 32}") if part)
    for method in METHODS:
        sent = {**headers, **csrf, "Cookie": cookie}
        body = {} if method != "GET" else None
        # What an answer sets must not stick to the next one who asks.
        http.cookies.clear()
        answer = http.request(method, route["path"], headers=sent, json=body)
        counts["calls"] += 1
        what = f"{method} {route['pattern']} as {who}: {answer.status_code}"
        if answer.status_code >= 500:
            counts["500"] += 1
            stage.row.violations.append(what)
        if OPEN.match(route["pattern"]) or not route["objects"]:
            continue
        denied = answer.status_code in NO or SIGN_IN in answer.headers.get("Location", "")
        if not denied and not _is_shell(http, route, method, sent, body, answer):
            counts["reads" if method in READS else "writes"] += 1
            stage.row.violations.append(what)
        if "hemligt" in answer.text:
            counts["reads"] += 1
            stage.row.violations.append(f"{what}, and its text")
        if answer.status_code == 403 and who != "nobody" and "csrf" not in answer.text.lower():
            counts["403"] += 1
            stage.row.violations.append(what)


def _is_shell(
    http: httpx.Client, route: Json, method: str, sent: dict[str, str], body: Json | None, answer: httpx.Response
) -> bool:
    """Whether an object that is nowhere is answered in the same way: then the answer tells nothing of this one."""
    http.cookies.clear()
    nowhere = http.request(method, route["nowhere"], headers=sent, json=body)
    return nowhere.status_code == answer.status_code and _plain(nowhere, route["nowhere"]) == _plain(
        answer, route["path"]
    )


def _plain(answer: httpx.Response, path: str) -> str:
    """Without what differs from call to call."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.text.replace(path, ""))


async def _try_sockets(
    stage: Stage, url: str, ours: dict[str, Any], theirs: dict[str, Any], sockets: list[str], counts: Counter[str]
) -> None:
    """B's people at A's socket hear nothing but a close."""
    tokens = {
        "nobody": ("", ""),
        "participant": (theirs["phones"][0]["cookie"], "participant"),
        "staff": (theirs["staff"], "staff"),
        "projector": ("", "projector"),
    }
    for pattern in sockets:
        path = "/" + re.sub(r"<str:code>", ours["code"], pattern)
        for who, (cookie, audience) in tokens.items():
            counts["calls"] += 1
            async with connect(
                f"{url.replace('http', 'ws', 1)}{path}?as={audience}&since=0", origin=Origin(url),
                subprotocols=[Subprotocol("ideahub.v1")], additional_headers={"Cookie": cookie},
            ) as socket:  # fmt: skip
                try:
                    if who == "projector":
                        await socket.send(json.dumps({"type": "auth", "token": theirs["projector"]}))
                    heard = await asyncio.wait_for(socket.recv(), 10)
                    if '"error"' not in str(heard):
                        counts["reads"] += 1
                        stage.row.violations.append(f"socket as {who} heard {str(heard)[:200]}")
                except ConnectionClosed as closed:
                    code = closed.rcvd.code if closed.rcvd else None
                    if code not in {4401, 4404}:
                        counts["403"] += code == 4403
                        stage.row.violations.append(f"socket as {who}: closed with {code}")
