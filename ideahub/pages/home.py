"""The start page: the code field for those who take part, the way in for those who hold meetings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideahub.pages.access import keep_private
from ideahub.pages.codes import MOST_CHARS, read_target


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """With `?code=`, on to the meeting; what holds no code is shown again with what is wrong with it."""
    typed = request.GET.get("code")
    if typed is None:
        return _page(request)
    target = read_target(typed)
    if target is not None:
        return redirect(target)
    problem = _("En möteskod är sex siffror. Jämför med skärmen och försök igen.")
    return _page(request, typed=typed[:MOST_CHARS], problem=problem, status=400)


@require_safe
def mark(_request: HttpRequest) -> HttpResponse:
    """For what asks for /favicon.ico whatever the page says: tests of addresses, mail readers, bookmarks."""
    return redirect(static("pages/mark.svg"))


def _page(request: HttpRequest, *, typed: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    context = {"typed": typed, "problem": problem}
    return keep_private(render(request, "pages/home.html", context, status=status))
