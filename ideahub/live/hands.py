"""Raised hands as each is told them: one frame for an audience, and one of their own for each who waits to speak."""

import json
from uuid import UUID

from ideahub.core.actor import Actor, Audience
from ideahub.live.frame import Frame
from ideahub.protocol.state import Hands
from ideahub.visibility import hands_seen_by


class RaisedHands:
    """The hands of a workshop at one moment. A frame that many are told is made once."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self._made: dict[UUID | Audience, Frame] = {}

    def frame(self, actor: Actor) -> Frame:
        whose = actor.id if actor.participant in self.hands.places else actor.audience
        if whose not in self._made:
            seen = hands_seen_by(actor, self.hands)
            self._made[whose] = Frame(json.dumps({"type": "hands", **seen}, ensure_ascii=False, separators=(",", ":")))
        return self._made[whose]
