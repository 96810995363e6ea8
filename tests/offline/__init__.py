import pytest

# What a phone's screen said is told as it was found, not only that it was wrong.
MODULES = ("diary", "phone", "without_network", "broken", "new_build", "writing")
pytest.register_assert_rewrite(*(f"tests.offline.{name}" for name in MODULES))
