from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.mail.postbox import Postbox, open_postbox


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    """The service's mail goes to a real server on this machine."""
    with open_postbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield box
