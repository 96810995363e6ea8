from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ideahub.accounts.rules import require_organizer_somewhere
from ideahub.api.asking import SetupView, found, parse
from ideahub.api.operations_answers import OperationsAnswer, RehearsalAnswer, RehearsalWish
from ideahub.core import clock
from ideahub.operations import domain, tasks
from ideahub.operations.live_figures import operations_now
from ideahub.operations.queries import rehearsals_seen_by
from ideahub.workshops.queries import workshops_seen_by

MOST_SHOWN = 5


class Operations(SetupView):
    @extend_schema(summary="How the service stands now, for asking every other second", responses=OperationsAnswer)
    def get(self, request: Request) -> Response:
        require_organizer_somewhere(user_id=self.user.id)
        now = operations_now(workshops_seen_by(self.user.id), now=clock.now())
        return Response(OperationsAnswer(now).data)


class AllRehearsals(SetupView):
    @extend_schema(summary="The latest rehearsals of your meetings", responses=RehearsalAnswer(many=True))
    def get(self, request: Request) -> Response:
        rows = rehearsals_seen_by(self.user.id)[:MOST_SHOWN]
        return Response(RehearsalAnswer(rows, many=True).data)


class Rehearsals(SetupView):
    @extend_schema(summary="A meeting's latest rehearsals", responses=RehearsalAnswer(many=True))
    def get(self, request: Request, workshop_id: UUID) -> Response:
        rows = rehearsals_seen_by(self.user.id).filter(workshop=self.workshop(workshop_id))[:MOST_SHOWN]
        return Response(RehearsalAnswer(rows, many=True).data)

    @extend_schema(
        summary="Rehearse with synthetic phones in a throw-away copy of the meeting",
        description="For organizers, one at a time in the whole installation, and never while people are in a meeting.",
        request=RehearsalWish,
        responses={201: RehearsalAnswer},
    )
    def post(self, request: Request, workshop_id: UUID) -> Response:
        wish = parse(RehearsalWish, request.data)
        asked = domain.request_rehearsal(
            by=self.user, workshop=self.workshop(workshop_id), phones=wish["phones"], now=clock.now()
        )
        tasks.wake()
        return Response(RehearsalAnswer(asked).data, status=201)


class OneRehearsal(SetupView):
    @extend_schema(summary="How a rehearsal goes", responses=RehearsalAnswer)
    def get(self, request: Request, rehearsal_id: UUID) -> Response:
        return Response(RehearsalAnswer(found(rehearsals_seen_by(self.user.id), rehearsal_id)).data)

    @extend_schema(summary="Stop a rehearsal", responses=RehearsalAnswer)
    def delete(self, request: Request, rehearsal_id: UUID) -> Response:
        rehearsal = found(rehearsals_seen_by(self.user.id), rehearsal_id)
        domain.ask_to_stop(by=self.user, rehearsal=rehearsal)
        tasks.wake()
        return Response(RehearsalAnswer(rehearsal).data)
