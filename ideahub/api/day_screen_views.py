"""Links for the day's screen of an arena, made and ended by those who prepare meetings there."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ideahub.api.asking import SetupView, parse
from ideahub.workshops.day_screens import end_day_screens, make_day_screen


class DayScreenBody(serializers.Serializer[object]):
    day = serializers.DateField(help_text="The day that it shows, today or later.")


class NewDayScreen(serializers.Serializer[object]):
    id = serializers.UUIDField()
    url = serializers.URLField(help_text="Shown this once: only the token's hash is kept.")


class ArenaDayScreens(SetupView):
    @extend_schema(
        operation_id="day_screen_create",
        summary="Make a link for a screen that tells what runs in an arena during a day",
        request=DayScreenBody,
        responses={201: NewDayScreen},
    )
    def post(self, request: Request, arena_id: UUID) -> Response:
        """It shows titles, places, times, and the codes of open meetings. It works until the day is over, or it is ended; of more than
        twenty the oldest end."""
        day = parse(DayScreenBody, request.data)["day"]
        arena = self.arena(arena_id)
        screen, token = make_day_screen(by=self.user, arena=arena, day=day)
        url = f"{settings.PUBLIC_URL}{reverse('day_screen', args=[arena.id])}#{token}"
        return Response({"id": str(screen.id), "url": url}, status=201)

    @extend_schema(
        operation_id="day_screens_end",
        summary="End all screens of the day in an arena",
        responses={204: OpenApiResponse(description="Ended, all of them.")},
    )
    def delete(self, request: Request, arena_id: UUID) -> Response:
        """They go dark within seconds."""
        end_day_screens(by=self.user, arena=self.arena(arena_id))
        return Response(status=204)
