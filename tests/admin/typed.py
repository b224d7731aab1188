"""What a person types into the admin's forms, and what the answer says."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from neoequity.books.days import on_page
from neoequity.books.refusal import Refused
from placements.models import Agreement, Placement, Sale
from placements.terms.notice import SaleNotice

OF_THE_KERNEL = ("issuer_", "exceptionalday_", "approval_", "closing_")


def address(page: str, *args: Any) -> str:
    """The address of a page of the admin: `sale_add`, `sale_change` …"""
    app = "books" if page.startswith(OF_THE_KERNEL) else "placements"
    return reverse(f"admin:{app}_{page}", args=args)


def notice_form(placement: Placement, notice: SaleNotice) -> dict[str, Any]:
    """A notice as it is typed under a placement."""
    return {
        "placement": placement.pk,
        "trade_date": notice.trade_date,
        "shares": notice.shares,
        "price": notice.price,
        "gross": notice.gross or "",
        "method": notice.method,
        "agent_reference": notice.agent_reference,
        "settlement_date": notice.settlement_date or "",
        "settlement_reason": notice.settlement_reason,
        "deductions": notice.deductions or "",
        "remark": notice.remark,
    }


def as_typed(name: str, value: Any) -> Any:
    """A figure of the books as it is typed: rates in percent, with the sign."""
    in_percent = name.endswith("rate") and isinstance(value, Decimal)
    return f"{(100 * value).normalize():f}%" if in_percent else value


def agreement_form(agreement: Agreement, **said: Any) -> dict[str, Any]:
    """An agreement's page as it stands, but for what is `said`."""
    fields = {
        field.name: getattr(agreement, field.attname)
        for field in agreement._meta.concrete_fields
        if field.editable and not field.primary_key and field.name != "slug"
    }
    form = {
        name: as_typed(name, value) for name, value in fields.items() if value not in (None, False)
    }
    for prefix, names in (("fee_tiers", ("above", "rate", "page")), ("term_citations", _PAGE)):
        rows = list(getattr(agreement, prefix).all())
        form |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
        for place, row in enumerate(rows):
            form[f"{prefix}-{place}-id"] = row.pk
            form[f"{prefix}-{place}-agreement"] = agreement.pk
            form |= {
                f"{prefix}-{place}-{name}": as_typed(name, getattr(row, name)) for name in names
            }
    return {**form, **said}


_PAGE = ("term", "page", "remark")


def sentences(response: Any) -> dict[str, list[str]]:
    """What stands beside each field of the form, and under "" above it."""
    assert response.status_code == 200
    context = response.context
    form = context["adminform"].form if "adminform" in context else context["form"]
    return {field.replace("__all__", ""): list(said) for field, said in form.errors.items()}


def sentences_of(refused: Refused) -> dict[str, list[str]]:
    """An action's sentences in the same shape, and as pages write their dates."""
    by_field: dict[str, list[str]] = defaultdict(list)
    for reason in refused.reasons:
        by_field[reason.field].append(on_page(reason.sentence))
    return dict(by_field)


def books() -> tuple[Any, ...]:
    """Everything that a posting moves."""
    agreements = Agreement.objects.order_by("pk")
    placements = Placement.objects.order_by("pk")
    return (
        Sale.objects.count(),
        list(agreements.values_list("gross_sold", "shares_sold", "commission_sold")),
        list(placements.values_list("gross_sold", "shares_sold", "status")),
    )


def told(client: Client, url: str) -> list[str]:
    """The messages on a page."""
    return [str(message) for message in client.get(url).context["messages"]]
