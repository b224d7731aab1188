"""Ask for a layout, and keep it once another person approves."""

from collections.abc import Iterator
from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.models import Approval
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.company.actions.keeping import next_key
from neoequity.statements.actions.senders import lock_sender
from neoequity.statements.models import Layout, Sender
from neoequity.statements.terms.layout import (
    FORMATS,
    STANDARDS,
    from_json,
    plain,
    reasons_against,
    to_json,
)
from neoequity.statements.terms.layout import Layout as Terms
from neoequity.statements.terms.line import SIDES

LAYOUT = "layout"


@action(needs="statements.add_layout", told="Requested a layout")
def propose_layout(
    sender: Sender, layout: Terms, *, by: User, today: date, why: str = ""
) -> Approval:
    """Ask another person to approve a layout as the sender's next version of that name.

    The request is about the row that approving it will write, by the key reserved for it. Raises
    Refused with every reason against the layout, and while a request for it is pending.
    """
    del today  # a layout has no day
    lock_sender(sender)
    layout = layout._replace(name=layout.name.strip())
    refuse_if_any([*reasons_against(layout), *_against(sender, layout)])
    version = _latest(sender, layout.name) + 1
    return ask(
        LAYOUT,
        next_key(Layout),
        issuer_id=sender.issuer_id,
        what=f"Read files of {sender} by the layout {layout.name}, version {version}",
        dated=None,
        asked={
            "sender_id": str(sender.pk),
            "name": layout.name,
            "version": str(version),
            "content": to_json(layout),
        },
        by=by,
        why=why,
    )


def keep_layout(request: Approval, *, by: User, today: date) -> Layout:
    """What approving does: the version is in force. Raises Refused if another was meanwhile."""
    del by, today  # the requester has recorded it; a layout has no day
    layout = layout_asked(request)
    lock_sender(layout.sender)
    refuse_if_any(reasons_against(from_json(layout.content)))
    if layout.version != _latest(layout.sender, layout.name) + 1:
        sentence = f"{layout} was approved meanwhile: propose this one again as the next version."
        refuse_if_any([Reason(sentence)])
    layout.approval, layout.recorded_by = request, request.asked_by
    layout.save(force_insert=True)
    return layout


def layout_asked(request: Approval) -> Layout:
    """The layout that a request asks for, not saved."""
    asked = request.asked
    return Layout(
        pk=request.subject,
        sender=Sender.objects.select_related("issuer").get(pk=asked["sender_id"]),
        name=asked["name"],
        version=int(asked["version"]),
        content=asked["content"],
    )


def in_force(sender: Sender) -> list[Layout]:
    """The newest version of each of the sender's layouts, by name; one query."""
    newest = sender.layouts.order_by("name", "-version").distinct("name")
    return list(newest.select_related("sender"))


def _latest(sender: Sender, name: str) -> int:
    versions = sender.layouts.filter(name=name).order_by("-version")
    return versions.values_list("version", flat=True).first() or 0


def _against(sender: Sender, layout: Terms) -> Iterator[Reason]:
    if layout.side != sender.side:
        yield Reason(
            f"{sender} is a sender on the side {SIDES[sender.side].lower()}: choose that side.",
            "side",
        )
    if plain(layout.name) in {plain(name) for pair in FORMATS.items() for name in pair}:
        yield Reason(
            f"“{layout.name}” is the name of a format: enter one that says whose files it reads.",
            "name",
        )
    for other in in_force(sender):
        if plain(other.name) != plain(layout.name):
            continue
        if other.name != layout.name:
            yield Reason(f"Write the name as {other} does: “{other.name}”.", "name")
        elif other.content == to_json(layout):
            yield Reason(f"{other} says the same.")
    pending = Approval.objects.filter(
        kind=LAYOUT, decision="", asked__sender_id=str(sender.pk), asked__name=layout.name
    ).first()
    if pending is not None:
        yield Reason(f"{pending} for this layout is pending: have it decided or withdraw it.")


def standard(sender: Sender, named: str) -> str:
    """The format that a name stands for, which needs no layout; empty if it names none."""
    if sender.side != "bank":
        return ""
    names = {plain(name): form for form, title in STANDARDS.items() for name in (form, title)}
    return names.get(plain(named), "")
