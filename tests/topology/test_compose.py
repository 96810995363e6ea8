"""docker-compose.yml keeps the limits that the embedded run has."""

import re

import pytest

from ideahub.embedded.service import web_command
from tests.support.topology import ROOT, compose_file, service_command

# What the file itself decides, from the host's name and its own other services.
ITS_OWN = {"IDEAHUB_PUBLIC_URL", "IDEAHUB_TRUSTED_PROXY", "IDEAHUB_DATABASE_URL", "IDEAHUB_REDIS_URL"}
# In the image; and never where others can reach the service.
NOT_HERE = {"IDEAHUB_DATA_DIR", "IDEAHUB_DEBUG"}


def options(command: list[str]) -> set[str]:
    """`--a=b` and `--a b` are the same option."""
    joined = " ".join(command).replace("=", " ").replace("-e tcp", "--endpoint tcp").replace("-v 0", "--verbosity 0")
    return {part.strip() for part in f" {joined}".split(" --")[1:]}


@pytest.mark.parametrize("name", ["web1", "web2"])
def test_web_has_the_same_limits_as_the_embedded_run(name: str) -> None:
    embedded = options(web_command(host="0.0.0.0", port=8000)[3:-1])
    assert options(service_command(name)[1:-1]) == embedded | {"proxy-headers"}


def test_redis_refuses_writes_rather_than_dropping_jobs() -> None:
    assert "noeviction" in service_command("redis")


@pytest.mark.parametrize("name", ["caddy", "web1", "web2", "worker", "beat", "redis", "postgres", "mailpit"])
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert "test" in compose_file()["services"][name]["healthcheck"]  # type: ignore[operator]


def test_who_needs_a_service_with_a_health_check_waits_until_it_is_well() -> None:
    services = compose_file()["services"]
    for name, service in services.items():
        for needed, how in service.get("depends_on", {}).items():  # type: ignore[attr-defined]
            well = "service_healthy" if "healthcheck" in services[needed] else "service_completed_successfully"
            assert how["condition"] == well, (name, needed)


def test_only_the_proxy_is_open_to_everybody() -> None:
    services = compose_file()["services"]
    opened = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert set(opened) == {"caddy", "mailpit"}
    assert {port["host_ip"] for port in opened["mailpit"]} == {"127.0.0.1"}  # type: ignore[attr-defined]


def test_every_setting_can_be_chosen_in_the_env_file() -> None:
    settings = set(re.findall(r"^\| `(IDEAHUB_\w+)`", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))
    passed_on = set(re.findall(r"^    (IDEAHUB_\w+): \$\{\1:", (ROOT / "docker-compose.yml").read_text(), re.MULTILINE))
    assert settings - ITS_OWN - NOT_HERE == passed_on
