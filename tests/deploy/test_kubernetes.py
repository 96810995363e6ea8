"""The manifests are what Kubernetes takes, start what docker-compose.yml starts, and let a pod drain before it ends."""

import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.support.topology import compose_file

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")
KUBERNETES = "1.33"


def documents(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(path.read_text()))


def one(kind: str, name: str) -> dict[str, Any]:
    return next(
        document
        for path in FILES
        for document in documents(path)
        if (document["kind"], document["metadata"]["name"]) == (kind, name)
    )


def pod_of(document: dict[str, Any]) -> dict[str, Any]:
    spec = document["spec"].get("jobTemplate", document)["spec"]
    return dict(spec["template"]["spec"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_manifest_is_what_kubernetes_takes(path: Path) -> None:
    for document in documents(path):
        kubernetes_validate.validate(document, KUBERNETES, strict=True)


def test_a_field_that_does_not_exist_is_noticed() -> None:
    broken = one("Deployment", "web")
    broken["spec"]["replica"] = 2
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, KUBERNETES, strict=True)


def test_kustomize_names_every_manifest_but_the_example_of_a_secret() -> None:
    named = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["resources"]
    assert sorted(named) == [path.name for path in FILES if path.name != "secret.example.yaml"]


@pytest.mark.parametrize(("service", "deployment"), [("web1", "web"), ("worker", "worker"), ("beat", "beat")])
def test_each_process_is_started_as_in_compose(service: str, deployment: str) -> None:
    (container,) = pod_of(one("Deployment", deployment))["containers"]
    assert container["command"] == compose_file()["services"][service]["command"]


def test_a_pod_has_time_to_send_its_sockets_on() -> None:
    pod = pod_of(one("Deployment", "web"))
    (container,) = pod["containers"]
    drain = int(one("ConfigMap", "ideahub")["data"]["IDEAHUB_DRAIN_S"])
    before = int(container["lifecycle"]["preStop"]["exec"]["command"][-1])
    assert pod["terminationGracePeriodSeconds"] >= before + drain + 5
    assert one("Deployment", "web")["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_workshops_are_hashed_by_a_service_that_no_other_ingress_names() -> None:
    """ingress-nginx balances each service and port in one way: as the first Ingress says that names it."""
    hashed: dict[str, set[str]] = {}
    for document in documents(FOLDER / "ingress.yaml"):
        by = document["metadata"]["annotations"].get("nginx.ingress.kubernetes.io/upstream-hash-by", "")
        for rule in document["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                hashed.setdefault(path["backend"]["service"]["name"], set()).add(by)
    assert hashed == {"web": {""}, "web-workshops": {"$2"}}
    assert one("Service", "web-workshops")["spec"] == one("Service", "web")["spec"]


def test_every_setting_that_is_set_exists() -> None:
    known = set(re.findall(r"^\| `(IDEAHUB_\w+)`", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))
    used = {*one("ConfigMap", "ideahub")["data"], *one("Secret", "ideahub")["stringData"]}
    assert used <= known


def test_nothing_runs_as_root_or_writes_into_its_image() -> None:
    for path in FILES:
        for document in documents(path):
            if document["kind"] in {"Deployment", "Job", "CronJob"}:
                pod = pod_of(document)
                assert pod["securityContext"]["runAsNonRoot"]
                assert all(one["securityContext"]["readOnlyRootFilesystem"] for one in pod["containers"])
