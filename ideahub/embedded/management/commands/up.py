"""Runs the whole service on this machine: Valkey, worker with beat, and web, under one supervisor."""

import sys
from argparse import ArgumentParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from ideahub.edge.migrated import is_migrated
from ideahub.embedded import guards, network, service, start, welcome
from ideahub.embedded.demo import ensure_demo
from ideahub.embedded.supervisor import Supervisor
from ideahub.embedded.words import say


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        start.add_arguments(parser)

    def handle(self, *args: object, **options: object) -> None:
        supervisor = Supervisor(tell=self._tell)
        supervisor.obey_signals()
        try:
            self._run(supervisor)
            self._tell(say("Avslutar …", "Stopping …"))
        except guards.Refused as refusal:
            sys.exit(str(refusal))
        finally:
            supervisor.stop()
        self._tell(say("Avslutat.", "Stopped."))

    def _run(self, supervisor: Supervisor) -> None:
        run = start.current()
        if run.valkey:
            supervisor.start(service.valkey_child(run, run.valkey))
        if not is_migrated():
            self._tell(say("Databasen förbereds …", "Preparing the database …"))
            call_command("migrate", verbosity=0, interactive=False)
        guards.check_redis(settings.REDIS_URL)
        demo = ensure_demo(run.folder)
        # The children make connections of their own.
        connections.close_all()
        if supervisor.stopping.is_set():
            return
        self._tell(say("Tjänsten startar …", "Starting the service …"))
        supervisor.start(service.worker_child(run), service.web_child(run, start.held_web()))
        mail = None if settings.SMTP_URL else Path(settings.MAIL_FOLDER)
        last_words = welcome.lines(run=run, public_url=settings.PUBLIC_URL, demo=demo, mail_folder=mail)

        def announce_once() -> None:
            if last_words and _web_answers(host=run.host, port=run.port):
                self._tell("\n".join(last_words))
                last_words.clear()

        supervisor.watch(each_look=announce_once)

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _web_answers(*, host: str, port: int) -> bool:
    connection = HTTPConnection("127.0.0.1" if host in network.ALL_ADDRESSES else host, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
