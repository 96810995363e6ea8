import os
import subprocess
import sys
from pathlib import Path


def test_a_process_without_sockets_does_not_read_the_server_of_sockets() -> None:
    """Reading it takes nearly half of the start of whatever only needs the apps: `up`, beat, a backup."""
    read = subprocess.check_output(
        [sys.executable, "-c", "import sys, django; django.setup(); print(*sys.modules)"], text=True
    ).split()
    assert "ideahub.live" in read
    assert {"daphne.server", "autobahn", "twisted.internet"}.isdisjoint(read)


def test_the_database_lies_in_the_data_folder_whatever_that_is_called(tmp_path: Path) -> None:
    """Two runs with the folders `a#1` and `a#2` would else share one beside them."""
    folder = tmp_path / 'a b#1?%41"å'
    own = {"DJANGO_SETTINGS_MODULE": "config.settings", "IDEAHUB_SECRET_KEY": "x" * 50, "IDEAHUB_DATA_DIR": str(folder)}
    others = {name: value for name, value in os.environ.items() if not name.startswith("IDEAHUB_")}
    asked = "from django.conf import settings; print(settings.DATABASES['default']['NAME'])"
    told = subprocess.check_output([sys.executable, "-c", asked], text=True, env={**others, **own, "PYTHONUTF8": "1"})
    assert told.strip() == str(folder / "ideahub.sqlite3")
