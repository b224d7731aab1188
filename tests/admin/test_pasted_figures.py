"""No form of the admin reads a figure in a way of its own."""

from typing import Any

import pytest
from django import forms
from django.contrib import admin as site
from django.contrib.admin import ModelAdmin
from django.test import RequestFactory

from neoequity.books.fields import MoneyField, PriceField, RateField
from neoequity.books.pages.form_fields import FigureField
from neoequity.people.models import User
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

ADMINS = list(site.site._registry.values())


@pytest.mark.parametrize("model_admin", ADMINS, ids=lambda each: each.opts.label_lower)
def test_every_amount_price_and_rate_is_read_as_on_the_pages(
    model_admin: "ModelAdmin[Any]", chief: User
) -> None:
    request: Any = RequestFactory().get("/admin/")
    request.user, request.today = chief, TODAY
    if not model_admin.has_add_permission(request):
        return
    made = [model_admin.get_form(request, None)]
    made += [
        inline.get_formset(request, None).form
        for inline in model_admin.get_inline_instances(request, None)
    ]
    for form in made:
        figures = {
            column.name
            for column in form._meta.model._meta.concrete_fields
            if isinstance(column, MoneyField | PriceField | RateField)
        }
        for name, field in form.base_fields.items():
            assert not isinstance(field, forms.DecimalField | forms.FloatField), name
            assert isinstance(field, FigureField) or name not in figures, name
