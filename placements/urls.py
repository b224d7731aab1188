"""URLs of the placements app."""

from django.urls import path

from placements.views import (
    agent_notices,
    attachments,
    failures,
    importing,
    instructions,
    placements,
    receipts,
    receiving,
    reversing,
    sales,
    settlements,
)
from placements.views.agreement import agreement
from placements.views.amendment import amend
from placements.views.ending import reinstate, terminate

app_name = "placements"
urlpatterns = [
    path("agreements/<slug:slug>/", agreement, name="agreement"),
    path(
        "agreements/<slug:slug>/attach/", attachments.attach_to_agreement, name="agreement_attach"
    ),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path("agreements/<slug:slug>/amend/", amend, name="amend"),
    path("agreements/<slug:slug>/terminate/", terminate, name="terminate"),
    path("agreements/<slug:slug>/reinstate/", reinstate, name="reinstate"),
    path("agent-notices/new/", agent_notices.notice_new, name="notice_new"),
    path("instructions/", instructions.instructions, name="instructions"),
    path("instructions/new/", instructions.instruction_new, name="instruction_new"),
    path("instructions/<slug:slug>/<int:number>/", instructions.instruction, name="instruction"),
    path(
        "instructions/<slug:slug>/<int:number>.csv",
        instructions.instruction_file,
        name="instruction_file",
    ),
    path(
        "instructions/<slug:slug>/<int:number>/edit/",
        instructions.instruction_edit,
        name="instruction_edit",
    ),
    path(
        "instructions/<slug:slug>/<int:number>/<slug:verb>/",
        instructions.instruction_move,
        name="instruction_move",
    ),
    path("placements/", placements.placements, name="placements"),
    path("placements/new/", placements.placement_new, name="placement_new"),
    path("placements/<slug:slug>/<int:number>/", placements.placement, name="placement"),
    path(
        "placements/<slug:slug>/<int:number>/edit/",
        placements.placement_edit,
        name="placement_edit",
    ),
    path(
        "placements/<slug:slug>/<int:number>/ask/",
        placements.placement_ask,
        name="placement_ask",
    ),
    path(
        "placements/<slug:slug>/<int:number>/attach/",
        attachments.attach_to_placement,
        name="placement_attach",
    ),
    path(
        "placements/<slug:slug>/<int:number>/<slug:verb>/",
        placements.placement_move,
        name="placement_move",
    ),
    path("sales/", sales.sales, name="sales"),
    path("sales/new/", sales.sale_new, name="sale_new"),
    path("sales/import/", importing.sale_import, name="sale_import"),
    path("sales/preview/", sales.sale_preview, name="sale_preview"),
    path("sales/<slug:slug>/<int:number>/", sales.sale, name="sale"),
    path("sales/<slug:slug>/<int:number>/reverse/", reversing.sale_reverse, name="sale_reverse"),
    path("sales/<slug:slug>/<int:number>/attach/", attachments.attach_to_sale, name="sale_attach"),
    path("settlements/", settlements.settlements, name="settlements"),
    path("settlements/failed/", failures.failure_new, name="failure_new"),
    path("settlements/deliver/", settlements.deliver, name="deliver"),
    path("settlements/receipts/", receipts.receipts, name="receipts"),
    path("settlements/receipts/new/", receiving.receipt_new, name="receipt_new"),
    path("settlements/receipts/<slug:slug>/<int:number>/", receipts.receipt, name="receipt"),
    path(
        "settlements/receipts/<slug:slug>/<int:number>/allocate/",
        receiving.receipt_allocate,
        name="receipt_allocate",
    ),
    path(
        "settlements/receipts/<slug:slug>/<int:number>/undo/",
        receipts.receipt_undo,
        name="receipt_undo",
    ),
    path(
        "settlements/receipts/<slug:slug>/<int:number>/attach/",
        receipts.receipt_attach,
        name="receipt_attach",
    ),
]
