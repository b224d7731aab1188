"""What the triggers of seals and documents refuse: attempts at rewriting what was kept."""

from placements.models import Attachment, ChainHead, Document, Seal
from tests.constraints.attempts import Attempt, again, attachment_of, change, emptying, removal
from tests.constraints.rows import insert, run, update

DOCUMENTS_STAY = "A document is kept as it came; it is never changed or deleted"
ATTACHMENTS_STAY = "An attachment is never changed or deleted; attach the right document as well"
HEADS_FOLLOW = "The head of a chain follows its seals and is not written by hand"
SEALS_STAY = "A seal is set by the database when an entry is posted, and never changed or deleted"

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
    # Documents
    "Document:documents_stay": (
        DOCUMENTS_STAY,
        [
            *(change("document", content_type="text/plain"), removal("document")),
            lambda house: run(
                "UPDATE placements_document SET content = 'x', size = 1, "
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
}
