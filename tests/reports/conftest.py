from tests.mail.conftest import postbox

__all__ = ["postbox"]
