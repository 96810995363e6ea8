"""How long phones that nobody leads by `--facilitator` stay."""

from ideahub.demo.simulation.look import Look

UNLED_S = 120.0
# Whoever leads talks and groups a while between two steps.
LED_S = 1800.0


class Patience:
    """Counts from when something last happened in the meeting: somebody may be grouping ideas."""

    def __init__(self, asked_s: float | None, look: Look, now: float) -> None:
        self.asked_s, self.first_step, self.seq, self.since = asked_s, look.step, look.seq, now
        self.is_led = False

    @property
    def whole_s(self) -> float:
        if self.asked_s is not None:
            return self.asked_s
        return LED_S if self.is_led else UNLED_S

    def left_s(self, look: Look, now: float) -> float:
        """How much of it is left; below 0 they leave."""
        self.is_led = self.is_led or look.step != self.first_step
        if look.is_busy or look.seq != self.seq:
            self.seq, self.since = look.seq, now
        return self.since + self.whole_s - now
