"""What the migrations make is written down, for `verify_ledger` to compare a database with."""

from neoequity.books.proof.schema import differences_in_schema, standing_schema, written_schema


def test_the_migrations_name_every_object_of_a_new_database_and_no_other(db: None) -> None:
    """After a change of the migrations, `make schema` writes them anew."""
    assert [*differences_in_schema()] == []
    assert standing_schema().keys() == written_schema().keys()
