"""What set-up calls take. Limits here are about shape; what is allowed when is the domain's business."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ideahub.api.choices import LANGUAGES, ROLES, STEP_KINDS
from ideahub.workshops import plans
from ideahub.workshops.agenda_templates import PLANS, SHAPES
from ideahub.workshops.keeping import MOST_MONTHS

LONGEST_MEETING = 24 * 60


class ArenaBody(serializers.Serializer[object]):
    name = serializers.CharField(max_length=120)
    place = serializers.CharField(max_length=120, allow_blank=True, default="")
    date = serializers.DateField(allow_null=True, default=None)
    language = serializers.ChoiceField(choices=LANGUAGES, default="sv")


class ArenaChanges(serializers.Serializer[object]):
    """`controller`, `data_contact` and `data_text`: who answers for personal data here, the address for questions and what else
    participants are told, in Swedish and in English (`data_text_en`). Empty: as the installation says; one text: for all."""

    name = serializers.CharField(max_length=120, required=False)
    place = serializers.CharField(max_length=120, allow_blank=True, required=False)
    date = serializers.DateField(allow_null=True, required=False)
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)
    controller = serializers.CharField(max_length=200, allow_blank=True, required=False)
    data_contact = serializers.CharField(max_length=254, allow_blank=True, required=False)
    data_text = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    data_text_en = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class NewWorkshop(serializers.Serializer[object]):
    """From a template, or from another meeting of the same people with `copy_of`."""

    template = serializers.ChoiceField(choices=sorted(PLANS), required=False)
    copy_of = serializers.UUIDField(required=False)
    title = serializers.CharField(max_length=120, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)
    starts_at = serializers.DateTimeField(allow_null=True, default=None)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if ("template" in attrs) == ("copy_of" in attrs):
            raise serializers.ValidationError({"template": _("Välj en mall eller ett möte att kopiera.")})
        return attrs


class ColumnBody(serializers.Serializer[object]):
    id = serializers.UUIDField()
    title = serializers.CharField(max_length=120, allow_blank=True)
    shape = serializers.ChoiceField(choices=SHAPES)


class StepBody(serializers.Serializer[object]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=STEP_KINDS)
    title = serializers.CharField(max_length=120, allow_blank=True)
    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_MEETING, allow_null=True)
    settings = serializers.DictField(default=dict)

    def validate_settings(self, settings: dict[str, object]) -> dict[str, object]:
        if len(str(settings)) > 4000:
            raise serializers.ValidationError(_("Det är för många inställningar på en gång."))
        return settings


class SetupChanges(serializers.Serializer[object]):
    """Send what changed and the version it was made from. A list stands for the whole: its order counts, what is left out goes."""

    version = serializers.CharField(max_length=16)
    title = serializers.CharField(max_length=200, allow_blank=True, required=False)
    purpose = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    place = serializers.CharField(max_length=200, allow_blank=True, required=False)
    case_number = serializers.CharField(max_length=200, allow_blank=True, required=False)
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)
    starts_at = serializers.DateTimeField(allow_null=True, required=False)
    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_MEETING, allow_null=True, required=False)
    partners = serializers.ListField(child=serializers.CharField(max_length=200), max_length=100, required=False)
    recipients = serializers.ListField(child=serializers.CharField(max_length=254), max_length=100, required=False)
    columns = serializers.ListField(child=ColumnBody(), max_length=50, required=False)
    activities = serializers.ListField(child=StepBody(), max_length=50, required=False)

    def changes(self) -> plans.Changes:
        """What was sent, as the domain takes it."""
        sent = {name: value for name, value in self.validated_data.items() if name != "version"}
        if "columns" in sent:
            sent["columns"] = tuple(plans.ColumnPlan(**one) for one in sent["columns"])
        if "activities" in sent:
            sent["activities"] = tuple(plans.StepPlan(**one) for one in sent["activities"])
        for name in ("partners", "recipients"):
            if name in sent:
                sent[name] = tuple(sent[name])
        return plans.Changes(**sent)


class KeepingChanges(serializers.Serializer[object]):
    """`keep_months`: how long after its close the meeting is kept, 0 until somebody removes it."""

    keep_months = serializers.IntegerField(min_value=0, max_value=MOST_MONTHS, required=False)
    mail_before_removal = serializers.BooleanField(required=False)


class CaseNumberChange(serializers.Serializer[object]):
    case_number = serializers.CharField(max_length=200, allow_blank=True)


class InviteBody(serializers.Serializer[object]):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=ROLES)


class RoleBody(serializers.Serializer[object]):
    role = serializers.ChoiceField(choices=ROLES)


class MeChanges(serializers.Serializer[object]):
    name = serializers.CharField(max_length=80, allow_blank=True, required=False)
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)
