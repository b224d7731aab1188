"""Layouts as a kind of record, and as a request that another person approves."""

from typing import Any

from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.functions import Concat

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.history.figures import Plain
from neoequity.books.kinds import Excused, RecordKind
from neoequity.books.models import Approval
from neoequity.statements.actions.layouts import LAYOUT as NAME
from neoequity.statements.actions.layouts import keep_layout, layout_asked, propose_layout
from neoequity.statements.models import Layout
from neoequity.statements.rights import ASK_FOR_LAYOUTS
from neoequity.statements.tables.layout_facts import facts_of
from neoequity.statements.triggers.layout import LAYOUT

_UNDATED = Excused("It says how files are read, and has no day; its statements have.")


def _told() -> QuerySet[Any]:
    return Layout.objects.annotate(
        told=Concat(
            *(Value("layout "), F("name"), Value(" of "), F("sender__name")),
            *(Value(" recorded, version "), Plain("version")),
            output_field=CharField(),
        ),
        act=Value(propose_layout.__name__),
        why=F("approval__why"),
    )


def _subject(key: int) -> Model:
    """The layout, or before it is approved what the request asks for."""
    row = Layout.objects.select_related("sender").filter(pk=key).first()
    if row is not None:
        return row
    return layout_asked(Approval.objects.get(kind=NAME, subject=key))


def _preview(request: Approval) -> dict[str, object]:
    return {"layout_facts": facts_of(layout_asked(request).terms)}


def _page(layout: Layout) -> str:
    return layout.get_absolute_url() if layout.recorded_at else layout.sender.get_absolute_url()


REQUESTS = (
    RequestKind(
        NAME,
        "Layout of a sender",
        effect=keep_layout,
        record=_subject,
        approving="Approving puts the layout in force: files of this sender are read by it.",
        once_approved="The layout is in force: statements can be uploaded.",
        preview=_preview,
        page=_page,
    ),
)

LAYOUTS = (
    RecordKind(
        Layout,
        rights=(ASK_FOR_LAYOUTS,),
        pages="statements:senders",
        admin="neoequity.statements.admin.LayoutAdmin",
        documents=Excused("The request says why, and the statements that it reads keep files."),
        dataset="layouts",
        tells=_told,
        seal=LAYOUT,
        dated=_UNDATED,
        late=_UNDATED,
        proof=Excused("No figure follows from it; its seal proves it, and that it was approved."),
    ),
)
