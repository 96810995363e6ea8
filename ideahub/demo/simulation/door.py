"""What is asked over plain HTTP: who is there, joining, snapshots, signing in."""

import re
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import httpx

Json = dict[str, Any]
TOKEN_FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class NoWayIn(Exception):
    """The service cannot be reached, or does not let us in; the text says which."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What says who a client is, cookies or (a projector's) a token, and as which audience it asks."""

    audience: str
    cookie: str = ""
    token: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {"Cookie": self.cookie}


class Door:
    """One service and one workshop's code. `origin` where the address is not the one that people open: the service is asked at
    `url`, and called by the name that people know."""

    def __init__(self, url: str, code: str, *, origin: str | None = None) -> None:
        self.url = url.rstrip("/")
        self.origin = origin or self.url
        self.code = code
        self.host, self.place = urlsplit(self.origin).netloc, urlsplit(self.url)
        # Cookies belong to the single phones: the shared client keeps none.
        nobody = CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
        self.http = httpx.AsyncClient(
            base_url=self.url,
            headers={"Origin": self.origin, "Host": self.host},
            cookies=nobody,
            timeout=30,
            limits=httpx.Limits(max_connections=40),
        )

    @property
    def _api(self) -> str:
        return f"/api/workshops/{self.code}"

    def socket_url(self, entry: Pass, *, seq: int, epoch: str) -> str:
        """By the public name; `knock_at` says where."""
        scheme = self.place.scheme.replace("http", "ws", 1)
        return f"{scheme}://{self.host}/ws/workshops/{self.code}/?as={entry.audience}&since={seq}&epoch={epoch}"

    @property
    def knock_at(self) -> tuple[str, int]:
        """Name and port that the socket goes to."""
        assert self.place.hostname is not None
        return self.place.hostname, self.place.port or (443 if self.place.scheme == "https" else 80)

    async def card(self) -> Json:
        return await self._ask("GET", f"{self._api}/")

    async def join(self, *, name: str, language: str) -> Pass:
        body = {"name": name, "language": language}
        response = await self._response("POST", f"{self._api}/join/", json=body)
        return Pass("participant", _cookie_header(response.cookies))

    async def snapshot(self, entry: Pass) -> Json:
        return await self._ask("GET", f"{self._api}/snapshot/?as={entry.audience}", headers=entry.headers)

    async def sign_in(self, email: str, password: str) -> Pass:
        """By the form that people use."""
        page = await self._response("GET", "/accounts/login/?way=password")
        found = TOKEN_FIELD.search(page.text)
        if found is None:
            raise NoWayIn("the sign-in page has no form")
        form = {"login": email, "password": password, "csrfmiddlewaretoken": found[1]}
        cookie = _cookie_header(page.cookies)
        answer = await self._response("POST", "/accounts/login/", data=form, headers={"Cookie": cookie})
        if answer.status_code != 302:
            raise NoWayIn("the address and the password do not go together")
        return Pass("staff", _cookie_header(answer.cookies))

    async def _ask(self, method: str, path: str, **more: Any) -> Json:
        response = await self._response(method, path, **more)
        try:
            body: Json = response.json()
        except ValueError:
            raise NoWayIn(f"{self.url} answers, but is no Ideahub") from None
        return body

    async def _response(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            response = await self.http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise NoWayIn(f"{self.url} does not answer ({type(error).__name__})") from error
        if response.status_code >= 400:
            raise NoWayIn(f"{method} {path}: {response.status_code} {_detail(response)}")
        return response


def _detail(response: httpx.Response) -> str:
    try:
        return str(response.json().get("detail", ""))
    except (ValueError, AttributeError):
        return ""


def _cookie_header(cookies: httpx.Cookies) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
