"""What the admin pages of the register share: style sheet, base classes and names."""

from neoequity.books.admin.base import ActedAdmin, ReferenceAdmin
from warrants.models import Warrant

_STYLE = {"all": ["warrants/admin.css"]}


class RegisterAdmin(ActedAdmin):
    """Rows of the register."""

    class Media:
        css = _STYLE


class SourceAdmin(ReferenceAdmin):
    """Rows on which the register depends."""

    class Media:
        css = _STYLE


def named(warrant: Warrant) -> str:
    """Warrant 1 of NeoTherapeutics, Inc."""
    return f"Warrant {warrant.number} of {warrant.issuer}"
