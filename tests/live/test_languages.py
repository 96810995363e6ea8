"""The server's own sentences over a socket come in the language that the reader names."""

import pytest

from ideahub.core.ids import new_id
from tests.support.room import Room
from tests.support.server import Line, Server, cookie_of

LEAVES = {"sv": "Din telefon skriver inte för något bord.", "en": "Your phone writes for no table."}
ONLY_SHOWS = {"sv": "Skärmen visar bara.", "en": "The screen only shows."}


def leave(line: Line, language: str, command: object) -> dict[str, object]:
    """A command that is refused, said in `language`."""
    line.send(
        {"type": "push", "language": language, "commands": [{"id": str(command), "name": "table.leave", "args": {}}]}
    )
    return dict(line.next("ack")["results"][0])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_error_frame_is_in_the_language_of_the_address(service: Server, room: Room, language: str) -> None:
    screen = service.projector(room, lang=language)
    screen.send({"type": "push", "commands": [{"id": str(new_id()), "name": "table.leave", "args": {}}]})
    assert screen.next("error")["detail"] == ONLY_SHOWS[language]


def test_an_error_frame_before_anybody_is_known_is_in_the_language_of_the_address(service: Server, room: Room) -> None:
    said = []
    for language in ("sv", "en"):
        line = service.dial(room, lang=language)
        line.send({"type": "auth", "token": "x" * 40})
        said.append(line.next("error")["detail"])
    assert said[0] == "Länken till skärmen gäller inte längre."
    assert said[1].isascii()


def test_a_change_of_language_counts_from_the_next_push(service: Server, room: Room) -> None:
    ben = service.dial(room, cookie=cookie_of(room, room.ben), lang="sv")
    assert [leave(ben, language, new_id())["detail"] for language in ("sv", "en", "sv")] == [
        LEAVES[language] for language in ("sv", "en", "sv")
    ]


def test_a_refusal_asked_for_again_has_its_first_sentence_and_its_code(service: Server, room: Room) -> None:
    ben, command = service.dial(room, cookie=cookie_of(room, room.ben)), new_id()
    first = leave(ben, "sv", command)
    assert leave(ben, "en", command) == {**first, "repeat": True}
    assert (first["code"], first["detail"]) == ("not_found", LEAVES["sv"])
