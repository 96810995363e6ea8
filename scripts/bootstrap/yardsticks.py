"""The packages of the servers that the bench measures against, in a place of their own beside the environment."""

import shutil

from ideahub.embedded.words import say
from scripts.bootstrap.front_end import node_env
from scripts.bootstrap.steps import ROOT, VENV, fingerprint, is_current, run, step

SOURCE = ROOT / "tests" / "load" / "yardsticks"
FOLDER = VENV / "load" / "node"
FILES = ("package.json", "package-lock.json", ".npmrc")


def ensure_yardsticks() -> None:
    """Makes .venv/load/node/node_modules current with the lock file."""
    wanted = fingerprint(SOURCE / name for name in FILES)
    stamp = FOLDER / ".ideahub-installed"
    if is_current(stamp, wanted):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(SOURCE / name, FOLDER / name)
    with step(say("Måttstockar", "Yardsticks")):
        run(["npm", "ci", "--no-audit", "--no-fund", "--fetch-retries=5"], tries=3, folder=FOLDER, env=node_env())
    stamp.write_text(wanted)
