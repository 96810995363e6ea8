"""The whole service as `make run` starts it, with a real SMTP server to mail to."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Page

from ideahub.embedded import children, ports
from ideahub.embedded.service import web_command

ROOT = Path(__file__).resolve().parents[2]
# Several start at the same moment, on a machine that may have other work too.
START_S = 180


@dataclass
class Catcher:
    """Takes every mail."""

    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    def to(self, recipient: str, *, subject: str) -> EmailMessage | None:
        return next((one for one in self.mails if recipient in one["To"] and subject in one["Subject"]), None)


@dataclass
class Running:
    """A service that answers at `url`, with how the demo's organizer signs in; `redis` is the address of its Redis."""

    url: str
    email: str
    password: str
    code: str
    board_path: str
    catcher: Catcher
    process: "subprocess.Popen[bytes]"
    smtp: Controller
    redis: str
    folder: Path

    @property
    def secret_key(self) -> str:
        return (self.folder / "secret_key").read_text().strip()

    def stop(self) -> None:
        children.stop(self.process)
        self.smtp.stop()


def start(folder: Path, *, port: int | None = None) -> Running:
    """Starts it all, on a free port unless one is given, and waits until it answers. Raises RuntimeError with its output when it
    does not start."""
    catcher = Catcher()
    smtp = Controller(catcher, hostname="127.0.0.1", port=ports.free_port())
    smtp.start()
    port = port or ports.free_port()
    env = _environment(folder) | {"IDEAHUB_SMTP_URL": f"smtp://127.0.0.1:{smtp.port}"}
    log = folder / "up.log"
    process = children.start([sys.executable, "manage.py", "up", "--port", str(port)], env=env, log=log, folder=ROOT)
    url = f"http://localhost:{port}"
    if not ports.wait_until(lambda: _answers(url), timeout_s=START_S):
        children.stop(process)
        raise RuntimeError(f"The service did not start: {log.read_text()}")
    demo = json.loads((folder / "demo.json").read_text())
    kept = _kept(folder)
    return Running(
        url, demo["email"], demo["password"], demo["code"], demo["board_path"], catcher, process, smtp,
        kept["IDEAHUB_REDIS_URL"], folder,
    )  # fmt: skip


@contextmanager
def without_mail_server(running: Running) -> Iterator[str]:
    """One more web process of that service, which knows of no mail server and shows what it would send at /dev/mail/; where it is."""
    port = ports.free_port()
    url = f"http://localhost:{port}"
    env = _environment(running.folder) | _kept(running.folder) | {"IDEAHUB_PUBLIC_URL": url, "IDEAHUB_DEBUG": "1"}
    log = running.folder / "without_mail.log"
    process = children.start(web_command(host="127.0.0.1", port=port), env=env, log=log, folder=ROOT)
    try:
        assert ports.wait_until(lambda: _answers(url), timeout_s=START_S), log.read_text()
        yield url
    finally:
        children.stop(process)


def _environment(folder: Path) -> dict[str, str]:
    """A developer's own settings do not reach it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("IDEAHUB_", "DJANGO_"))}
    return own | {"IDEAHUB_DATA_DIR": str(folder)}


def _kept(folder: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in (folder / "last_run.env").read_text().splitlines())


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=1, verify=False).status_code == 200
    except httpx.HTTPError:
        return False


def signed_in(running: Running) -> list[dict[str, str]]:
    """What a browser of the organizer's holds once it has signed in; over HTTP, where the way there is not what matters."""
    form = "/accounts/login/?way=password"
    headers = {"Accept-Language": "sv", "Referer": running.url}
    with httpx.Client(base_url=running.url, timeout=20, headers=headers) as http:
        http.get(form)
        signs = {"login": running.email, "password": running.password, "csrfmiddlewaretoken": http.cookies["csrftoken"]}
        assert http.post(form, data=signs).status_code == 302
        return [{"name": one.name, "value": one.value or "", "url": running.url} for one in http.cookies.jar]


def sign_in(page: Page, running: Running) -> None:
    page.goto("/accounts/login/")
    page.get_by_text("Använd lösenord").click()
    page.get_by_label("E-post").fill(running.email)
    page.locator("input[type=password]").fill(running.password)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/meetings/**")
