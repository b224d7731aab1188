"""The cells of a table: drawn once for each column, as the library of tables draws them."""

from itertools import count

import django_tables2
import pytest
from django.template import engines
from django.test import Client

from neoequity.books.pages.columns import CellColumn
from placements.models import Sale

PAGES = ("/sales/", "/sales/?as_of=2001-11-09", "/placements/", "/warrants/")
DRAWN = "{% load django_tables2 %}{% render_table table template %}"


@pytest.mark.parametrize("page", PAGES)
def test_a_table_is_drawn_to_the_byte_as_the_library_draws_it(
    writer: Client, ledger: dict[str, Sale], monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    context = writer.get(page).context

    def drawn(template: str) -> str:
        context["table"]._counter = count()  # odd and even rows begin again
        shown = {"table": context["table"], "template": template}
        return str(engines["django"].from_string(DRAWN).render(shown, context["request"]))

    ours = drawn("parts/table.html")
    monkeypatch.setattr(CellColumn, "render", django_tables2.TemplateColumn.render)
    assert ours == drawn("django_tables2/bootstrap5.html")
    assert "<td" in ours


def test_a_cell_asks_no_context_processor_again(
    writer: Client, ledger: dict[str, Sale], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = count()
    monkeypatch.setattr("neoequity.context.clock.day_is_set", lambda: next(asked) >= 0)
    assert writer.get("/sales/").content.count(b"<tr") > 5
    assert next(asked) <= 5
