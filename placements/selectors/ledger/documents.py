"""Checks that the bytes of each document are those that were attached."""

from django.apps import apps
from django.db.models import Model
from psycopg2.sql import NULL, SQL, Composable, Identifier

from neoequity.books.documents.models import Attached
from neoequity.books.history.keys import owner_of
from neoequity.books.history.statement import text_of
from neoequity.books.models import Issuer
from neoequity.books.proof.check import Check

# A document on records of several issuers is reported for each of them.
_DOCUMENTS = """
    SELECT 'Document ' || d.id || COALESCE(' (“' || a.name || '”)', ''), v.what, v.stands,
           v.follows, o.issuer, NULL::date
    FROM books_document d
    LEFT JOIN LATERAL (
        SELECT name FROM placements_attachment WHERE document_id = d.id ORDER BY id LIMIT 1
    ) a ON true
    CROSS JOIN LATERAL (VALUES
        ('the SHA-256', d.sha256, encode(sha256(d.content), 'hex')),
        ('the number of bytes', d.size::text, length(d.content)::text)
    ) AS v(what, stands, follows)
    LEFT JOIN LATERAL ({owners}) o ON true
    WHERE v.stands <> v.follows
"""
_OWNERS = SQL("SELECT {owner} AS issuer FROM {table} t WHERE t.document_id = d.id")


def documents_check() -> Check:
    """The check of all documents; the models that attach them are found in the app registry."""
    attaching = [model for model in apps.get_models() if issubclass(model, Attached)]
    owners = SQL(" UNION ").join(map(_owners, attaching))
    return Check("documents", "the bytes kept give", _DOCUMENTS.format(owners=text_of(owners)))


def _owners(model: type[Model]) -> Composable:
    owner = owner_of(model, "t", Issuer) or NULL
    return _OWNERS.format(owner=owner, table=Identifier(model._meta.db_table))
