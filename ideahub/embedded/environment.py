"""The settings of a run that nobody configured: everything in one data folder, on one machine.

Runs before Django reads its settings. What the caller's environment already says is left alone.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from config import env
from ideahub.embedded import network, ports, valkey

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ("IDEAHUB_SECRET_KEY", "IDEAHUB_DATABASE_URL", "IDEAHUB_REDIS_URL", "IDEAHUB_PUBLIC_URL",
        "IDEAHUB_ALLOWED_HOSTS", "IDEAHUB_EXTRA_ORIGINS")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """One start of the service; `valkey` is None where a Redis of the caller's own is used."""

    folder: Path
    host: str
    port: int
    valkey: valkey.Place | None


def data_folder() -> Path:
    return env.folder("IDEAHUB_DATA_DIR", ROOT / "var")


def plan(*, host: str, port: int) -> Run:
    """Chooses what this run uses and puts it into the environment, for Django here and for the children.

    Raises OSError if the data folder cannot be written.
    """
    folder = data_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = None
    if not env.text("IDEAHUB_REDIS_URL"):
        place = valkey.Place(port=ports.free_port(), password=secrets.token_hex(16), folder=folder / "valkey")
    _set_defaults(_defaults(folder=folder, host=host, port=port, place=place))
    _keep(folder)
    return Run(folder=folder, host=host, port=port, valkey=place)


def adopt() -> None:
    """Lets any other management command find the data, the key and the Redis of the embedded run."""
    if env.text("IDEAHUB_SECRET_KEY"):
        return
    folder = data_folder()
    try:
        kept = dict(line.split("=", 1) for line in _kept_file(folder).read_text().splitlines())
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = {"IDEAHUB_SECRET_KEY": secret_key(folder)}
    _set_defaults(kept)


def secret_key(folder: Path) -> str:
    """The key of this data folder, made at the first start; only its owner can read the file."""
    path = folder / "secret_key"
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(50))
    return path.read_text().strip()


def _defaults(*, folder: Path, host: str, port: int, place: valkey.Place | None) -> dict[str, str]:
    names = [f"[{name}]" if ":" in name else name for name in network.reachable_names(host)]
    origins = [f"http://{name}:{port}" for name in names]
    # A proxy in front makes others see what listens on this machine's own address.
    public = urlsplit(env.origin("IDEAHUB_PUBLIC_URL", origins[0])).hostname
    is_private = network.is_loopback(host) and (public is None or network.is_loopback(public))
    defaults = {
        "IDEAHUB_DATA_DIR": str(folder),
        "IDEAHUB_SECRET_KEY": secret_key(folder),
        "IDEAHUB_PUBLIC_URL": origins[0],
        "IDEAHUB_ALLOWED_HOSTS": ",".join(dict.fromkeys([*([public] if public else []), *names])),
        "IDEAHUB_EXTRA_ORIGINS": ",".join(origins[1:]),
        # There is no other process to spread the phones over, and Ctrl-C should not take long.
        "IDEAHUB_DRAIN_S": "1",
        # Tracebacks and everybody's mail are for this machine's own browser only.
        "IDEAHUB_DEBUG": "1" if is_private else "0",
    }
    return defaults | ({"IDEAHUB_REDIS_URL": place.url} if place else {})


def _set_defaults(values: dict[str, str]) -> None:
    for name, value in values.items():
        if not os.environ.get(name):
            os.environ[name] = value


def _keep(folder: Path) -> None:
    lines = [f"{name}={os.environ[name]}\n" for name in KEPT if os.environ.get(name)]
    _write_private(_kept_file(folder), "".join(lines))


def _kept_file(folder: Path) -> Path:
    return folder / "last_run.env"


def _write_private(path: Path, content: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(content)
