import subprocess
import sys

from tests.support.service import ROOT

ASK = "import gc; import config.asgi; print(gc.get_freeze_count())"


def test_the_web_process_does_not_look_for_garbage_in_the_program_itself() -> None:
    asked = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(asked.stdout.splitlines()[-1]) > 50_000
