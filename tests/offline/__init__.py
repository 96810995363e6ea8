import pytest

# What a phone's screen said is told as it was found, not only that it was wrong.
MODULES = ("phone", "without_network", "broken", "new_build")
pytest.register_assert_rewrite(*(f"tests.offline.{name}" for name in MODULES))
