"""Record the receipts of a bank's lines that are matched with sales, as the lines state them."""

from collections.abc import Sequence

from neoequity.books.accounts import User
from neoequity.books.refusal import Reason, Refused
from neoequity.statements.actions.planning import DueReceipt, Planned
from neoequity.statements.models import StatementLine
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.explaining import listed
from placements.actions.receipts import NewReceipt, post_receipts
from placements.models import Agreement, Sale
from placements.terms.receipt import Receiving
from placements.terms.reference import is_reference


def with_receipts(scope: Scope, planned: Sequence[Planned], *, by: User) -> list[Planned]:
    """The same matches with the receipts that they need, recorded under the scope's lock."""
    due = [receipt for each in planned for receipt in each.due]
    if not due:
        return list(planned)
    recorded = iter(zip(due, post_receipts(_new(due), by=by, today=scope.as_of), strict=True))
    found = []
    for each in planned:
        parts = dict(each.parts)
        for _ in each.due:
            receipt, key = next(recorded)
            parts[Row("receipt", key)] = Quantity(receipt.amount)
        found.append(each._replace(parts=parts, due=()))
    return found


def _new(due: Sequence[DueReceipt]) -> list[NewReceipt]:
    """The receipts as their action takes them; three queries."""
    entries = Sale.objects.filter(pk__in={part.entry for each in due for part in each.parts})
    agreement_of = dict(entries.order_by().values_list("pk", "agreement_id"))
    agreements = Agreement.objects.in_bulk(set(agreement_of.values()))
    stated = StatementLine.objects.only("statement", "number", "day", "reference").in_bulk(
        {each.line for each in due}
    )
    found = []
    for each in due:
        under = {agreement_of[part.entry] for part in each.parts}
        agreement = _only([agreements[pk] for pk in under], each.line_name)
        line = stated[each.line]
        is_kept = is_reference(line.reference)
        named = line.reference if is_kept else f"STATEMENT {line.statement_id} LINE {line.number}"
        said = "" if is_kept or not line.reference else f", reference {line.reference}"
        remark = f"From {each.line_name}{said}."[:300]
        found.append(
            NewReceipt(agreement, Receiving(each.amount, named, line.day), each.parts, remark)
        )
    return found


def _only(agreements: Sequence[Agreement], line: str) -> Agreement:
    if len(agreements) == 1:
        return agreements[0]
    names = [f"the {each.name}" for each in sorted(agreements, key=lambda each: each.name)]
    raise Refused(
        [
            Reason(
                f"A receipt is of one agreement, and {line} would pay entries of "
                f"{listed(names) or 'no agreement'}: record a receipt under each, and match these "
                "with the line."
            )
        ]
    )
