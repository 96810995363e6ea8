"""The way to the same page in the other language."""

from django import template
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.template import RequestContext

register = template.Library()


@register.simple_tag(takes_context=True)
def address_in(context: RequestContext, language: str) -> str:
    """The query of this page in that language: what it asks for stays, also where one is to go after signing in."""
    query = _asked(context.get("request"))
    if after := context.get("redirect_field_value"):
        query["next"] = after
    query["lang"] = language
    return f"?{query.urlencode()}"


def _asked(request: HttpRequest | None) -> QueryDict:
    try:
        return request.GET.copy() if request else QueryDict(mutable=True)
    except TooManyFieldsSent:
        # The page that says so asks for nothing.
        return QueryDict(mutable=True)
