import pytest
from django.test import Client, override_settings


@pytest.mark.django_db
def test_whoever_holds_the_token_reads_the_numbers_and_nobody_else() -> None:
    with override_settings(METRICS_TOKEN="a-long-token"):
        assert Client().get("/metrics").status_code == 404
        assert Client().get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
        right = Client().get("/metrics", headers={"Authorization": "Bearer a-long-token"})
        assert right.status_code == 200
        assert b"ideahub_commands_total" in right.content or b"ideahub_batch_commands" in right.content


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.20", "2001:db8::1", ""])
def test_without_a_token_only_this_machine_reads_them(address: str) -> None:
    assert Client(REMOTE_ADDR=address).get("/metrics").status_code == 404
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 200
