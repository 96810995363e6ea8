"""Jobs of the worker."""


def wake() -> None:
    """Best effort: the sweep finds what nobody was woken for."""
