"""Settings for tests: real database and Redis, started by the test plugin before this file is read."""

import os

os.environ.setdefault("IDEAHUB_SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests-0123456789")

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
