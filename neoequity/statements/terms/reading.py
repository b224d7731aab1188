"""A file as a statement: all of it, or the reason against each line that is none."""

from hashlib import sha256

from neoequity.books.refusal import refuse_if_any
from neoequity.statements.terms import camt053, mt940_file, ofx, table
from neoequity.statements.terms.faults import Faults
from neoequity.statements.terms.layout import Layout, reasons_against
from neoequity.statements.terms.line import Statement

MOST_BYTES = 64 * 1024 * 1024
_READ = {
    "ofx": ofx.read_ofx,
    "mt940": mt940_file.read_mt940,
    "camt053": camt053.read_camt053,
}


def read(content: bytes, layout: Layout) -> Statement:
    """The statement in a file's bytes. Raises Refused with a reason for each bad line."""
    refuse_if_any(reasons_against(layout))
    faults = Faults()
    if not content or content.isspace():
        raise faults.stop(1, "the file is empty.")
    if len(content) > MOST_BYTES:
        raise faults.stop(1, f"the file is larger than {MOST_BYTES // 1024**2} MB.")
    draft = _READ.get(layout.format, table.read_table)(content, layout, faults)
    return draft.finish(sha256(content).hexdigest())
