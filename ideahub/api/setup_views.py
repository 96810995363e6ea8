"""Set-up over HTTP: arenas, meetings, what waits, and the person asking."""

from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ideahub.accounts.people import change_me
from ideahub.accounts.rules import may_prepare
from ideahub.api import overview_answers, setup_answers, setup_serializers
from ideahub.api.asking import SetupView, found, language_of, parse
from ideahub.api.choices import LANGUAGES
from ideahub.api.figures import arena_figures
from ideahub.api.overview import meeting_rows, overview
from ideahub.api.reports_info import report_answers
from ideahub.core import clock
from ideahub.reports.case_number import change_case_number
from ideahub.reports.tasks import wake as wake_reports
from ideahub.retention.removal import remove_by_hand
from ideahub.retention.tasks import wake
from ideahub.workshops import arenas, setup
from ideahub.workshops.agenda_templates import agenda_template, agenda_templates
from ideahub.workshops.keeping import change_keeping, removal_if_chosen
from ideahub.workshops.queries import arenas_seen_by, with_setup, workshops_seen_by

LANGUAGE = OpenApiParameter("language", str, enum=LANGUAGES, description="Default: the caller's own.")


class Me(SetupView):
    @extend_schema(summary="Who is asking", responses=setup_answers.MeAnswer)
    def get(self, request: Request) -> Response:
        return Response(setup_answers.me_answer(self.user))

    @extend_schema(
        summary="Change own name and language", request=setup_serializers.MeChanges, responses=setup_answers.MeAnswer
    )
    def patch(self, request: Request) -> Response:
        sent = parse(setup_serializers.MeChanges, request.data)
        return Response(setup_answers.me_answer(change_me(user=self.user, **sent)))


class Overview(SetupView):
    @extend_schema(
        summary="All meetings one sees, what waits, and what became of what was agreed",
        responses=overview_answers.OverviewAnswer,
    )
    def get(self, request: Request) -> Response:
        now = clock.now()
        seen = workshops_seen_by(self.user.id)
        found = overview(seen, user_id=self.user.id, now=now, today=localdate())
        return Response(overview_answers.OverviewAnswer(found).data)


class Templates(SetupView):
    @extend_schema(
        summary="Agendas to start from", parameters=[LANGUAGE], responses=setup_answers.TemplateAnswer(many=True)
    )
    def get(self, request: Request) -> Response:
        language = language_of(request.query_params.get("language") or get_language())
        return Response(setup_answers.template_answers(agenda_templates(language)))


class Arenas(SetupView):
    @extend_schema(summary="Arenas one has a role in", responses=setup_answers.ArenaAnswer(many=True))
    def get(self, request: Request) -> Response:
        return Response(setup_answers.ArenaAnswer(arenas_seen_by(self.user.id), many=True).data)

    @extend_schema(
        summary="Make an arena, and be its organizer",
        request=setup_serializers.ArenaBody,
        responses={201: setup_answers.ArenaAnswer},
    )
    def post(self, request: Request) -> Response:
        sent = parse(setup_serializers.ArenaBody, request.data)
        made = arenas.create_arena(by=self.user, on=sent.pop("date"), **sent)
        return Response(self.arena_answer(made.id), status=201)


class OneArena(SetupView):
    @extend_schema(summary="Read an arena", responses=setup_answers.ArenaAnswer)
    def get(self, request: Request, arena_id: UUID) -> Response:
        return Response(self.arena_answer(arena_id))

    @extend_schema(
        summary="Change an arena", request=setup_serializers.ArenaChanges, responses=setup_answers.ArenaAnswer
    )
    def patch(self, request: Request, arena_id: UUID) -> Response:
        sent = parse(setup_serializers.ArenaChanges, request.data)
        if "date" in sent:
            sent["on"] = sent.pop("date")
        arenas.change_arena(by=self.user, arena=self.arena(arena_id), **sent)
        return Response(self.arena_answer(arena_id))


class ArenaWorkshops(SetupView):
    @extend_schema(summary="Meetings of an arena", responses=overview_answers.MeetingAnswer(many=True))
    def get(self, request: Request, arena_id: UUID) -> Response:
        arena = self.arena(arena_id)
        rows = meeting_rows(workshops_seen_by(self.user.id).filter(arena=arena), user_id=self.user.id)
        return Response(overview_answers.MeetingAnswer(rows, many=True).data)

    @extend_schema(
        summary="Make a meeting from a template, or as a copy of another",
        request=setup_serializers.NewWorkshop,
        responses={201: setup_answers.SetupAnswer},
    )
    def post(self, request: Request, arena_id: UUID) -> Response:
        sent = parse(setup_serializers.NewWorkshop, request.data)
        arena = self.arena(arena_id)
        if original := sent.get("copy_of"):
            same_arena = with_setup(workshops_seen_by(self.user.id)).filter(arena=arena)
            made = setup.duplicate_workshop(by=self.user, original=found(same_arena, original), title=sent["title"])
        else:
            language = language_of(sent.get("language") or arena.language)
            template = agenda_template(sent["template"], language)
            made = setup.create_workshop(
                by=self.user,
                arena=arena,
                template=template,
                title=sent["title"],
                language=language,
                starts_at=sent["starts_at"],
            )
        return Response(self.setup_answer(made.id), status=201)


class ArenaLive(SetupView):
    @extend_schema(
        summary="Live figures of an arena's meetings, for asking every few seconds",
        responses=overview_answers.ArenaFigures,
    )
    def get(self, request: Request, arena_id: UUID) -> Response:
        now = clock.now()
        seen = workshops_seen_by(self.user.id).filter(arena=self.arena(arena_id))
        figures = arena_figures(seen, user_id=self.user.id, now=now)
        return Response(overview_answers.ArenaFigures({"server_time": now, "meetings": figures}).data)


class WorkshopSetup(SetupView):
    @extend_schema(summary="Read a meeting's set-up", responses=setup_answers.SetupAnswer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        return Response(self.setup_answer(workshop_id))

    @extend_schema(
        summary="Change a meeting's set-up",
        description="Of a meeting that is open everybody who watches is told. A closed one does not change.",
        request=setup_serializers.SetupChanges,
        responses={200: setup_answers.SetupAnswer, 409: setup_answers.ConflictAnswer},
    )
    def patch(self, request: Request, workshop_id: UUID) -> Response:
        body = setup_serializers.SetupChanges(data=request.data)
        body.is_valid(raise_exception=True)
        workshop = self.workshop(workshop_id)
        version = body.validated_data["version"]
        try:
            setup.change_workshop(by=self.user, workshop_id=workshop.id, changes=body.changes(), version=version)
        except setup.Conflict:
            sentence = _("Någon annan har ändrat mötet medan du skrev. Inget av ditt har skrivits över.")
            return Response(
                {"code": "conflict", "detail": sentence, "current": self.setup_answer(workshop_id)}, status=409
            )
        return Response(self.setup_answer(workshop_id))

    @extend_schema(
        summary="Throw a draft away, or delete a closed meeting",
        description="A closed one is deleted for good, by its organizers: nobody finds it any more, the rows go within minutes.",
        responses={204: None},
    )
    def delete(self, request: Request, workshop_id: UUID) -> Response:
        workshop = self.workshop(workshop_id)
        if workshop.status == "closed":
            remove_by_hand(by=self.user, workshop=workshop)
            wake()
        else:
            setup.delete_draft(by=self.user, workshop=workshop)
        return Response(status=204)


class WorkshopKeeping(SetupView):
    @extend_schema(
        summary="When a meeting would be removed if that was chosen now",
        description="For asking before the choice is made. Changes nothing.",
        parameters=[setup_serializers.KeepingChanges],
        responses=setup_answers.RemovalAnswer,
    )
    def get(self, request: Request, workshop_id: UUID) -> Response:
        chosen = parse(setup_serializers.KeepingChanges, request.query_params.dict())
        day = removal_if_chosen(by=self.user, workshop=self.workshop(workshop_id), now=clock.now(), **chosen)
        return Response(setup_answers.RemovalAnswer({"removed_on": day}).data)

    @extend_schema(
        summary="Say how long a meeting is kept after its close, also when it is closed",
        request=setup_serializers.KeepingChanges,
        responses=setup_answers.SetupAnswer,
    )
    def patch(self, request: Request, workshop_id: UUID) -> Response:
        sent = parse(setup_serializers.KeepingChanges, request.data)
        change_keeping(by=self.user, workshop_id=self.workshop(workshop_id).id, **sent)
        return Response(self.setup_answer(workshop_id))


class WorkshopCaseNumber(SetupView):
    @extend_schema(
        summary="Say under which number the authority registers a meeting, also when it is closed",
        description="A report that is there says it at once, its PDF within moments. Nobody is mailed again.",
        request=setup_serializers.CaseNumberChange,
        responses=setup_answers.SetupAnswer,
    )
    def patch(self, request: Request, workshop_id: UUID) -> Response:
        sent = parse(setup_serializers.CaseNumberChange, request.data)
        change_case_number(by=self.user, workshop_id=self.workshop(workshop_id).id, **sent)
        wake_reports()
        return Response(self.setup_answer(workshop_id))


class WorkshopReports(SetupView):
    @extend_schema(
        summary="A meeting's reports, and how their mails fare", responses=setup_answers.ReportAnswer(many=True)
    )
    def get(self, request: Request, workshop_id: UUID) -> Response:
        workshop = self.workshop(workshop_id)
        return Response(report_answers(workshop, with_deliveries=may_prepare(self.role_in(workshop.arena_id))))
