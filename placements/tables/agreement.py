"""The terms of an agreement as lines to read: label, value, page and remark."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models

from placements.models import Agreement, Shelf
from placements.models.agreement import TOTALS
from placements.models.fields import MoneyField, RateField
from placements.templatetags import figures
from placements.terms.notice import METHODS

# The name heads the page; the totals are no terms.
_NOT_TERMS = {"id", "slug", "name", *TOTALS}


class TermLine(NamedTuple):
    """One term. `group` is what the label says before its colon, such as "Warrants"."""

    group: str
    label: str
    value: str
    page: str
    remark: str


def term_lines(agreement: Agreement) -> list[TermLine]:
    """Every term: the agreement's fields, then its fee tiers, then the groups of further fields.

    Reads `term_pages`, `fee_tiers`, `issuer` and `shelf`.
    """
    lines = list(_lines(agreement))
    general = [line for line in lines if not line.group]
    further = [line for line in lines if line.group]
    return [*general, *_tiers(agreement), *further]


def _lines(agreement: Agreement) -> Iterator[TermLine]:
    cited = {page.term: page for page in agreement.term_pages.all()}
    for field in Agreement._meta.concrete_fields:
        if field.name in _NOT_TERMS:
            continue
        group, _, label = str(field.verbose_name).rpartition(": ")
        value = getattr(agreement, field.name)
        page = cited.get(field.name)
        yield TermLine(
            group=_sentence_case(group),
            label=_sentence_case(label),
            value=_shown(field, value),
            page=page.page if page else getattr(value, "page", ""),
            remark=page.remark if page else "",
        )


def _tiers(agreement: Agreement) -> Iterator[TermLine]:
    for tier in agreement.fee_tiers.all():
        label = f"On gross above {figures.whole_money(tier.above)}"
        yield TermLine("Commission of the agent", label, figures.percent(tier.rate), tier.page, "")


def _shown(field: models.Field, value: Any) -> str:
    if field.name == "settlement_days" and value is None:
        return "the market's standard cycle"
    if isinstance(field, MoneyField):
        return figures.money(value)
    if isinstance(field, RateField):
        return figures.percent(value)
    if isinstance(field, ArrayField):
        return "; ".join(METHODS[method] for method in value)
    if isinstance(field, models.DateField):
        return figures.day(value)
    if isinstance(field, models.BooleanField):
        return "yes" if value else "no"
    if isinstance(value, Shelf) and value.prospectus_date:
        return f"{value}, prospectus dated {figures.day(value.prospectus_date)}"
    return figures.MISSING if value in {None, ""} else str(value)


def _sentence_case(label: str) -> str:
    return label[:1].upper() + label[1:]
