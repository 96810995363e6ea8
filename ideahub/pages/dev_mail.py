"""/dev/mail/: the mails that a service without a mail server wrote into its folder. Development only.

What a mail holds is shown as a mail program would: text as text, HTML in a frame that can run nothing and load nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

# A mail's own styles are in it, so this page alone allows them; scripts, pictures from elsewhere and forms never.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
MOST_LISTED = 200
NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")


View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Listed:
    name: str
    subject: str
    to: str
    at: datetime | None


def development_only(view: View) -> View:
    """404 unless settings.DEVELOPMENT is on and mails go to the folder: sign-in codes are in them."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        if not (settings.DEVELOPMENT and settings.EMAIL_BACKEND == "ideahub.mail.folder.FolderBackend"):
            raise Http404
        response = view(request, **given)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@development_only
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    folder = Path(settings.MAIL_FOLDER)
    files = sorted(folder.glob("*.eml"), reverse=True)[:MOST_LISTED]
    mails = [_listed(path) for path in files if NAME.fullmatch(path.stem)]
    return render(request, "dev_mail/list.html", {"mails": mails, "folder": folder})


@development_only
@require_safe
def mail_shown(request: HttpRequest, name: str) -> HttpResponse:
    mail = _open(name)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    files = [part.get_filename() or "" for part in mail.iter_attachments()]
    context = {
        "name": name, "subject": mail["Subject"], "sender": mail["From"], "to": mail["To"], "at": _date_of(mail),
        "text": text.get_content() if text else "", "has_html": html is not None, "files": files,
    }  # fmt: skip
    shown = render(request, "dev_mail/mail.html", context)
    # Read by the policy's middleware: this page alone may frame, and only our own.
    shown._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]
    return shown


@development_only
@xframe_options_sameorigin
@require_safe
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    body = _open(name).get_body(("html",))
    if body is None:
        raise Http404
    # A link opens beside the frame: the pages it leads to refuse to be framed.
    response = HttpResponse(body.get_content().replace("<head>", '<head><base target="_blank">', 1))
    response["Content-Security-Policy"] = FRAME_POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


@development_only
@require_safe
def mail_file(request: HttpRequest, name: str, at: int) -> HttpResponse:
    files = list(_open(name).iter_attachments())
    if at >= len(files):
        raise Http404
    part = files[at]
    content = part.get_payload(decode=True)
    response = HttpResponse(content if isinstance(content, bytes) else b"", content_type=part.get_content_type())
    response["Content-Disposition"] = content_disposition_header(True, part.get_filename() or "file") or "attachment"
    return response


def _listed(path: Path) -> Listed:
    mail = _parse(path)
    return Listed(path.stem, str(mail["Subject"] or ""), str(mail["To"] or ""), _date_of(mail))


def _date_of(mail: EmailMessage) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(mail["Date"]))
    except ValueError:
        return None
    # «-0000» is UTC from somewhere that does not tell where.
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _open(name: str) -> EmailMessage:
    path = Path(settings.MAIL_FOLDER) / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise Http404
    return _parse(path)


def _parse(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)
