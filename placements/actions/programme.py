"""Load a programme file: create what is missing, compare what is on the books."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db import connection

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.books.money import dollars
from neoequity.books.refusal import Refused, refuse_if_any
from placements.actions.agreement import codes_of
from placements.actions.exceptional_day import record_exceptional_day
from placements.actions.programme_history import add_history
from placements.actions.settling import Settling
from placements.models import Agreement, FeeTier, Shelf, TermCitation, TermVersion
from placements.models.terms import TERMS
from placements.terms.agreement_code import code_for
from placements.terms.programme import (
    AgreementFacts,
    ExceptionalDayFacts,
    IssuerFacts,
    Programme,
)

# Terms that name rows of their own, or have a page but no value.
_NOT_FIELDS = ("shelf", "placement")


def take_turns() -> None:
    """Make concurrent loads wait for each other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_programme'))")


@action(needs="placements.add_agreement", told="Loaded a programme file")
def load_programme(
    programme: Programme, *, by: User, today: date, with_history: bool = False
) -> list[str]:
    """Create what the file states and the books lack; returns the names of what was created.

    Rows that agree stay untouched. Raises Refused with a sentence for each term that differs, and
    for every reason against the history.
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
    """Reconciles the issuer, its exceptional days and its agreements with the file."""

    def issuer(self, facts: IssuerFacts) -> Issuer:
        issuer: Issuer = self.settle(Issuer.objects, facts.name, facts._asdict(), key="slug")
        return issuer

    def exceptional_day(self, facts: ExceptionalDayFacts, by: User) -> None:
        """A day on which the market departed from the calendar; see `record_exceptional_day`."""
        name, fields = f"Exceptional day {facts.day}", facts._asdict()
        sales_stay = fields.pop("sales_stay")
        if ExceptionalDay.objects.filter(day=facts.day).exists():
            self.settle(ExceptionalDay.objects, name, fields, key="day")
            return
        try:
            record_exceptional_day(ExceptionalDay(**fields), sales_stay=sales_stay, by=by)
        except Refused as refused:
            reasons = (
                each._replace(sentence=f"{name}: {each.sentence}") for each in refused.reasons
            )
            raise Refused(reasons) from refused
        self.made.append(name)

    def agreement(self, facts: AgreementFacts, issuer: Issuer) -> None:
        """An agreement with its terms, their pages and its fee tiers."""
        terms = {
            term: stated.value for term, stated in facts.terms.items() if term not in _NOT_FIELDS
        }
        terms |= {"slug": facts.slug, "name": facts.name, "issuer": issuer}
        terms["code"] = facts.code
        terms["shelf"] = Shelf.objects.get(file_number=facts.value("shelf"))
        original = TermVersion.objects.filter(agreement__slug=facts.slug, number=1).first()
        is_new = original is None
        if is_new and not facts.code:
            terms["code"] = code_for(facts.name, codes_of(issuer))
        agreement = self.settle(Agreement.objects, facts.name, _unlike(original, terms), key="slug")
        self.pages(agreement, facts, is_new)
        if is_new:
            FeeTier.objects.bulk_create(
                FeeTier(agreement=agreement, **tier._asdict()) for tier in facts.fee_tiers
            )
        else:
            self.fee_tiers(agreement, facts)

    def pages(self, agreement: Agreement, facts: AgreementFacts, is_new: bool) -> None:
        """Compare the pages of the terms, and add those that the books lack."""
        pages = {page.term: page for page in agreement.term_citations.all()}
        missing = [term for term in facts.terms if term not in pages]
        TermCitation.objects.bulk_create(
            TermCitation(
                agreement=agreement,
                term=term,
                page=facts.terms[term].page,
                remark=facts.terms[term].remark,
            )
            for term in missing
        )
        if not is_new:
            self.made += [f"{facts.name}, page of {term}" for term in missing]
        for term in facts.terms.keys() & pages.keys():
            name, stated = f"{facts.name}, {term}", facts.terms[term]
            self.compare(name, "page", pages[term].page, stated.page)
            self.compare(name, "remark", pages[term].remark, stated.remark)

    def fee_tiers(self, agreement: Agreement, facts: AgreementFacts) -> None:
        """Compare the schedule as one term: a tier more or less makes it another."""
        in_force = [(tier.above, tier.rate, tier.page) for tier in agreement.tiers()]
        original = agreement.fee_tiers.filter(version=1).order_by("above")
        signed = [(tier.above, tier.rate, tier.page) for tier in original]
        stated = sorted((tier.above, tier.rate, tier.page) for tier in facts.fee_tiers)
        if stated not in (in_force, signed):
            self.compare(facts.name, "fee_tiers", _schedule(in_force), _schedule(stated))


def _unlike(original: TermVersion | None, stated: Mapping[str, object]) -> Mapping[str, object]:
    """The terms that the file states differently from the agreement as signed.

    A file keeps stating what was signed, so later amendments are not differences.
    """
    if original is None:
        return stated
    return {
        name: value
        for name, value in stated.items()
        if name not in TERMS or getattr(original, name) != value
    }


def _schedule(tiers: Iterable[tuple[Decimal, Decimal, str]]) -> str:
    return ", ".join(
        f"{rate.normalize():f} above {dollars(above)}{f' ({page})' if page else ''}"
        for above, rate, page in tiers
    )
