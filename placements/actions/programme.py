"""Load a programme file: what is missing is made, what is there must agree with it."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from neoequity.books.action import action
from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.books.money import dollars
from neoequity.books.refusal import Refused, refuse_if_any
from placements.actions.exceptional_day import record_exceptional_day
from placements.actions.history import add_history
from placements.actions.settling import Settling
from placements.models import Agreement, FeeTier, Shelf, TermPage, TermVersion
from placements.models.terms import TERMS
from placements.terms.programme import (
    AgreementFacts,
    ExceptionalDayFacts,
    IssuerFacts,
    Programme,
)

# Terms that name rows of their own or are pages only.
_NOT_FIELDS = ("shelf", "placement")


def take_turns() -> None:
    """Two loads at once wait for each other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_programme'))")


@action(needs="placements.add_agreement")
def load_programme(
    programme: Programme, *, by: User, today: date, with_history: bool = False
) -> list[str]:
    """Make what the file has and the books have not; the names of what was made.

    What is there and equal stays untouched. Raises Refused, with a sentence for each term that
    the books hold otherwise, and for what speaks against the history.
    """
    take_turns()
    loading = _Loading()
    issuer = loading.issuer(programme.issuer)
    for shelf in programme.shelves:
        facts = {"issuer": issuer, **shelf._asdict()}
        loading.settle(Shelf.objects, f"Shelf {shelf.file_number}", facts, key="file_number")
    for day in programme.exceptional_days:
        loading.exceptional_day(day, by)
    for agreement in programme.agreements:
        loading.agreement(agreement, issuer)
    refuse_if_any(loading.differences)
    if with_history:
        loading.made += add_history(programme, by=by, today=today)
    return loading.made


class _Loading(Settling):
    """Issuer and agreements, settled."""

    def issuer(self, facts: IssuerFacts) -> Issuer:
        issuer: Issuer = self.settle(Issuer.objects, facts.name, facts._asdict(), key="slug")
        return issuer

    def exceptional_day(self, facts: ExceptionalDayFacts, by: User) -> None:
        """A day on which the market departed from the calendar; see `record_exceptional_day`."""
        name, said = f"Exceptional day {facts.day}", facts._asdict()
        sales_stay = said.pop("sales_stay")
        if ExceptionalDay.objects.filter(day=facts.day).exists():
            self.settle(ExceptionalDay.objects, name, said, key="day")
            return
        try:
            record_exceptional_day(ExceptionalDay(**said), sales_stay=sales_stay, by=by)
        except Refused as refused:
            named = (each._replace(sentence=f"{name}: {each.sentence}") for each in refused.reasons)
            raise Refused(named) from refused
        self.made.append(name)

    def agreement(self, facts: AgreementFacts, issuer: Issuer) -> None:
        """An agreement with its terms, their pages and its fee tiers."""
        terms = {
            term: stated.value for term, stated in facts.terms.items() if term not in _NOT_FIELDS
        }
        terms |= {"slug": facts.slug, "name": facts.name, "issuer": issuer}
        terms["shelf"] = Shelf.objects.get(file_number=facts.value("shelf"))
        original = TermVersion.objects.filter(agreement__slug=facts.slug, number=1).first()
        is_new = original is None
        agreement = self.settle(Agreement.objects, facts.name, _unlike(original, terms), key="slug")
        self.pages(agreement, facts, is_new)
        if is_new:
            FeeTier.objects.bulk_create(
                FeeTier(agreement=agreement, **tier._asdict()) for tier in facts.fee_tiers
            )
        else:
            self.fee_tiers(agreement, facts)

    def pages(self, agreement: Agreement, facts: AgreementFacts, is_new: bool) -> None:
        """The pages of the terms; a page that the books lack is added."""
        held = {page.term: page for page in agreement.term_pages.all()}
        missing = [term for term in facts.terms if term not in held]
        TermPage.objects.bulk_create(
            TermPage(
                agreement=agreement,
                term=term,
                page=facts.terms[term].page,
                remark=facts.terms[term].remark,
            )
            for term in missing
        )
        if not is_new:
            self.made += [f"{facts.name}, page of {term}" for term in missing]
        for term in facts.terms.keys() & held.keys():
            name, stated = f"{facts.name}, {term}", facts.terms[term]
            self.compare(name, "page", held[term].page, stated.page)
            self.compare(name, "remark", held[term].remark, stated.remark)

    def fee_tiers(self, agreement: Agreement, facts: AgreementFacts) -> None:
        """The whole schedule is one term: a tier more or less is another schedule."""
        held = [(tier.above, tier.rate, tier.page) for tier in agreement.tiers()]
        original = agreement.fee_tiers.filter(version=1).order_by("above")
        signed = [(tier.above, tier.rate, tier.page) for tier in original]
        stated = sorted(tuple(tier) for tier in facts.fee_tiers)
        if stated not in (held, signed):
            self.compare(facts.name, "fee_tiers", _schedule(held), _schedule(stated))


def _unlike(original: TermVersion | None, stated: dict[str, Any]) -> dict[str, Any]:
    """The terms that the file states otherwise than the agreement was signed with.

    A file goes on stating what was signed; what was amended since is no difference to it.
    """
    if original is None:
        return stated
    return {
        name: value
        for name, value in stated.items()
        if name not in TERMS or getattr(original, name) != value
    }


def _schedule(tiers: list[tuple[Any, ...]]) -> str:
    return ", ".join(
        f"{rate.normalize():f} above {dollars(above)}{f' ({page})' if page else ''}"
        for above, rate, page in tiers
    )
