"""A mark beside a figure that leads to its term in the glossary."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from neoequity.books.templatetags.books import asof_url

register = template.Library()


@register.simple_tag(takes_context=True)
def term(context: Context, slug: str) -> SafeString:
    """A question mark that opens the glossary at this term; a test holds the slugs against it."""
    address = f"{asof_url(context, 'glossary')}#{slug}"
    name = slug.replace("-", " ")
    return format_html(
        '<a class="term-mark no-print" href="{}" aria-label="What “{}” means" title="What “{}” '
        'means"></a>',
        *(address, name, name),
    )
