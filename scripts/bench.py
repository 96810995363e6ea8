"""Starts the bench with a Node on its PATH: `python3 -m scripts.bench bench|bench-quick|profile [options]`."""

import os
import sys

from scripts.bootstrap.front_end import node_env
from scripts.stages import BIN, ROOT

MODES = {"bench": [], "bench-quick": ["--quick"], "profile": ["--profile"]}

if __name__ == "__main__":
    os.chdir(ROOT)
    command = [str(BIN / "python"), "-m", "tests.load", *MODES[sys.argv[1]], *sys.argv[2:]]
    os.execve(command[0], command, node_env())
