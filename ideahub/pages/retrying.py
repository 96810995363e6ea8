"""A page that failed is asked for again by the browser itself, without script: a few times, and only what was merely read."""

import secrets
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse

MOST_TRIES = 3
TRIED = "tried"
# Apart, so that a whole room does not come back in the same second.
LEAST_S, SPREAD_S = 5, 10


@dataclass(frozen=True, slots=True)
class Retrying:
    """`path` asks for the page anew, `stays` without its being tried by itself. `by_itself`: the browser is told to try."""

    path: str
    tried: int
    sent: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Retrying":
        asked, _mark, query = request.get_full_path().partition("?")
        pairs = parse_qsl(query, keep_blank_values=True)
        said = next((value for name, value in pairs if name == TRIED), "")
        rest = [pair for pair in pairs if pair[0] != TRIED]
        # Untouched where nothing was tried: a query may be a key.
        path = asked + (f"?{urlencode(rest)}" if rest else "") if len(rest) < len(pairs) else request.get_full_path()
        tried = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else MOST_TRIES if said else 0
        return cls(path, tried, sent=request.method not in {"GET", "HEAD"})

    @property
    def by_itself(self) -> bool:
        """What was sent is not sent twice, and nobody is taken from a page with a text of theirs on it."""
        return not self.sent and self.tried < MOST_TRIES

    @property
    def stays(self) -> str:
        return self._path(MOST_TRIES)

    def tell(self, response: HttpResponse) -> None:
        if self.by_itself:
            seconds = LEAST_S + secrets.randbelow(SPREAD_S + 1)
            response["Refresh"] = f"{seconds}; url={self._path(self.tried + 1)}"

    def _path(self, tried: int) -> str:
        return f"{self.path}{'&' if '?' in self.path else '?'}{TRIED}={tried}"
