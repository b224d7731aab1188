"""What approving a request would post to the register, for the request's page."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.models import Approval
from neoequity.books.money import of_shares, per_share
from warrants.actions.asking import cancellation_asked_for, moved_by, transfer_asked_for
from warrants.actions.asking_issue import issue_asked_for
from warrants.actions.asking_split import split_asked_for
from warrants.actions.entering import Register, page_of
from warrants.actions.issue import accrual_for, accruals_now
from warrants.models import Entry, Holder, Warrant
from warrants.selectors.adjustments import adjustments


class Line(NamedTuple):
    """One fact that approving would post, in words, with the page it rests on."""

    name: str
    fact: str
    page: str = ""


def transfer_preview(request: Approval) -> dict[str, object]:
    """The balances of both holders before and after."""
    entry = transfer_asked_for(request, _warrant(request))
    page = page_of(entry.warrant, "warrant_transfer_years")
    return _entry_preview(request, entry, f"Approving transfers {moved_by(entry)}.", page)


def cancellation_preview(request: Approval) -> dict[str, object]:
    """The balance of the holder before and after."""
    entry = cancellation_asked_for(request, _warrant(request))
    return _entry_preview(request, entry, f"Approving cancels {moved_by(entry)}.", "")


def _entry_preview(request: Approval, entry: Entry, approving: str, page: str) -> dict[str, object]:
    if request.decision:
        return {}
    register, lines = Register.of(entry.warrant), [Line("Dated", written(entry.on), page)]
    for holder, sign in ((entry.holder_from, -1), (entry.holder_to, 1)):
        if holder is not None:
            lines.append(_balance(register, holder, sign * entry.shares, entry.on))
    return {"exactly": approving, "posting": lines}


def _balance(register: Register, holder: Holder, gained: int, on: date) -> Line:
    held = register.held(holder, on)
    return Line(holder.name, f"{held:,} warrant shares before, {held + gained:,} after")


def issue_preview(request: Approval) -> dict[str, object]:
    """The figures of the warrant, with the pages that give them."""
    if request.decision:
        return {}
    agreement, placement = issue_asked_for(request)
    accrual = accrual_for(placement, accruals_now(agreement))
    facts = request.asked
    shares, price = of_shares(facts["shares"]), per_share(Decimal(facts["exercise_price"]))
    dated = written(date.fromisoformat(facts["issued_on"]))
    lines = [Line("Warrant shares", shares), Line("Exercise price", price), Line("Dated", dated)]
    if request.day != date.fromisoformat(facts["issued_on"]):
        lines.append(Line("Entered in the register on", written(request.day)))
    agent = ""
    if accrual is not None:
        pages = [accrual.page(f"warrant_{term}") for term in ("coverage_rate", "strike_rate")]
        lines[0], lines[1] = lines[0]._replace(page=pages[0]), lines[1]._replace(page=pages[1])
        agent = f" to {accrual.agent}"
    sentence = f"Approving issues a warrant for {shares} at {price}{agent}, dated {dated}."
    return {"exactly": sentence, "posting": lines}


def split_preview(request: Approval) -> dict[str, object]:
    """Each holding before and after the split."""
    if request.decision:
        return {}
    split = split_asked_for(request)
    lines = [
        Line("New shares", f"{split.new:,} for {split.old:,} old"),
        Line("Effective", written(split.effective_on)),
        Line("Source", split.source),
    ]
    sentence = (
        f"Approving records the split of {split} and adjusts every warrant of {split.issuer}."
    )
    return {
        "exactly": sentence,
        "posting": lines,
        "meant": split,
        "adjustments": adjustments(split),
    }


def _warrant(request: Approval) -> Warrant:
    return Warrant.objects.select_related("issuer", "agreement", "placement", "series").get(
        pk=request.subject
    )
