"""What somebody may answer in a vote, and what an answer that was sent means."""

from django.utils.translation import gettext_lazy as _

from ideahub.core.errors import DomainError
from ideahub.protocol.state import ActivitySettings
from ideahub.voting.tally import NO_ANSWER, Answer, limits


def read_answer(rules: ActivitySettings, *, points: int | None, effort: int | None) -> Answer:
    """The answer that `vote.set` states. Raises `invalid` or `cap_reached` for one that the model does not have."""
    if rules.model != "scale":
        if effort is not None:
            raise DomainError("invalid", _("Insats anges bara där steget frågar efter den."), field="effort")
        return _one_value(rules, points)
    answer = Answer(_rating(rules, points, "points"), _rating(rules, effort, "effort"))
    return answer if answer.given else NO_ANSWER


def _one_value(rules: ActivitySettings, points: int | None) -> Answer:
    allowed = limits(rules)
    if rules.model == "points":
        if points is None:
            raise DomainError("invalid", _("Säg hur många röster det gäller."), field="points")
        if not allowed.least <= points <= allowed.most:
            raise DomainError("cap_reached", _("Så många röster går inte att lägga på samma förslag."), field="points")
        return Answer(points or None)
    if points is not None and not allowed.least <= points <= allowed.most:
        raise DomainError("cap_reached", _("Det svaret finns inte att välja."), field="points")
    # A thumb that is taken back is no answer; to pass a card over is one.
    return NO_ANSWER if rules.model == "thumb" and points == 0 else Answer(points)


def _rating(rules: ActivitySettings, value: int | None, field: str) -> int | None:
    allowed = limits(rules)
    if not value:
        return None
    if not allowed.least <= value <= allowed.most:
        raise DomainError("cap_reached", _("Det svaret finns inte att välja."), field=field)
    return value
