"""What the admin pages of the register share: base classes and names."""

from neoequity.books.admin.base import ActedAdmin, ReferenceAdmin
from warrants.models import Warrant


class RegisterAdmin(ActedAdmin):
    """Rows of the register."""


class SourceAdmin(ReferenceAdmin):
    """Rows on which the register depends."""


def named(warrant: Warrant) -> str:
    """Warrant 1 of NeoTherapeutics, Inc."""
    return f"Warrant {warrant.number} of {warrant.issuer}"
