"""The manifests are what Kubernetes takes, start what docker-compose.yml starts, and let a pod drain before it ends."""

import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from django.urls import resolve

from ideahub.edge.figures import metrics
from tests.support.topology import compose_file

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
FILES = sorted(path for path in FOLDER.rglob("*.yaml") if path.name != "kustomization.yaml")
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
    assert sorted(named) == [
        path.name for path in FILES if path.parent == FOLDER and path.name != "secret.example.yaml"
    ]


def test_a_restore_is_the_nightly_backup_backwards_and_keeps_what_it_replaces() -> None:
    """The same image, settings and volume; the safety copy goes where the backups lie, not into something that ends with the pod."""
    there, back = pod_of(one("CronJob", "backup")), pod_of(one("Job", "restore"))
    (makes,), (restores,) = there["containers"], back["containers"]
    assert restores["command"] == ["python", "manage.py", "restore", "/data/backups/FILE", "--yes"]
    assert {**restores, "name": "", "command": []} == {**makes, "name": "", "command": []}
    lasting = [volume["name"] for volume in back["volumes"] if "persistentVolumeClaim" in volume]
    assert [mount["mountPath"] for mount in restores["volumeMounts"] if mount["name"] in lasting] == ["/data/backups"]
    assert there["volumes"] == back["volumes"]


def test_a_restore_starts_only_when_it_is_asked_for_and_with_the_same_image() -> None:
    all_of_it, restore = (
        yaml.safe_load((folder / "kustomization.yaml").read_text()) for folder in (FOLDER, FOLDER / "restore")
    )
    assert restore["resources"] == ["restore.yaml"]
    assert restore["namespace"] == all_of_it["namespace"]
    image = (FOLDER / "image").resolve()
    for folder, kustomization in ((FOLDER, all_of_it), (FOLDER / "restore", restore)):
        assert [(folder / path).resolve() for path in kustomization["components"]] == [image]
        assert "images" not in kustomization
    (named,) = yaml.safe_load((image / "kustomization.yaml").read_text())["images"]
    assert [named["name"]] == [container["image"] for container in pod_of(one("Job", "restore"))["containers"]]


def test_prometheus_finds_each_web_pod_and_the_port_it_listens_on() -> None:
    annotations = one("Deployment", "web")["spec"]["template"]["metadata"]["annotations"]
    # Whoever follows the common annotation all over a cluster has no token, and would find each pod down.
    assert not any(name.startswith("prometheus.io/") for name in annotations)
    (container,) = pod_of(one("Deployment", "web"))["containers"]
    (job,) = yaml.safe_load((ROOT / "deploy" / "prometheus-kubernetes.yml").read_text())["scrape_configs"]
    asked = {source for rule in job["relabel_configs"] for source in rule["source_labels"]}
    assert {f"__meta_kubernetes_pod_annotation_{re.sub('[^a-z0-9]', '_', name)}" for name in annotations} <= asked
    assert [annotations["ideahub/metrics-port"]] == [str(port["containerPort"]) for port in container["ports"]]
    assert resolve(annotations["ideahub/metrics-path"]).func is metrics
    assert job["kubernetes_sd_configs"][0]["namespaces"]["names"] == [one("Namespace", "ideahub")["metadata"]["name"]]
    (beside_compose,) = yaml.safe_load((ROOT / "deploy" / "prometheus.yml").read_text())["scrape_configs"]
    assert job["authorization"] == beside_compose["authorization"]


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


def test_each_command_that_is_told_names_the_namespace_that_it_works_in() -> None:
    """Without it kubectl looks into another one, and finds nothing to delete there."""
    told = [
        command
        for path in [*FOLDER.rglob("*.yaml"), *(ROOT / "docs").glob("*.md")]
        for command in re.findall(r"kubectl (?:[^`\n|,.]|\.\w|\n# )+", path.read_text())
    ]
    assert len(told) > 10
    by_itself = ("kubectl kustomize", "--kustomize", "namespace.yaml", "--filename -")
    unsaid = [one for one in told if "--namespace ideahub" not in one and not any(part in one for part in by_itself)]
    assert unsaid == []
