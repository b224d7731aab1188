"""The triggers of issuers: a chain begins and ends with its issuer."""

import pgtrigger

from neoequity.books.triggers import after_insert, rule
from neoequity.books.triggers.tracking import history_guard

#: The origin of an issuer's chain, as SQL.
ORIGIN = "'NeoEquity chain of ' || slug"

BEGIN_CHAINS = f"""
    INSERT INTO books_chainhead (issuer_id, origin, length, digest)
    SELECT id, {ORIGIN}, 0, encode(sha256(convert_to({ORIGIN}, 'UTF8')), 'hex') FROM posted;
"""

# A chain with an entry stays and, by its foreign key, protects the issuer.
END_EMPTY_CHAIN = """
    DELETE FROM books_chainhead WHERE issuer_id = OLD.id AND length = 0;
    RETURN OLD;
"""

ISSUER_TRIGGERS = [
    history_guard(),
    rule(
        "an_empty_chain_ends_with_its_issuer",
        pgtrigger.Delete,
        END_EMPTY_CHAIN,
        when=pgtrigger.Before,
    ),
    after_insert("an_issuer_begins_a_chain", BEGIN_CHAINS),
]
