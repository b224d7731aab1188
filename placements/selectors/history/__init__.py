"""The history of all rows: who changed what, from what to what, when, by which path, and why.

Tracked rows are found by their events, in whatever app; posted rows are told by `Posted`.
"""

from neoequity.books.history.keys import key_of, points, related_key
from neoequity.books.history.query import PATHS, Place, Record, Sought
from neoequity.books.history.sources import (
    Posted,
    Source,
    field_names,
    kind_names,
    kind_of,
    kinds_with,
    named_kinds,
    sources_with,
)
from neoequity.books.history.words import DONE, Change
from placements.selectors.history.posted import POSTED
from placements.selectors.history.reading import (
    MOST,
    Line,
    Lines,
    history_lines,
    lines_about,
    record_in_words,
)
from placements.selectors.history.statement import Writing, merged, text_of

__all__ = [
    "DONE",
    "MOST",
    "PATHS",
    "POSTED",
    "Change",
    "Line",
    "Lines",
    "Place",
    "Posted",
    "Record",
    "Sought",
    "Source",
    "Writing",
    "field_names",
    "history_lines",
    "key_of",
    "kind_names",
    "kind_of",
    "kinds_with",
    "lines_about",
    "merged",
    "named_kinds",
    "points",
    "record_in_words",
    "related_key",
    "sources_with",
    "text_of",
]
