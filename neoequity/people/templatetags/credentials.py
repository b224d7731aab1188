"""The changes of credentials that stand on the inbox of every CFO."""

from django import template

from neoequity.people.models import CredentialChange
from neoequity.people.told import recent_changes

register = template.Library()


@register.simple_tag
def recent_credential_changes() -> list[CredentialChange]:
    """What somebody set for somebody else in the last seven days."""
    return list(recent_changes())
