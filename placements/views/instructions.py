"""Delivery instructions: the list, the form, one instruction with its moves, and its file."""

import csv
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neoequity.books.approvals.selectors import requests_about
from neoequity.books.chain.heads import heads_for_headers
from neoequity.books.days import read_day
from neoequity.books.exporting.plain_text import marked
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.actions import instruction_moves as verbs
from placements.actions.instruction import change_instruction, draft_instruction
from placements.forms.instructions import ConfirmForm, InstructionForm, NoteForm, VoidForm
from placements.models import Agreement, DeliveryInstruction
from placements.selectors.instructions import (
    instructions_as_of,
    last_recipient,
    next_due,
    to_instruct,
    used_recipients,
)
from placements.terms.instruction import InstructionStatus
from placements.terms.request import INSTRUCTION

_ADD, _MOVE = "placements.add_deliveryinstruction", "placements.change_deliveryinstruction"
_MOST_LISTED = 200
#: So many transfer agents, recipients and accounts of before are offered.
_MOST_OFFERED = 20
#: The columns of the transfer agent's file; the last line has the total.
COLUMNS = ("agreement", "sale", "shares", "recipient", "participant", "account")


@require_safe
def instructions(request: DatedRequest) -> HttpResponse:
    """`/instructions/`: those drafted by the day, the latest settlement day first."""
    context = {
        "instructions": instructions_as_of(request.as_of)[:_MOST_LISTED],
        "most": _MOST_LISTED,
        "may_draft": request.as_of == request.today and request.user.has_perm(_ADD),
    }
    return render(request, "placements/instructions.html", context)


@write_view(_ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def instruction_new(request: DatedRequest) -> HttpResponse:
    """`/instructions/new/?agreement=…&day=…`: the form, with the sales that fall due by the day."""
    agreements = list(Agreement.objects.all())
    named = [each for each in agreements if each.slug == request.GET.get("agreement")]
    agreement = next(iter(named or (agreements if len(agreements) == 1 else ())), None)
    if agreement is None:
        context = {"agreements": agreements}
        return render(request, "placements/instruction_for.html", context)
    return _form(request, agreement, None)


@write_view(_MOVE)
@require_http_methods(["GET", "HEAD", "POST"])
def instruction_edit(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """`/instructions/<slug>/<number>/edit/`: the form of a draft."""
    instruction = _instruction(slug, number)
    return _form(request, instruction.agreement, instruction)


def _form(
    request: DatedRequest, agreement: Agreement, instruction: DeliveryInstruction | None
) -> HttpResponse:
    sent = submitted_data(request)
    form = InstructionForm(sent, initial=_initial(request, agreement, instruction))
    written = acted(form, lambda _: _write(request, agreement, instruction, form))
    if written is not None:
        messages.success(request, f"{written} of the {written.agreement} is drafted.")
        return redirect(written)
    day = read_day(str(form["settlement_day"].value())) or request.today
    offered = to_instruct(agreement, day, instruction)
    chosen = form["sale"].value()
    keys = {str(key) for key in chosen} if chosen else set()
    if sent is None and instruction is None:
        keys = {str(each.sale.pk) for each in offered}
    context = {
        "form": form,
        "agreement": agreement,
        "instruction": instruction,
        "offered": [(each, str(each.sale.pk) in keys) for each in offered],
        "day": day,
        "used": form.offer(used_recipients(agreement, _MOST_OFFERED)),
    }
    status = 422 if form.errors else 200
    return render(request, "placements/instruction_form.html", context, status=status)


def _initial(
    request: DatedRequest, agreement: Agreement, instruction: DeliveryInstruction | None
) -> dict[str, Any]:
    if instruction is not None:
        return {
            **instruction.to._asdict(),
            "settlement_day": instruction.settlement_day.isoformat(),
            "remark": instruction.remark,
            "sale": list(instruction.lines.values_list("sale", flat=True)),
        }
    to = last_recipient(agreement)
    day = read_day(request.GET.get("day", "")) or next_due(agreement, request.today)
    return {"settlement_day": day.isoformat(), **(to._asdict() if to else {})}


def _write(
    request: DatedRequest,
    agreement: Agreement,
    instruction: DeliveryInstruction | None,
    form: InstructionForm,
) -> DeliveryInstruction:
    by_whom: dict[str, Any] = {"by": request.user, "today": request.today}
    if instruction is None:
        return draft_instruction(agreement, form.content(), **by_whom)
    return change_instruction(instruction, form.content(), **by_whom)


@require_safe
def instruction(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """`/instructions/<slug>/<number>/`: what it instructs, its moves and its files."""
    return _page(request, _instruction(slug, number), {})


def _page(
    request: DatedRequest,
    instruction: DeliveryInstruction,
    forms: Mapping[str, PageForm],
    status: int = 200,
) -> HttpResponse:
    asked = requests_about(INSTRUCTION, instruction.pk)
    lines = list(instruction.lines.select_related("sale__agreement", "sale__delivery"))
    may_move = request.as_of == request.today and request.user.has_perm(_MOVE)
    context = {
        "instruction": instruction,
        "lines": lines,
        "total": sum(line.shares for line in lines),
        "digest": instruction.digest(),
        "asked": asked,
        "moves": _offered(instruction, forms) if may_move and not asked.waiting else {},
        "is_approved": instruction.status in _PAST_APPROVAL,
    }
    return render(request, "placements/instruction.html", context, status=status)


_PAST_APPROVAL = (
    InstructionStatus.APPROVED,
    InstructionStatus.SENT,
    InstructionStatus.CONFIRMED,
)
#: The form of each move.
_FORMS: Mapping[str, type[PageForm]] = {
    "ask": NoteForm,
    "redraft": NoteForm,
    "send": NoteForm,
    "confirm": ConfirmForm,
    "void": VoidForm,
}
#: What is offered for an instruction in each status.
_OFFERED: Mapping[str, tuple[str, ...]] = {
    "draft": ("ask", "void"),
    "requested": ("redraft", "void"),
    "approved": ("send", "redraft", "void"),
    "sent": ("confirm", "void"),
}


def _offered(
    instruction: DeliveryInstruction, forms: Mapping[str, PageForm]
) -> dict[str, PageForm]:
    """The moves that are possible now, each with its form."""
    return {
        verb: forms.get(verb) or _FORMS[verb](auto_id=f"{verb}_%s")
        for verb in _OFFERED.get(instruction.status, ())
    }


@require_POST
@write_view(_MOVE)
def instruction_move(request: DatedRequest, slug: str, number: int, verb: str) -> HttpResponse:
    """`/instructions/<slug>/<number>/<verb>/`: ask, redraft, send, confirm or void it."""
    if verb not in _FORMS:
        raise Http404(f"There is no move “{verb}”.")
    moved = _instruction(slug, number)
    form = _FORMS[verb](request.POST, request.FILES or None, auto_id=f"{verb}_%s")
    done = acted(form, lambda _: _act(verb, moved, form, request))
    if done is None:
        return _page(request, moved, {verb: form}, status=422)
    messages.success(request, _SAID[verb].format(moved))
    return redirect(moved)


_SAID = {
    "ask": "{} is awaiting a CFO's decision.",
    "redraft": "{} is a draft again.",
    "send": "{} is recorded as sent.",
    "confirm": "{} is confirmed.",
    "void": "{} is void.",
}


def _act(
    verb: str, instruction: DeliveryInstruction, form: PageForm, request: DatedRequest
) -> object:
    by_whom: dict[str, Any] = {"by": request.user, "today": request.today}
    if isinstance(form, ConfirmForm):
        return verbs.confirm_instruction(
            instruction,
            reference=form.cleaned_data["reference"],
            delivered_on=form.cleaned_data["delivered_on"],
            file=form.file(),
            **by_whom,
        )
    note = form.cleaned_data["note"]
    if verb == "ask":
        return verbs.ask_instruction(instruction, why=note, **by_whom)
    moves: Mapping[str, Callable[..., DeliveryInstruction]] = {
        "redraft": verbs.redraft_instruction,
        "send": verbs.send_instruction,
        "void": verbs.void_instruction,
    }
    return moves[verb](instruction, note=note, **by_whom)


@require_safe
def instruction_file(
    request: DatedRequest,  # noqa: ARG001  # a view
    slug: str,
    number: int,
) -> HttpResponse:
    """`/instructions/<slug>/<number>.csv`: the transfer agent's file, once it is approved."""
    instruction = _instruction(slug, number)
    if instruction.status not in _PAST_APPROVAL:
        raise Http404(f"{instruction} is not approved: there is no file to send.")
    lines = list(instruction.lines.select_related("sale").order_by("sale__number"))
    to = [marked(text) for text in (instruction.recipient, instruction.participant)]
    to.append(marked(instruction.account))
    out = StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerows([slug, line.sale.number, line.shares, *to] for line in lines)
    rows.writerow([slug, "total", sum(line.shares for line in lines), *to])
    name = f"instruction-{slug}-{number}.csv"
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', **heads_for_headers()},
    )


def _instruction(slug: str, number: int) -> DeliveryInstruction:
    rows = DeliveryInstruction.objects.select_related("agreement", "approval", "status_by")
    return get_object_or_404(rows, agreement__slug=slug, number=number)
