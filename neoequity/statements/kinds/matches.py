"""Matches and accepted differences as kinds of record, and the request for a difference."""

from typing import Any

from django.db.models import Case, CharField, F, Model, QuerySet, Value, When
from django.db.models.functions import Concat
from django.urls import reverse

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.history.figures import Plain
from neoequity.books.kinds import Excused, RecordKind
from neoequity.books.models import Approval, Closing
from neoequity.books.periods.late import joined_text, recorded_after
from neoequity.books.proof.check import Check
from neoequity.statements.actions.differences import (
    DIFFERENCE,
    accept_difference,
    ask_difference,
    ask_undo_difference,
    difference_asked,
)
from neoequity.statements.actions.matches import undo_match
from neoequity.statements.actions.matching import match_by_hand
from neoequity.statements.models import DIFFERENCES, AcceptedDifference, Match
from neoequity.statements.rights import ASK_FOR_DIFFERENCES, MATCH
from neoequity.statements.terms.line import SIDES
from neoequity.statements.triggers.accepted_difference import ACCEPTED_DIFFERENCE
from neoequity.statements.triggers.match import MATCH as MATCH_SEAL
from neoequity.statements.triggers.match_part import parts_digest
from neoequity.statements.triggers.quantities import WHOLES, not_part_of, taken

_PROVED_BY_BOTH = Excused("The statement and the notice or advice behind it are its documents.")

_AS_POSTED = Check(
    "matches",
    "by its parts",
    f"""
    SELECT 'Match ' || e.id, v.what, v.stands, v.follows, e.issuer_id, e.accepted_on
    FROM statements_match e
    LEFT JOIN statements_match o ON o.id = e.undoes_id
    LEFT JOIN (SELECT match_id, count(*) AS parts,
                      SUM(CASE WHEN line_id IS NULL THEN -amount ELSE amount END) AS amount,
                      SUM(CASE WHEN line_id IS NULL THEN -shares ELSE shares END) AS shares
               FROM statements_matchpart GROUP BY match_id) m ON m.match_id = e.id
    CROSS JOIN LATERAL (VALUES
        ('the SHA-256 of the parts', e.parts_digest = {parts_digest("e.id")}, e.parts_digest,
         {parts_digest("e.id")}),
        ('the parts', (e.undoes_id IS NULL) = (COALESCE(m.parts, 0) > 0),
         COALESCE(m.parts, 0)::text, 'some, but none of what undoes another'),
        ('theirs less ours', COALESCE(m.amount, 0) = 0 AND COALESCE(m.shares, 0) = 0,
         m.amount || ' and ' || m.shares || ' shares', 'nothing'),
        ('what it undoes', o.id IS NULL OR (o.undoes_id IS NULL AND o.issuer_id = e.issuer_id
             AND o.side = e.side AND o.accepted_on <= e.accepted_on),
         'match ' || o.id, 'an earlier match of its side')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
    UNION ALL
    SELECT 'Part ' || p.id || ' of match ' || p.match_id, 'its match', 'not there', 'there',
           COALESCE(o.issuer_id, a.issuer_id), NULL::date
    FROM statements_matchpart p
    LEFT JOIN statements_match m ON m.id = p.match_id
    LEFT JOIN statements_statementline l ON l.id = p.line_id
    LEFT JOIN statements_sender o ON o.id = l.sender_id
    LEFT JOIN placements_sale s ON s.id = p.entry_id
    LEFT JOIN placements_receipt r ON r.id = p.receipt_id
    LEFT JOIN placements_agreement a ON a.id = COALESCE(s.agreement_id, r.agreement_id)
    WHERE m.id IS NULL
    """,  # noqa: S608  # put together from constants
)
_NAMES = {"line_id": "Line of a statement ", "entry_id": "Entry ", "receipt_id": "Receipt "}
#: A bank's entries may be paid again after they were settled otherwise; receipts watch over that.
_ONCE = Check(
    "what is matched",
    "by what it has",
    "\nUNION ALL\n".join(
        f"""
        SELECT '{_NAMES[column]}' || w.id || ' (' || w.side || ')', 'what is matched',
               t.amount || ' and ' || t.shares || ' shares',
               'from nothing to ' || w.amount || ' and ' || w.shares || ' shares',
               w.issuer_id, NULL::date
        FROM {whole} w JOIN {taken(column, f"SELECT {column} FROM statements_matchpart")} t
            ON t.key = w.id AND t.side = w.side
        WHERE ({not_part_of("t", "w")}) AND NOT ({column == "entry_id"} AND w.side = 'bank')
        """  # noqa: S608  # put together from constants
        for column, whole in WHOLES.items()
    ),
)


def _in_words(choices: dict[str, str]) -> Case:
    whens = [When(side=key, then=Value(name.lower())) for key, name in choices.items()]
    return Case(*whens, output_field=CharField())


def _matches() -> QuerySet[Any]:
    side = _in_words(SIDES)
    return Match.objects.annotate(
        told=Case(
            When(
                undoes=None,
                then=Concat(
                    *(Value("match "), Plain("pk"), Value(" with the statements of the ")),
                    *(side, Value(" accepted: "), F("explanation")),
                    output_field=CharField(),
                ),
            ),
            default=Concat(
                *(Value("match "), Plain("undoes"), Value(" with the statements of the ")),
                *(side, Value(" undone")),
                output_field=CharField(),
            ),
            output_field=CharField(),
        ),
        act=Case(
            When(undoes=None, then=Value(match_by_hand.__name__)),
            default=Value(undo_match.__name__),
            output_field=CharField(),
        ),
        why=F("reason"),
    )


def _differences() -> QuerySet[Any]:
    kind = Case(
        *(When(kind=key, then=Value(name.lower())) for key, name in DIFFERENCES.items()),
        output_field=CharField(),
    )
    return AcceptedDifference.objects.annotate(
        told=Concat(
            Case(
                When(undoes=None, then=Value("accepted difference ")),
                default=Value("undoing of an accepted difference "),
                output_field=CharField(),
            ),
            *(Value("of $"), Plain("amount"), Value(" and "), Plain("shares")),
            *(Value(" shares with the "), _in_words(SIDES), Value(" recorded: "), kind),
            output_field=CharField(),
        ),
        act=Case(
            When(undoes=None, then=Value(ask_difference.__name__)),
            default=Value(ask_undo_difference.__name__),
            output_field=CharField(),
        ),
        why=F("reason"),
    )


def _late_matches(closing: Closing) -> QuerySet[Any, Any]:
    return recorded_after(
        closing,
        Match.objects.all(),
        issuer="issuer",
        dated="accepted_on",
        entry=joined_text(Value("Match "), F("id")),
        of="side",
    )


def _late_differences(closing: Closing) -> QuerySet[Any, Any]:
    return recorded_after(
        closing,
        AcceptedDifference.objects.all(),
        issuer="issuer",
        dated="accepted_on",
        entry=joined_text(Value("Accepted difference "), F("id")),
        of="side",
    )


def _subject(key: int) -> Model:
    """The difference, or before it is approved what the request asks for."""
    row = AcceptedDifference.objects.select_related("issuer").filter(pk=key).first()
    if row is not None:
        return row
    return difference_asked(Approval.objects.get(kind=DIFFERENCE, subject=key))


def _page(difference: AcceptedDifference) -> str:
    if difference.recorded_at:
        return difference.get_absolute_url()
    return f"{reverse('statements:matching')}?side={difference.side}"


REQUESTS = (
    RequestKind(
        DIFFERENCE,
        "Acceptance of a difference",
        effect=accept_difference,
        record=_subject,
        approving="Approving posts the difference: what it settles is open no more, or is open "
        "again if the request undoes one.",
        once_approved="The difference is posted.",
        page=_page,
    ),
)

MATCHES = (
    RecordKind(
        Match,
        rights=(MATCH,),
        pages="statements:matching",
        admin="neoequity.statements.admin.MatchAdmin",
        documents=_PROVED_BY_BOTH,
        dataset="matches",
        tells=_matches,
        seal=MATCH_SEAL,
        dated="accepted_on",
        late=_late_matches,
        proof=(_AS_POSTED, _ONCE),
    ),
    RecordKind(
        AcceptedDifference,
        rights=(ASK_FOR_DIFFERENCES,),
        pages="statements:matching",
        admin="neoequity.statements.admin.AcceptedDifferenceAdmin",
        documents=_PROVED_BY_BOTH,
        dataset="accepted_differences",
        tells=_differences,
        seal=ACCEPTED_DIFFERENCE,
        dated="accepted_on",
        late=_late_differences,
        proof=Excused("No figure follows from it; its seal proves it, and that it was approved."),
    ),
)
