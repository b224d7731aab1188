"""What the triggers of seals and documents refuse: attempts at rewriting what was kept."""

from neoequity.books.models import (
    ChainHead,
    ChangeLog,
    DecisionSeen,
    Document,
    LedgerProof,
    LoggedChange,
    RecordAttachment,
    Seal,
)
from placements.models import Attachment, LoadedEvent
from tests.constraints.attempts import (
    Attempt,
    again,
    attachment_of,
    change,
    decision,
    emptying,
    in_turn,
    on_record,
    removal,
)
from tests.constraints.conftest import House
from tests.constraints.rows import columns_of, insert, run, update

DOCUMENTS_STAY = "A document is kept as it came; it is never changed or deleted"
ATTACHMENTS_STAY = "An attachment is never changed or deleted; attach the right document as well"
HEADS_FOLLOW = "The head of a chain follows its seals and is not written by hand"
SEALS_STAY = "A seal is set by the database when an entry is posted, and never changed or deleted"
EVENTS_STAY = "An event of a programme file that was loaded is never changed or deleted"
EVENTS_RUN_ON = "The events of an issuer are loaded in their order, without a gap"
LOG_FOLLOWS = "The change log is written by the database when a change is committed"
CHANGES_STAY = "A change is logged by the database, and the log is never changed or deleted"
SEEN_NOW = "A decision is seen after it was made, and the database writes when"
SEEN_STAYS = "That a decision was seen is noted once, and never changed or deleted"
_SEEN = (
    "INSERT INTO books_decisionseen (request_id, seen_at) "
    "SELECT id, STATEMENT_TIMESTAMP() FROM books_approval"
)
_SEEN_EARLIER = _SEEN.replace("STATEMENT_TIMESTAMP()", "decided_at - interval '1 day'")
RECORDED = "The moment of recording is written by the database"
PROOFS_STAY = "A proof of the books is recorded once, and never changed or deleted"
PROOFS_NAME = (
    "A proof names seals that stand in the chains|A proof names a change that stands in the change "
    f"log|A continued proof continues an earlier full one|{RECORDED}"
)


def raw(sql: str) -> Attempt:
    """This statement."""
    return lambda _house: run(sql)


def seen_then(sql: str) -> Attempt:
    """The statement, after every approved request was seen by who made it."""

    def attempt(_house: House) -> None:
        run(f"{_SEEN} WHERE decision = 'approved'")
        run(sql)

    return attempt


def withdrawn_and_seen(house: House) -> None:
    """The requester takes back a request, which is no news to anybody."""
    decision("withdrawn", by="person")(house)
    run(f"{_SEEN} WHERE decision = 'withdrawn'")


def proof(**changes: object) -> Attempt:
    """INSERT another proof like the one on record, but for these columns."""

    def insert_proof(house: House) -> None:
        row = {**columns_of(house.proof), "heads": "[]"}  # as raw SQL writes it
        del row["recorded_at"]
        insert(LedgerProof, {**row, **changes})

    return insert_proof


def continued_twice(house: House) -> None:
    """A proof that continues one which is not full."""
    proof(continues_id=house.proof.pk)(house)
    proof(continues_id=LedgerProof.objects.latest("pk").pk)(house)


def loaded(**changes: object) -> Attempt:
    """INSERT the next event of a file, true in all but these columns."""

    def insert_loaded(house: House) -> None:
        row = columns_of(house.loaded, position=2)
        del row["recorded_at"]
        insert(LoadedEvent, {**row, **changes})

    return insert_loaded


SEALED: dict[str, tuple[str, list[Attempt]]] = {
    # The chain
    "ChainHead:heads_follow_the_seals": (
        HEADS_FOLLOW,
        [
            *(change("head", length=2), change("head", digest="0" * 64), removal("head")),
            *(change("head", origin="another"), again("head")),
        ],
    ),
    "ChainHead:heads_are_not_truncated": (HEADS_FOLLOW, [emptying(ChainHead)]),
    "Seal:seals_are_set_by_posting": (SEALS_STAY, [again("seal", position=9, entry=10**6)]),
    "Seal:seals_stay": (
        SEALS_STAY,
        [*(change("seal", digest="0" * 64), change("seal", position=9)), removal("seal")],
    ),
    "Seal:seals_are_not_truncated": (SEALS_STAY, [emptying(Seal)]),
    # The change log
    "ChangeLog:the_log_follows_its_changes": (
        LOG_FOLLOWS,
        [
            raw("UPDATE books_changelog SET length = 2"),
            raw("UPDATE books_changelog SET digest = repeat('0', 64)"),
            raw("DELETE FROM books_changelog"),
            raw("INSERT INTO books_changelog SELECT * FROM books_changelog"),
        ],
    ),
    "ChangeLog:the_log_is_not_truncated": (LOG_FOLLOWS, [emptying(ChangeLog)]),
    "LoggedChange:changes_are_logged_at_commit": (
        CHANGES_STAY,
        [
            raw(
                "INSERT INTO books_loggedchange SELECT position + 10^6, kind, 10^9, fields, "
                "digest, context_id FROM books_loggedchange LIMIT 1"
            )
        ],
    ),
    "LoggedChange:logged_changes_stay": (
        CHANGES_STAY,
        [
            raw("UPDATE books_loggedchange SET digest = repeat('0', 64)"),
            raw("UPDATE books_loggedchange SET fields = '[]'"),
            raw("DELETE FROM books_loggedchange"),
        ],
    ),
    "LoggedChange:logged_changes_are_not_truncated": (CHANGES_STAY, [emptying(LoggedChange)]),
    # Proofs on record
    "LedgerProof:proofs_name_what_stands": (
        PROOFS_NAME,
        [
            proof(heads='[{"issuer": 1, "position": 1000000, "digest": "0"}]'),
            proof(log_position=10**9),
            proof(recorded_at="2001-11-13 12:00:00-05"),
            continued_twice,
        ],
    ),
    "LedgerProof:proofs_stay": (
        PROOFS_STAY,
        [change("proof", sentence="x"), change("proof", log_position=1), removal("proof")],
    ),
    "LedgerProof:proofs_are_not_truncated": (PROOFS_STAY, [emptying(LedgerProof)]),
    # Events of programme files
    "LoadedEvent:loaded_events_run_on": (
        f"{EVENTS_RUN_ON}|{RECORDED}",
        [loaded(position=3), loaded(position=0), loaded(recorded_at="2001-11-13 12:00:00-05")],
    ),
    "LoadedEvent:loaded_events_stay": (
        EVENTS_STAY,
        [change("loaded", sha256="1" * 64), change("loaded", kind="move"), removal("loaded")],
    ),
    "LoadedEvent:loaded_events_are_not_truncated": (EVENTS_STAY, [emptying(LoadedEvent)]),
    # What requesters have seen
    "DecisionSeen:decisions_are_seen_now": (
        SEEN_NOW,
        [
            *(raw(f"{_SEEN} WHERE decision = ''"), withdrawn_and_seen),
            raw(f"{_SEEN_EARLIER} WHERE decision = 'approved'"),
        ],
    ),
    "DecisionSeen:what_was_seen_stays": (
        SEEN_STAYS,
        [
            seen_then("UPDATE books_decisionseen SET seen_at = seen_at - interval '1 day'"),
            seen_then("DELETE FROM books_decisionseen"),
        ],
    ),
    "DecisionSeen:what_was_seen_is_not_truncated": (SEEN_STAYS, [emptying(DecisionSeen)]),
    # Documents
    "Document:documents_stay": (
        DOCUMENTS_STAY,
        [
            *(change("document", content_type="text/plain"), removal("document")),
            lambda house: run(
                "UPDATE books_document SET content = 'x', size = 1, "
                "sha256 = encode(sha256('x'), 'hex')"
            ),
        ],
    ),
    "Document:documents_are_not_truncated": (DOCUMENTS_STAY, [emptying(Document)]),
    "Attachment:attachments_are_posted": (
        "An acceptance is attached to a placement that the agent has accepted",
        [
            lambda house: insert(
                Attachment,
                attachment_of(
                    house, kind="acceptance", sale_id=None, placement_id=house.proposed.pk
                ),
            )
        ],
    ),
    "Attachment:attachments_stay": (
        ATTACHMENTS_STAY,
        [
            *(change("notice", remark="corrected"), change("notice", name="other.pdf")),
            *(change("notice", kind="other"), removal("notice")),
            lambda house: update(house.notice, sale_id=house.waiting.pk),
            lambda house: run("DELETE FROM placements_attachment"),
        ],
    ),
    "Attachment:attachments_are_not_truncated": (ATTACHMENTS_STAY, [emptying(Attachment)]),
    "RecordAttachment:attachments_are_posted": (
        "A document is attached to a record that is posted and sealed",
        [on_record(sealed_as="claim"), on_record(entry=10**9), on_record(sealed_as="placement")],
    ),
    "RecordAttachment:attachments_stay": (
        ATTACHMENTS_STAY,
        [
            in_turn(on_record(), raw("UPDATE books_recordattachment SET name = 'b.pdf'")),
            in_turn(on_record(), raw("DELETE FROM books_recordattachment")),
        ],
    ),
    "RecordAttachment:attachments_are_not_truncated": (
        ATTACHMENTS_STAY,
        [emptying(RecordAttachment)],
    ),
}
