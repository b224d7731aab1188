"""The head of a report in words: the same lines on page, PDF and workbook."""

from neoequity.books.approvals.rules import spoken
from neoequity.books.days import written
from neoequity.books.templatetags.books import moment
from neoequity.reports.scope import Head


def facts_of(head: Head) -> list[tuple[str, str]]:
    """Each fact with its name, in order."""
    chain = "no entry is sealed yet"
    if head.chain_length:
        chain = f"{head.chain_length:,} entries, {head.chain_digest}"
    return [
        ("Entity", head.entity),
        ("Agreement", head.agreement or "all agreements"),
        ("Period", f"{written(head.since)} to {written(head.until)}"),
        ("As of", written(head.as_of)),
        ("Known at", "now" if head.known_at is None else f"{moment(head.known_at)}, New York"),
        ("Figures", _standing(head)),
        ("Made by", spoken(head.maker)),
        ("Made at", f"{moment(head.made_at)}, New York"),
        ("Chain head", chain),
    ]


def _standing(head: Head) -> str:
    if head.closing is None:
        return "not closed: what is recorded later may change them"
    by = spoken(head.closing.recorded_by.get_username())
    return f"as closed by {by} (closing {head.closing.number})"
