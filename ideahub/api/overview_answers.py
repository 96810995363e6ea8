from rest_framework import serializers

from ideahub.api.choices import REPORT_STATES, ROLES, STEP_KINDS, WAITS, WORKSHOP_STATES
from ideahub.api.moments import Moment


class StepNow(serializers.Serializer[object]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=STEP_KINDS)
    title = serializers.CharField()


class LeaderName(serializers.Serializer[object]):
    """`member`: their number among the arena's people."""

    member = serializers.IntegerField()
    name = serializers.CharField()


class MeetingAnswer(serializers.Serializer[object]):
    """`missing`: how many things stand in the way of opening. `step_number` counts from 1, 0 before the first.
    `leaders`: who is to lead it, which may be nobody. `tables`: how many tables it is planned for, 0 without."""

    id = serializers.UUIDField()
    arena = serializers.UUIDField()
    arena_name = serializers.CharField()
    role = serializers.ChoiceField(choices=ROLES)
    title = serializers.CharField()
    place = serializers.CharField()
    status = serializers.ChoiceField(choices=WORKSHOP_STATES)
    locked = serializers.BooleanField()
    code = serializers.CharField()
    starts_at = Moment(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)
    opened_at = Moment(allow_null=True)
    closed_at = Moment(allow_null=True)
    people = serializers.IntegerField()
    ideas = serializers.IntegerField()
    columns = serializers.IntegerField()
    step = StepNow(allow_null=True)
    step_number = serializers.IntegerField()
    timer_ends_at = Moment(allow_null=True)
    timer_paused_s = serializers.IntegerField(allow_null=True)
    report = serializers.ChoiceField(choices=REPORT_STATES, allow_null=True)
    missing = serializers.IntegerField()
    leaders = LeaderName(many=True)
    tables = serializers.IntegerField()


class WaitingAnswer(serializers.Serializer[object]):
    """`since`: of a meeting that nobody leads, when the last one who did no longer did; null where that is not known."""

    kind = serializers.ChoiceField(choices=WAITS)
    workshop = serializers.UUIDField()
    title = serializers.CharField()
    count = serializers.IntegerField()
    name = serializers.CharField()
    since = Moment(allow_null=True)


class ProgressAnswer(serializers.Serializer[object]):
    """How many action items of a meeting stand where."""

    workshop = serializers.UUIDField()
    title = serializers.CharField()
    done = serializers.IntegerField()
    in_progress = serializers.IntegerField()
    late = serializers.IntegerField()
    not_started = serializers.IntegerField()


class OverviewAnswer(serializers.Serializer[object]):
    meetings = MeetingAnswer(many=True)
    waiting = WaitingAnswer(many=True)
    follow_up = ProgressAnswer(many=True)


class FiguresAnswer(serializers.Serializer[object]):
    """`pace`: ideas in each of the latest eight minutes, the present one last."""

    meeting = MeetingAnswer()
    pace = serializers.ListField(child=serializers.IntegerField())
    pending = serializers.IntegerField()


class ArenaFigures(serializers.Serializer[object]):
    server_time = Moment()
    meetings = FiguresAnswer(many=True)
