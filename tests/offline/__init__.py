import pytest

# What a phone's screen said is told as it was found, not only that it was wrong.
PARTS = ("writing", "ideas", "votes", "talk", "endings", "activities")
SCENARIOS = ("away", "broken", "new_build", "tabs", "without_network")
MODULES = ("diary", "phone", *PARTS, *SCENARIOS)
pytest.register_assert_rewrite(*(f"tests.offline.{name}" for name in MODULES))
