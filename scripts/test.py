"""All tests, each kind with what it needs: SQLite, PostgreSQL, the front end, browsers and servers together, faults."""

from scripts.stages import BIN, FRONTEND, Stage, conclude, run_aloud

SEVERAL_SERVERS = "browser or topology"
PYTEST = (BIN / "pytest", "-q", "--no-header")
# A file at a time in each process, the longest first (tests/plugins/pace.py).
BY_FILE = (*PYTEST, "--dist", "loadfile", "--no-loadscope-reorder")
ALONE = (*BY_FILE, "-m", f"not ({SEVERAL_SERVERS} or load)", "-n")

if __name__ == "__main__":
    conclude(
        run_aloud(
            [
                # Three on two cores: each waits for its files and its servers now and then.
                [Stage("Python, SQLite", (*ALONE, "3"))],
                [
                    Stage("Python, PostgreSQL", (*ALONE, "2"), env={"IDEAHUB_TEST_DATABASE": "postgres"}),
                    # Two thirds of its time it waits for servers that are away.
                    Stage("Several servers", (*PYTEST, "-m", "topology and not browser")),
                ],
                [Stage("Front end", ("npm", "test"), folder=FRONTEND)],
                [Stage("Size of the phone's first load", ("npm", "run", "size"), folder=FRONTEND)],
                # In two processes: each starts several more, and those on broken networks mostly wait.
                [Stage("Browsers", (*BY_FILE, "-n", "2", "-m", "browser"), limit_s=1200)],
                [Stage("Faults, the quick ones", (BIN / "python", "-m", "tests.faults", "--quick"))],
            ]
        )
    )
