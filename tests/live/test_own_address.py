"""What a process is asked inside, by its own address, and what a header may not do."""

import pytest

from tests.support.server import Server


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_and_prometheus_may_call_a_process_by_any_name(service: Server, path: str) -> None:
    assert service.http().get(path, headers={"Host": "web1:8000"}).status_code == 200


def test_no_header_moves_the_service_to_another_path(service: Server) -> None:
    page = service.http().get("/accounts/login/", headers={"Daphne-Root-Path": "/elsewhere"})
    assert page.status_code == 200
    assert "/elsewhere" not in page.text
