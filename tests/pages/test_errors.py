import json

import pytest
import structlog
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client, RequestFactory

from ideahub.pages import errors, home


def request(path: str) -> HttpRequest:
    return RequestFactory().get(path)


def test_a_page_that_is_not_there_offers_the_code_field(stranger: Client) -> None:
    response = stranger.get("/nope")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'name="code"' in html
    assert 'href="/accounts/login/"' in html


@pytest.mark.parametrize("path", ["/api/nope/", "/api/workshops/999999/nope/"])
def test_an_unknown_call_is_answered_in_json(stranger: Client, path: str) -> None:
    response = stranger.get(path)
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"
    assert response.json()["detail"]


def test_a_fault_of_ours_shows_a_number_and_no_insides(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(request: HttpRequest) -> None:
        raise RuntimeError("the secret of the insides")

    monkeypatch.setattr(home, "_page", break_down)
    stranger.raise_request_exception = False
    response = stranger.get("/")
    html = response.content.decode()
    assert response.status_code == 500
    assert "Det gick fel hos oss" in html
    assert "insides" not in html


def test_below_api_a_failure_of_ours_has_a_code_of_its_own() -> None:
    answer = errors.server_error(request("/api/arenas/"))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (500, "server_error")


def test_the_number_is_the_beginning_of_the_request_in_the_log() -> None:
    with structlog.contextvars.bound_contextvars(request_id="5b09fb2e-043b-4104-b80f-a990ec288ef8"):
        assert "5B09FB2E" in errors.server_error(request("/")).content.decode()


@pytest.mark.parametrize("answer", [errors.server_error, errors.unavailable])
def test_what_was_only_read_is_asked_for_again_by_the_browser_a_few_times(answer: errors.Answer) -> None:
    """Each time from the address that the browser was led to; then the page stays, and says so."""
    path, led = "/reports/x/?key=a%2Fb%3D", []
    for _ in range(9):
        response = answer(request(path))
        if "Refresh" not in response:
            break
        assert "försöker igen om några sekunder" in response.content.decode()
        seconds, _url, path = response["Refresh"].partition("; url=")
        led.append(path)
        assert 5 <= int(seconds) <= 15
    assert led == [f"/reports/x/?key=a%2Fb%3D&tried={n}" for n in (1, 2, 3)]
    html = response.content.decode()
    assert "om några sekunder" not in html
    assert 'href="/reports/x/?key=a%2Fb%3D"' in html
    assert 'href="/status/"' in html


def test_whoever_wants_no_more_tries_gets_a_page_that_makes_none() -> None:
    html = errors.server_error(request("/plain/428617/")).content.decode()
    stays = html.partition("Stoppa de automatiska försöken")[0].rpartition('href="')[2].partition('"')[0]
    assert "Refresh" not in errors.server_error(request(stays))


@pytest.mark.parametrize("said", ["-1", "1e9", "٣", "99999", "x", "%00"])
def test_a_count_that_makes_no_sense_ends_the_tries(said: str) -> None:
    assert "Refresh" not in errors.server_error(request(f"/?tried={said}"))


@pytest.mark.parametrize("answer", [errors.server_error, errors.unavailable])
def test_what_was_sent_is_never_sent_again_by_itself_and_its_text_is_there(answer: errors.Answer) -> None:
    response = answer(RequestFactory().post("/plain/428617/?up=2", {"text": "Träd i <varje> park"}))
    html = response.content.decode()
    assert "Refresh" not in response
    assert "Träd i &lt;varje&gt; park" in html
    assert "sparat i din telefon" not in html
    assert 'href="/plain/428617/?up=2">Till sidan' in html


@pytest.mark.parametrize("answer", [errors.too_many_requests, errors.csrf_failure, errors.not_built])
def test_what_would_go_no_better_is_not_tried_again(answer: errors.Answer) -> None:
    assert "Refresh" not in answer(request("/"))


def test_error_pages_need_no_database() -> None:
    """Without the database mark a query would fail the test."""
    answers = [
        errors.page_not_found(request("/x"), Exception()),
        errors.permission_denied(request("/x"), PermissionDenied()),
        errors.server_error(request("/x")),
        errors.csrf_failure(request("/x")),
        errors.too_many_requests(request("/x")),
        errors.bad_request(request("/x"), Exception()),
        errors.unavailable(request("/x")),
    ]
    assert [answer.status_code for answer in answers] == [404, 403, 500, 403, 429, 400, 503]


@pytest.mark.parametrize("answer", [errors.server_error, errors.csrf_failure, errors.too_many_requests])
def test_no_html_is_ever_sent_below_api(answer: errors.Answer) -> None:
    response = answer(request("/api/anything/"))
    assert response["Content-Type"] == "application/json"


def test_a_form_that_is_too_old_says_so_and_offers_to_load_it_again() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/?next=/people/", {"login": "ana@example.se"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "Sidan har varit öppen för länge." in html
    assert 'href="/accounts/login/?next=/people/"' in html
