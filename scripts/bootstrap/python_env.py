"""The virtual environment and its packages, exactly as locked."""

import importlib.util
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from ideahub.embedded.words import say
from scripts.bootstrap.steps import LOG, PYTHON, ROOT, VENV, fingerprint, is_current, run, step

# Two of them at once in the same environment would be in each other's way.
_pip = threading.Lock()


def ensure_packages(*names: str) -> None:
    """Installs requirements/NAME.txt for each name into the environment, unless it already has just these."""
    files = [ROOT / "requirements" / f"{name}.txt" for name in names]
    version = ".".join(map(str, sys.version_info[:2]))
    for file in files:
        stamp = VENV / f".{file.stem}.stamp"
        value = fingerprint([file], version)
        if is_current(stamp, value):
            continue
        with _pip, step(say(f"Pythonpaket ({file.stem})", f"Python packages ({file.stem})")) as tell:
            run(
                [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "5",
                 "--timeout", "60", "--progress-bar", "off", "--no-deps", "--require-hashes", "-r", file],
                tries=3, tell=tell, progress=r"^Collecting ([\w.-]+)|^(Installing) ",
            )  # fmt: skip
        stamp.write_text(value)


def ensure_environment() -> None:
    """Makes the virtual environment, with pip alone, where it is missing or no longer works."""
    if not _works():
        if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
            sys.exit(
                say("Pythons venv saknas. Installera: ", "Python's venv is missing. Install: ")
                + f"apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            )
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.mkdir()
        with step(say("Pythonmiljö", "Python environment")):
            run([sys.executable, "-m", "venv", "--clear", VENV], tries=1)
    LOG.touch()
    _put_checkout_on_path()


def _works() -> bool:
    """A virtual environment that was moved or whose Python was removed is made again."""
    if not PYTHON.exists():
        return False
    try:
        return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _put_checkout_on_path() -> None:
    """Lets pytest load the plugin that starts services, which happens before it looks at its own `pythonpath`."""
    site = next(Path(VENV, "lib").glob("python3.*/site-packages"))
    link = site / "ideahub-checkout.pth"
    if not is_current(link, f"{ROOT}\n"):
        link.write_text(f"{ROOT}\n")
