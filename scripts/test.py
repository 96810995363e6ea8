"""All tests, each kind with what it needs: SQLite, PostgreSQL, the front end, browsers and servers together, faults."""

from scripts.stages import BIN, FRONTEND, Stage, conclude, run_aloud

SEVERAL_SERVERS = "browser or topology"
# Where those lie: to find them among all tests, each process would have to load all.
BROWSERS, OFFLINE, TOPOLOGY = "tests/e2e", "tests/offline", "tests/topology"
PYTEST = (BIN / "pytest", "-q", "--no-header")
# A file at a time in each process, the longest first (tests/plugins/pace.py).
BY_FILE = (*PYTEST, "--dist", "loadfile", "--no-loadscope-reorder")
ALONE = (*BY_FILE, "-m", f"not ({SEVERAL_SERVERS} or load)")

if __name__ == "__main__":
    conclude(
        run_aloud(
            [
                # On two cores: each waits for servers and clocks; PostgreSQL's server needs some of them itself.
                [Stage("Python, SQLite", (*ALONE, "-n", "4"))],
                [Stage("Python, PostgreSQL", (*ALONE, "-n", "3"), env={"IDEAHUB_TEST_DATABASE": "postgres"})],
                # All of its phones at once are as much as two cores bear.
                [Stage("Browsers on broken networks", (*PYTEST, "-m", "browser", OFFLINE))],
                # Each starts several more, and now and then waits for what a page does after a while.
                [Stage("Browsers", (*BY_FILE, "-n", "3", "-m", "browser", BROWSERS), limit_s=1200)],
                [
                    # Two of them at a time, which wait for what they have broken; those that flood go on until they have.
                    Stage("Faults, the quick ones", (BIN / "python", "-m", "tests.faults", "--quick")),
                    # Two thirds of its time it waits for servers that are away.
                    Stage("Several servers", (*PYTEST, "-m", "topology and not browser", TOPOLOGY)),
                    Stage("Front end", ("npm", "test"), folder=FRONTEND),
                    Stage("Size of the phone's first load", ("npm", "run", "size"), folder=FRONTEND),
                ],
            ]
        )
    )
