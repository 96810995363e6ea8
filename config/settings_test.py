"""Settings for tests: real database and Redis, started by the test plugin before this file is read."""

import os

os.environ.setdefault("IDEAHUB_SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests-0123456789")

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file, not memory: threads and other processes of a test work on it as they do in service.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
