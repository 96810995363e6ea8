"""The last thing a start prints: where the service is and how to get in."""

from pathlib import Path

from config import env
from ideahub.accounts.models import User
from ideahub.embedded import network
from ideahub.embedded.demo import Demo
from ideahub.embedded.environment import Run
from ideahub.embedded.words import say


def lines(*, run: Run, public_url: str, demo: Demo | None, mail_folder: Path | None) -> list[str]:
    rows = [("", ""), (say("Ideahub körs", "Ideahub is running"), public_url)]
    if run.host in network.ALL_ADDRESSES:
        rows += _on_the_wifi(run)
    if demo:
        rows += _into_the_demo(demo, public_url=public_url)
    elif not User.objects.exists():
        rows.append((say("Första kontot", "First account"), ".venv/bin/python manage.py createsuperuser"))
    if mail_folder:
        rows.append((say("E-post", "Mail"), _where_mail_is(public_url=public_url, folder=mail_folder)))
    rows += [("", ""), (say("Avsluta", "Stop"), "Ctrl-C")]
    return [f"  {label:<20} {value}".rstrip() for label, value in rows]


def _into_the_demo(demo: Demo, *, public_url: str) -> list[tuple[str, str]]:
    password = demo.password or say("(lösenordet är ändrat)", "(the password has been changed)")
    sign_in = (say("Logga in", "Sign in"), f"{demo.email}  {password}")
    if demo.code is None:
        return [sign_in, (say("Möten", "Meetings"), f"{public_url}/meetings/")]
    return [
        sign_in,
        (say("Tavla", "Board"), f"{public_url}{demo.board_path}"),
        (say("Mobil", "Phone"), f"{public_url}/j/{demo.code}"),
        (say("Kod", "Join code"), f"{demo.code[:3]} {demo.code[3:]}"),
    ]


def _on_the_wifi(run: Run) -> list[tuple[str, str]]:
    addresses = network.lan_addresses()
    if not addresses:
        return [(say("Samma wifi", "Same wifi"), say("ingen nätverksadress hittades", "no network address was found"))]
    rows = [(say("På samma wifi", "On the same wifi"), f"http://{address}:{run.port}") for address in addresses]
    return [*rows, ("", _plain_http())]


def _plain_http() -> str:
    return say(
        "Okrypterat: mobilerna behöver vara på samma nät, och sidan sparas inte i mobilen. Se docs/deployment.md för https.",
        "Unencrypted: phones must be on the same network, and the page is not kept on the phone. "
        "docs/deployment.md has https.",
    )


def _where_mail_is(*, public_url: str, folder: Path) -> str:
    return f"{public_url}/dev/mail/" if env.flag("IDEAHUB_DEBUG", False) else str(folder)
