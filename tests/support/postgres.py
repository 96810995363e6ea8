"""A PostgreSQL server of the test run's own, in a temporary folder."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ideahub.embedded import children, ports
from tests.support.processes import descendants


@dataclass(slots=True)
class Postgres:
    process: subprocess.Popen[bytes]
    command: list[str | Path]
    port: int
    password: str
    folder: Path

    def url(self, database: str = "postgres") -> str:
        return f"postgres://ideahub:{self.password}@127.0.0.1:{self.port}/{database}"

    def kill(self) -> None:
        """SIGKILL for the server and every process of its connections at once."""
        for pid in (self.process.pid, *(one.pid for one in descendants(self.process.pid))):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        """On the same data; returns at once."""
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.process = children.start(self.command, log=self.folder / "log", user=_unprivileged_user())

    def accepts(self) -> bool:
        return _accepts(find_programs(), self.port)

    def stop(self) -> None:
        # SIGINT is the fast shutdown: open connections are ended, data is written.
        children.stop(self.process, how=signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)


def start_postgres(*, durable: bool = False, folder: Path | None = None) -> Postgres:
    """Starts a fresh cluster, in `folder` if given. Unless `durable`, an acknowledged commit survives a killed server, but no power cut."""
    programs = find_programs()
    user = _unprivileged_user()
    folder = folder or Path(tempfile.mkdtemp(prefix="ideahub-pg-"))
    password = secrets.token_hex(16)
    secret = folder / "password"
    secret.write_text(password)
    if user:
        for path in (folder, secret):
            shutil.chown(path, user=user)
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "ideahub", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8",
         "--locale", "C", "--no-sync"],
        check=True, capture_output=True, user=user, cwd=folder,
    )  # fmt: skip
    port = ports.free_port()
    options = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", "max_connections=200",
               *([] if durable else ["fsync=off", "full_page_writes=off"])]  # fmt: skip
    command = [programs / "postgres", "-D", data, *(part for option in options for part in ("-c", option))]
    server = Postgres(children.start(command, log=folder / "log", user=user), command, port, password, folder)
    if not ports.wait_until(lambda: _accepts(programs, port), timeout_s=30):
        server.process.kill()
        raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
    return server


def find_programs() -> Path:
    """The folder with initdb and postgres, the newest installed. Raises RuntimeError with what to install."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if installed:
        return installed[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql (or brew install postgresql)")


def _accepts(programs: Path, port: int) -> bool:
    return (
        subprocess.run([programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode == 0
    )


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
