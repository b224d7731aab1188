"""What an attacker tried on the books, each named by `verify_ledger` in a sentence of its own."""

import pytest

from neoequity.ledger import prove_books
from tests.constraints.conftest import House, house
from tests.ledger.tampering import settle_constraints, tamper_with_books
from tests.warrants.constraints.conftest import Register, register

__all__ = ["house", "register"]


FORGED_VERSION = """
    INSERT INTO placements_termversion
    SELECT (jsonb_populate_record(v, '{"id": 99, "number": 2, "kind": "amendment",
        "approval_id": 1, "recorded_by_id": 1, "document": "A letter", "reason": "Agreed",
        "capacity": 1000000}')).*
    FROM placements_termversion v WHERE number = 1 LIMIT 1
"""
QUIET = """
    CREATE OR REPLACE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RETURN NULL; END'
"""
NO_CONTEXT = """
    CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid LANGUAGE sql AS
    'SELECT NULL::uuid'
"""


def named(*statements: str) -> str:
    """What the proof says after these statements, with the triggers off."""
    settle_constraints()
    tamper_with_books(*statements)
    return "\n".join(prove_books().differences)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "DELETE FROM placements_placement WHERE status = 'draft'",
            "is missing: its history says otherwise.",
        ),
        (
            "DELETE FROM books_approval WHERE decision = 'approved'",
            "Request with the key",
        ),
        (
            "DELETE FROM placements_attachment",
            "is missing.",
        ),
        (
            "DELETE FROM people_user WHERE username = 'cfo'",
            "is missing: its history says otherwise.",
        ),
    ],
    ids=["a placement", "an approval", "an attachment", "an account"],
)
def test_a_deleted_row_is_missed(house: House, statement: str, sentence: str) -> None:
    assert sentence in named(statement)


def test_a_forged_version_of_the_terms_has_no_seal(house: House) -> None:
    said = named(FORGED_VERSION)
    assert "Version 2 of the terms of the Sales Agreement has no seal in any chain." in said


def test_a_rewritten_warrant_does_not_fit_the_log(register: Register) -> None:
    said = named("UPDATE warrants_warrant SET expires_on = expires_on + 365")
    assert "The warrant of position" in said
    assert "was changed after it was sealed" in said


def test_other_bytes_under_a_matching_hash_do_not_fit_the_log(house: House) -> None:
    said = named(
        "UPDATE books_document SET content = 'x', size = 1, sha256 = encode(sha256('x'), 'hex')"
    )
    assert "The document of position" in said
    assert "was changed after it was sealed" in said


def test_another_name_of_an_attachment_does_not_fit_the_log(house: House) -> None:
    assert "was changed after it was sealed" in named(
        "UPDATE placements_attachment SET name = 'b.pdf'"
    )


def test_an_earlier_event_that_was_edited_does_not_fit_the_log(house: House) -> None:
    said = named(
        "UPDATE placements_placementevent SET shares_offered = 1 WHERE pgh_label = 'insert'"
    )
    assert "The placement of position" in said
    assert "was changed after it was sealed" in said


def test_an_event_that_was_removed_is_missed(house: House) -> None:
    assert "is missing." in named(
        "DELETE FROM placements_placementevent WHERE pgh_label = 'insert'"
    )


def test_a_row_rewritten_together_with_its_event_is_found_by_the_log(house: House) -> None:
    said = named(
        "UPDATE placements_placement SET remark = 'forged' WHERE status = 'draft'",
        "UPDATE placements_placementevent SET remark = 'forged' WHERE status = 'draft'",
    )
    assert "was changed after it was sealed" in said


@pytest.mark.parametrize("text", ["", "[", "{}", "[1, 2]", "null", "[[], []]", '[{"id": 1}, 7]'])
def test_a_text_of_the_log_that_says_nothing_is_told_in_a_sentence(house: House, text: str) -> None:
    said = named(f"UPDATE books_loggedchange SET fields = '{text}' WHERE position = 2")  # noqa: S608  # our own text
    assert "Position 2 of the change log was changed after it was sealed." in said
    assert "Position 2 of the change log cannot be read." in said


def test_who_made_a_change_cannot_be_another_afterwards(house: House) -> None:
    said = named("UPDATE pghistory_context SET metadata = metadata || '{\"user\": 999}'")
    assert "or by which path, was changed." in said


def test_a_right_given_to_a_group_is_named(house: House) -> None:
    said = named(
        "INSERT INTO auth_group_permissions (group_id, permission_id) SELECT g.id, p.id "
        "FROM auth_group g, auth_permission p WHERE g.name = 'Auditor' AND p.codename = 'add_sale'"
    )
    assert "The group Auditor has the right placements.add_sale past the permission table." in said


def test_a_right_taken_from_a_group_is_named(house: House) -> None:
    said = named("DELETE FROM auth_group_permissions")
    assert "The group CFO lacks the right books.approve of the permission table." in said


def test_a_right_given_to_one_person_is_named(house: House) -> None:
    said = named(
        "INSERT INTO people_user_user_permissions (user_id, permission_id) SELECT u.id, p.id "
        "FROM people_user u, auth_permission p "
        "WHERE u.username = 'treasurer' AND p.codename = 'approve'"
    )
    assert "treasurer has the right books.approve alone; rights come with a group." in said


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (
            [
                QUIET,
                "CREATE TRIGGER quiet BEFORE INSERT ON placements_sale EXECUTE FUNCTION quiet()",
            ],
            "The trigger placements_sale.quiet is not one that the migrations make.",
        ),
        (
            ["CREATE RULE swallow AS ON INSERT TO books_loggedchange DO INSTEAD NOTHING"],
            "The rule books_loggedchange.swallow is not one that the migrations make.",
        ),
        (
            [NO_CONTEXT],
            "The function _pgh_attach_context() is not as the migrations make it.",
        ),
        (
            ["ALTER TABLE placements_sale ALTER COLUMN remark TYPE varchar(9000)"],
            "The column placements_sale.remark is not as the migrations make it.",
        ),
        (
            [
                "ALTER TABLE placements_sale ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY few ON placements_sale USING (false)",
            ],
            "The policy placements_sale.few is not one that the migrations make.",
        ),
        (
            ["CREATE VIEW sales_for_show AS SELECT * FROM placements_sale"],
            "The view sales_for_show is not one that the migrations make.",
        ),
        (
            ["DROP INDEX attachment_by_recording"],
            "The index placements_attachment.attachment_by_recording is missing.",
        ),
    ],
    ids=["a trigger", "a rule", "a function", "a column", "a policy", "a view", "an index"],
)
def test_a_schema_that_the_migrations_do_not_make_is_named(
    house: House, statements: list[str], sentence: str
) -> None:
    assert sentence in named(*statements)
