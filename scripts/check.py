"""Everything that can be said about the code without running it; writes nothing."""

import sys

from scripts.stages import BIN, FRONTEND, Stage, conclude, run_quietly

# Settings for commands that load Django but touch no data.
DJANGO = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "IDEAHUB_SECRET_KEY": "only-for-checks-" * 4}
COMPOSE = ("-f", "docker-compose.yml", "--env-file", ".env.example", "config", "-q")
# The program itself: the script of the same name in bin/ ends with 0 whatever the program said.
COMPOSE_PROGRAM = next(BIN.parent.glob("lib/python3.*/site-packages/compose/docker-compose"), BIN / "docker-compose")


def stages() -> list[Stage]:
    manage = (BIN / "python", "manage.py")
    return [
        Stage("types (Python)", (BIN / "mypy",)),
        Stage("types and accessibility (front end)", ("npm", "run", "--silent", "check"), folder=FRONTEND),
        Stage("format", (BIN / "ruff", "format", "--check", ".")),
        Stage("style", (BIN / "ruff", "check", ".")),
        Stage("import order", (BIN / "lint-imports", "--no-cache")),
        Stage("Django's own checks", (*manage, "check"), env=DJANGO),
        Stage("migrations are complete", (*manage, "makemigrations", "--check", "--dry-run"), env=DJANGO),
        Stage("generated types are current", ("npm", "run", "--silent", "generate", "--", "--check"), folder=FRONTEND),
        Stage("English sentences are compiled", (sys.executable, "-m", "scripts.catalogue")),
        Stage("docker-compose.yml", (COMPOSE_PROGRAM, *COMPOSE)),
        Stage("nothing of one machine in tracked files", (sys.executable, "-m", "scripts.hygiene")),
    ]


if __name__ == "__main__":
    conclude(run_quietly(stages()))
