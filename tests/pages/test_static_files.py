from django.test import Client


def test_every_client_is_served_them() -> None:
    for _client in range(2):
        answer = Client().get("/static/pages/mark.svg")
        assert answer.status_code == 200
        assert b"<svg" in answer.getvalue()
