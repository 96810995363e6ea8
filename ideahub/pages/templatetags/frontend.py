"""Tags that put the built front end into a page."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from ideahub.pages.manifest import FrontEndMissing, find_entry

register = template.Library()


@register.simple_tag
def entry(name: str) -> SafeString:
    """Font, styles and script of one entry; text is readable before the font is here, so it comes last. Raises FrontEndMissing."""
    found = find_entry(name)
    tags = [(static(found.font), "preload", "font", "anonymous")] if found.font else []
    font = format_html_join(
        "", '<link href="{}" rel="{}" as="{}" type="font/woff2" crossorigin="{}" fetchpriority="low">', tags
    )
    styles = format_html_join("", '<link rel="stylesheet" href="{}">', ((static(path),) for path in found.styles))
    modules = format_html_join("", '<link rel="modulepreload" href="{}">', ((static(path),) for path in found.modules))
    script = format_html_join("", '<script type="module" src="{}"></script>', [(static(found.script),)])
    return font + styles + modules + script


@register.simple_tag
def entry_if_built(name: str) -> SafeString:
    """The same for pages that must be shown whatever is missing: without styles then."""
    try:
        return entry(name)
    except FrontEndMissing:
        return SafeString("")


@register.filter
def spoken_code(code: str) -> str:
    """A join code as it is shown and said: 428 617."""
    return f"{code[:3]}\u00a0{code[3:]}"
