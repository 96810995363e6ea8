"""The settings of the tests with a front end from a folder of its own. Only the test of a new build names this module."""

import os
from pathlib import Path

from config.settings_test import *  # noqa: F403

FRONTEND_DIST = Path(os.environ["FRONT_END_OF_THE_TEST"])
STATICFILES_DIRS = [FRONTEND_DIST]
