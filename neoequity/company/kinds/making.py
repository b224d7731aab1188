"""How each kind of company record is declared: what all of them have in common."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import Case, CharField, F, Model, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from neoequity.books.exporting.copying import Moment, PlainText
from neoequity.books.history.figures import Plain
from neoequity.books.kinds import AdminList, Dataset, Documents, Entry, Excused, Pages, RecordKind
from neoequity.books.meta import field_named
from neoequity.books.models import Closing
from neoequity.books.periods.late import NO_AMOUNT, NO_SHARES, joined_text, recorded_after
from neoequity.books.triggers.sealing import Sealed
from neoequity.company.actions import record
from neoequity.company.models import (
    Account,
    Blackout,
    CompanyRecord,
    Consent,
    Counting,
    Expense,
    Figure,
    Filing,
    Funding,
    MarketPrice,
    Offering,
    Position,
    RegisterEntry,
    RepresentationDate,
    ShareEvent,
)
from neoequity.company.rights import KEEP

#: What every form asks for after the facts of its kind.
_SOURCE = ("document", "page", "remark", "replaces")
_PAPERS = Documents({"source": "Source document", "consent": "Consent", "other": "Other"})
_STATED = Excused("Its figures are stated by a document, not calculated; its seal proves them.")


def chosen(model: type[Model], name: str) -> Case:
    """The title of a choice, as SQL."""
    choices = field_named(model, name).flatchoices
    return Case(
        *(When(**{name: key}, then=Value(str(title))) for key, title in choices),
        output_field=CharField(),
    )


def _told(model: type[CompanyRecord], words: tuple[Combinable, ...]) -> QuerySet[Any]:
    singular = str(model._meta.verbose_name)
    return model._default_manager.annotate(
        told=Concat(
            *(Value(f"{singular} as of "), Plain("day"), Value(" recorded: "), *words),
            output_field=CharField(),
        ),
        act=Value(VERBS[model].__name__),
        why=F("remark"),
    )


def _late(
    model: type[CompanyRecord], shares: str | Combinable, amount: str | Combinable, closing: Closing
) -> QuerySet[Any, Any]:
    singular = str(model._meta.verbose_name)
    return recorded_after(
        closing,
        model._default_manager.all(),
        issuer="issuer",
        dated="day",
        entry=joined_text(Value(f"{singular[:1].upper()}{singular[1:]} "), F("id")),
        of="issuer__name",
        shares=shares,
        amount=amount,
    )


VERBS: Mapping[type[CompanyRecord], Entry] = {
    Figure: record.ask_figure,
    ShareEvent: record.ask_share_event,
    MarketPrice: record.record_price,
    Position: record.record_position,
    Offering: record.ask_offering,
    Consent: record.ask_consent,
    Blackout: record.ask_blackout,
    RepresentationDate: record.ask_representation_date,
    Expense: record.ask_expense,
    Counting: record.ask_counting,
    Funding: record.record_funding,
    RegisterEntry: record.record_entry,
    Filing: record.record_filing,
    Account: record.record_account,
}


_SUMMARIES: Mapping[type[CompanyRecord], str] = {
    Figure: "Figures that documents state, such as authorized shares, each in force from its day.",
    ShareEvent: "Shares issued or canceled outside the agreements and the warrant register.",
    MarketPrice: "Closing prices, closing bids and volumes, one record for each trading day.",
    Position: "What holders and groups hold and could acquire.",
    Offering: "Offers, sales, grants and calls that the lock-up concerns.",
    Consent: "The agent's written consents to offers during the lock-up.",
    Blackout: "Days on which nothing is sold, usually from a quarter's end until its report.",
    RepresentationDate: "Days on which the agent is due papers, without which nothing is sold.",
    Expense: "What agents were reimbursed and refunded, and what the offering cost.",
    Counting: "Which placements count toward Nasdaq's 20%, and why.",
    Funding: "Money from elsewhere: expected, received, paid or declined.",
    RegisterEntry: "Persons, participants, clauses, voting, consents and the use of proceeds.",
    Filing: "Filings that are due and those that were made.",
    Account: "The account of the office's chart for each role in the journal.",
}


def kind(
    model: type[CompanyRecord],
    seal: Sealed,
    dataset: str,
    *,
    asked: tuple[str, ...],
    shown: tuple[str, ...],
    words: tuple[Combinable, ...],
    agreement: str = "",
    shares: str | Combinable = NO_SHARES,
    amount: str | Combinable = NO_AMOUNT,
    papers: Documents = _PAPERS,
) -> RecordKind:
    """The declaration of a kind: the form asks for `asked`, the list shows `shown`."""
    return RecordKind(
        model,
        rights=(KEEP,),
        pages=Pages(
            fields=("issuer", "day", *asked, *_SOURCE),
            act=VERBS[model],
            shown=("day", *shown, "page", "remark"),
        ),
        admin=AdminList(("day", *shown, "page"), _SUMMARIES[model]),
        documents=papers,
        dataset=Dataset(dataset, _columns(model, asked), agreement),
        tells=partial(_told, model, words),
        seal=seal,
        dated="day",
        late=partial(_late, model, shares, amount),
        proof=_STATED,
    )


def _columns(model: type[CompanyRecord], asked: tuple[str, ...]) -> Mapping[str, str | Combinable]:
    """The export's columns: the day, the facts as they are asked for, the source, the recording."""
    names = ("day", *asked, "document", "page", "remark")
    columns: dict[str, str | Combinable] = {"record": "id"}
    columns |= {name: _column(model, name) for name in names}
    columns |= {
        "replaces": "replaces",
        "recorded_at": Moment("recorded_at"),
        "recorded_by": PlainText("recorded_by__username"),
    }
    return columns


def _column(model: type[CompanyRecord], name: str) -> str | Combinable:
    if name == "agreement":
        return PlainText("agreement__slug")
    if name == "placement":
        return "placement__number"
    text = field_named(model, name).empty_strings_allowed
    return PlainText(name) if text else name
