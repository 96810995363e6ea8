"""What is written on a phone is with the server once and in order, and the screen tells how it is at every moment.

Real Chromium, server and database. Without a network and without a server: a minute in each activity; two tabs: 20 s.
"""

import pytest

# The longest first: all are played at the same time.
from tests.offline import away, broken, new_build, tabs, without_network  # noqa: F401
from tests.offline.conftest import Told
from tests.offline.timeline import SCENARIOS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_written_arrives_once_and_in_order_and_the_screen_is_right(told: Told, name: str) -> None:
    wrong = told[name]
    if wrong:
        raise wrong
