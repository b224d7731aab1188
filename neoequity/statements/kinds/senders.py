"""Senders and their accounts as kinds of record, whose pages the kernel makes."""

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat

from neoequity.books.kinds import AdminList, Documents, Excused, Pages, RecordKind
from neoequity.statements.actions.senders import name_account, record_sender
from neoequity.statements.models import Sender, SenderAccount
from neoequity.statements.rights import KEEP_SENDERS
from neoequity.statements.triggers.sender import SENDER
from neoequity.statements.triggers.sender_account import SENDER_ACCOUNT

_UNDATED = Excused("It says who writes and in which account, and has no day.")
_STATED = Excused("No figure follows from it; its seal proves it.")
_PAPERS = Documents({"agreement": "Account agreement", "other": "Other"})


def _senders() -> QuerySet[Any]:
    return Sender.objects.annotate(
        told=Concat(Value("sender of statements recorded: "), F("name"), output_field=CharField()),
        act=Value(record_sender.__name__),
        why=Value(""),
    )


def _accounts() -> QuerySet[Any]:
    return SenderAccount.objects.annotate(
        told=Concat(
            *(Value("account at "), F("sender__name"), Value(" recorded: "), F("name")),
            *(Value(" ("), F("number"), Value(")")),
            output_field=CharField(),
        ),
        act=Value(name_account.__name__),
        why=Value(""),
    )


SENDERS = (
    RecordKind(
        Sender,
        rights=(KEEP_SENDERS,),
        pages=Pages(
            fields=("issuer", "side", "name", "slug"),
            act=record_sender,
            shown=("side", "name", "slug"),
        ),
        admin=AdminList(
            ("side", "name", "slug"), "Agents, transfer agents and banks that send statements."
        ),
        documents=_PAPERS,
        dataset="senders",
        tells=_senders,
        seal=SENDER,
        dated=_UNDATED,
        late=_UNDATED,
        proof=_STATED,
    ),
    RecordKind(
        SenderAccount,
        rights=(KEEP_SENDERS,),
        pages=Pages(
            fields=("sender", "number", "name"),
            act=name_account,
            shown=("sender", "name", "number"),
        ),
        admin=AdminList(
            ("sender", "name", "number"), "The accounts that senders keep for the office."
        ),
        documents=_PAPERS,
        dataset="sender_accounts",
        tells=_accounts,
        seal=SENDER_ACCOUNT,
        dated=_UNDATED,
        late=_UNDATED,
        proof=_STATED,
    ),
)
