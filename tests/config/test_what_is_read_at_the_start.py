import subprocess
import sys


def test_a_process_without_sockets_does_not_read_the_server_of_sockets() -> None:
    """Reading it takes nearly half of the start of whatever only needs the apps: `up`, beat, a backup."""
    read = subprocess.check_output(
        [sys.executable, "-c", "import sys, django; django.setup(); print(*sys.modules)"], text=True
    ).split()
    assert "ideahub.live" in read
    assert {"daphne.server", "autobahn", "twisted.internet"}.isdisjoint(read)
