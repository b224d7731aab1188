"""The company's records as the tests make them, and what all of their kinds have in common."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import connection

from neoequity.books.action import Action
from neoequity.books.models import Approval, Issuer
from neoequity.company.models import AccessReview, ApprovedRecord, CompanyRecord, ProposalCheck
from neoequity.people.models import User
from placements.models import Agreement, Placement
from tests.constraints.rows import columns_of, delete, insert, truncate, update
from tests.factories import (
    TODAY,
    AgreementFactory,
    IssuerFactory,
    UserFactory,
    approved,
    approved_alone,
)
from tests.kinds.cases import Attempt, KindCases
from tests.permissions.people import RECORD

DAY = date(2001, 11, 1)
Facts = Mapping[str, Any]


def checked(placement: Placement, by: User) -> ProposalCheck:
    """What is kept of the checks when a placement is proposed."""
    return ProposalCheck.objects.create(
        issuer=placement.agreement.issuer,
        placement=placement,
        day=DAY,
        shares=1_000,
        price=Decimal("4.00"),
        verdict="You can sell up to 1,000 shares.",
        checks=[{"check": "agreement", "verdict": "passed"}],
        recorded_by=by,
    )


def reviewed(issuer: Issuer, by: User) -> AccessReview:
    """An access review of a day on which nobody had an account."""
    return AccessReview.objects.create(
        issuer=issuer,
        reviewed_on=DAY,
        known_at=datetime(2001, 11, 1, 12, tzinfo=UTC),
        signed_on=DAY,
        statement="[]",
        digest=sha256(b"[]").hexdigest(),
        note="Nobody may do anything.",
        recorded_by=by,
    )


def issuer() -> Issuer:
    """The example's company."""
    made: Issuer = IssuerFactory()
    return made


def agreement_with_cap() -> Agreement:
    """Another agreement of the company's, whose expenses are capped and refundable."""
    number = Agreement.objects.count()
    made: Agreement = AgreementFactory(
        slug=f"of-record-{number}",
        name=f"Agreement of record {number}",
        expense_cap=Decimal("60000.00"),
        expense_refundable=True,
    )
    return made


class Kind:
    """A kind of company record: its model, its action and the facts of one record.

    A fact that is a row is given as what makes it.
    """

    def __init__(
        self,
        model: type[CompanyRecord],
        verb: Action[..., Any],
        facts: Facts,
        plural: str,
    ) -> None:
        self.model, self.verb, self.facts, self.plural = model, verb, facts, plural

    def post(self, by: User, **facts: Any) -> Any:
        """One record on the day of the prospectus supplement, with some facts changed."""
        own = {
            name: fact() if callable(fact) else fact
            for name, fact in {"issuer": issuer, **self.facts}.items()
            if name not in facts
        }
        told = {"day": DAY, "page": "p. S-9", **own, **facts}
        made = self.verb(**told, by=by, today=TODAY)
        row = made
        if isinstance(made, Approval):
            approved(made)
            row = self.model._default_manager.get(pk=made.subject)
        connection.check_constraints()  # as after a commit
        return row

    def raw(self, *made_of: Callable[[], Facts], **changes: Any) -> Attempt:
        """INSERT a correction of the row that was asked for and approved, but for these columns."""

        def attempt(row: Any) -> None:
            columns = self.correction_of(row)
            for make in made_of:
                columns |= make()
            insert(self.model, {**columns, **changes})

        return attempt

    def correction_of(self, row: Any) -> dict[str, Any]:
        """The columns of a correction that says the same, asked for and approved."""
        columns = columns_of(row, replaces_id=row.pk, remark="Mistyped")
        del columns["recorded_at"]
        return columns | (self._agreed(row) if isinstance(row, ApprovedRecord) else {})

    def _agreed(self, row: ApprovedRecord) -> dict[str, Any]:
        facts = {name: getattr(row, name) for name in ("issuer", "day", "document", "page")}
        facts |= {name: getattr(row, name) for name in self.facts}
        request = self.verb(
            **facts, remark="Mistyped", replaces=row, by=row.recorded_by, today=TODAY
        )
        approved_alone(request, by=UserFactory(group="CFO"))
        return {"id": request.subject, "approval_id": request.pk}

    def cases(self, **refused: Sequence[Attempt]) -> KindCases:
        """Its cases: those of every kind, and the constraints that are its own."""
        name = f"{self.plural[:1].upper()}{self.plural[1:]}"
        common: dict[str, Sequence[Attempt]] = {
            "The moment of recording is written by the database": [
                self.raw(recorded_at="2001-11-13 12:00:00-05")
            ],
            f"A correction replaces one of the earlier {self.plural} of the same company.": [
                self.raw(another_issuer)
            ],
            f"{name} are never changed or deleted once they are posted.": [
                lambda row: update(row, remark="Changed"),
                delete,
                lambda row: truncate(type(row)),
            ],
        }
        if issubclass(self.model, ApprovedRecord):
            common[f"{name} are posted as one person asked for them and another approved them."] = [
                self.raw(remark="Another remark"),
                self.raw(page="p. S-10"),
                self.raw(day=date(2001, 11, 2)),
                self.raw(approval_id=10**9),
            ]
        return KindCases(
            model=self.model,
            row=self.post,
            actions={self.verb.__name__: RECORD},
            refused={**common, **refused},
        )


def another_issuer() -> Facts:
    """The columns that make a record another company's."""
    other = IssuerFactory(slug="another", name="Another, Inc.", ticker="ANOT")
    return {"issuer_id": other.pk}
