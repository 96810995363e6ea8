from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JsonBody(JSONParser):  # type: ignore[misc, unused-ignore]
    """JSON. What cannot be read is told in the caller's language; a body nested too deeply for Python is one of these."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except (ParseError, RecursionError):
            raise ParseError(_("Det gick inte att läsa det som skickades.")) from None
