import re
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DEVELOPMENT = True
    settings.EMAIL_BACKEND = "ideahub.mail.folder.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return tmp_path / "mail"


def send(subject: str = "Din kod") -> None:
    mail = EmailMultiAlternatives(subject, "Koden är <b>123</b>", to=["ana@example.org"])
    mail.attach_alternative("<html><head></head><body><p>Koden</p><script>alert(1)</script></body></html>", "text/html")
    mail.attach("rapport.pdf", b"%PDF-1.7", "application/pdf")
    mail.send()


def test_mails_are_listed_newest_first(client: Client, folder: Path) -> None:
    send("Första")
    send("Andra")
    page = client.get("/dev/mail/").content.decode()
    assert page.index("Andra") < page.index("Första")
    assert [path.suffix for path in folder.iterdir()] == [".eml", ".eml"]


def test_an_empty_folder_says_what_to_do(client: Client, folder: Path) -> None:
    assert "Inga mejl än." in client.get("/dev/mail/").content.decode()


def test_a_mail_is_shown_as_text_and_in_a_frame_that_runs_nothing(client: Client, folder: Path) -> None:
    send()
    (name,) = [path.stem for path in folder.iterdir()]
    page = client.get(f"/dev/mail/{name}/")
    assert "Koden är &lt;b&gt;123&lt;/b&gt;" in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    frame = client.get(f"/dev/mail/{name}/html/")
    policy = frame["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_is_dated_by_the_clock_of_the_place(client: Client, folder: Path) -> None:
    send()
    (path,) = folder.iterdir()
    path.write_text(re.sub("(?m)^Date: .*$", "Date: Tue, 23 Jun 2026 11:00:00 -0000", path.read_text()))
    assert "23 juni 13.00.00" in client.get("/dev/mail/").content.decode()
    assert "23 juni 2026 13.00.00" in client.get(f"/dev/mail/{path.stem}/").content.decode()


def test_an_attachment_is_downloaded(client: Client, folder: Path) -> None:
    send()
    (name,) = [path.stem for path in folder.iterdir()]
    file = client.get(f"/dev/mail/{name}/file/0/")
    assert (file.content, file["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert file["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
    assert client.get(f"/dev/mail/{name}/file/1/").status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fsecret", "x", "00000000000000000000-00000000"])
def test_only_mails_of_the_folder_are_shown(client: Client, folder: Path, name: str) -> None:
    assert client.get(f"/dev/mail/{name}/").status_code == 404


@pytest.mark.parametrize(("debug", "backend"), [(False, "ideahub.mail.folder.FolderBackend"), (True, "smtp")])
def test_it_is_there_in_development_only(
    client: Client, folder: Path, settings: Settings, debug: bool, backend: str
) -> None:
    settings.DEVELOPMENT, settings.EMAIL_BACKEND = debug, backend
    for path in ("", "x/", "x/html/", "x/file/0/"):
        assert client.get(f"/dev/mail/{path}").status_code == 404
