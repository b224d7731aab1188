"""The datasets of the register: its warrants, and its entries one by one."""

from placements.exports import Dataset
from warrants.exports.entries import ENTRIES, entry_rows
from warrants.exports.warrants import WARRANTS, warrant_rows

DATASETS = {
    "warrants": Dataset(tuple(WARRANTS), warrant_rows),
    "warrant_entries": Dataset(ENTRIES, entry_rows),
}
