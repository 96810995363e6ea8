import pytest
from django.test import Client


def test_a_host_that_a_stranger_made_up_is_refused_and_stands_in_no_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get("/healthz", headers={"host": "made-up.example.org"}).status_code == 400
    assert "made-up" not in caplog.text
