"""The rules of statements: in the actions and in the database."""

from neoequity.books.rules import Section
from neoequity.statements.rules.matches import MATCH_RULES
from neoequity.statements.rules.sign_offs import SIGN_OFF_RULES
from neoequity.statements.rules.statements import STATEMENT_RULES

SECTIONS = (
    Section("Statements of others", STATEMENT_RULES),
    Section("Matches of statements with the books", MATCH_RULES),
    Section("Sign-offs of reconciliations", SIGN_OFF_RULES),
)

ONLY_ACTIONS = {
    "a statement of an account that its sender does not have": "Only the action asks which "
    "accounts are named, for a sender may have none.",
    "a line of a statement that contradicts a booked one": "Only the action compares their "
    "figures; the database keeps a reference from being booked again.",
    "a line of a statement that is dated in the future": "Only the action knows the day of the "
    "books.",
    "a sign-off of another reconciliation than the books give": "The database adds up what the "
    "sign-off states and refuses what is not explained; the action reads the rows under its lock.",
    "an owner who cannot read the books, or a due day that has passed": "Only the action knows who "
    "may read, and the day of the books.",
    "a receipt of lines that pay entries of several agreements": "A receipt has one agreement by "
    "its column; the action tells what to do instead.",
    "a layout that cannot be read by": "The database keeps its text as it was approved.",
}
