"""Lists of the admin and their rows: what is asked for and makes no sense is told in a sentence."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError, models, transaction
from django.http import HttpRequest, HttpResponse

from neoequity.books.pages.form_fields import read_key

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:  # Django's own take no type parameters at run time
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline

#: What a day, a number or a range that no row can have raises, in Python or in the database.
_BEYOND = (DataError, ValueError, OverflowError, TypeError, IndexError)


class ReadableList(ModelAdmin):
    """A list that may be asked for anything."""

    def get_action_choices(
        self,
        request: HttpRequest,
        default_choices: Any = (("", "Choose an action"),),
    ) -> list[tuple[str, str]]:
        """The actions, and what to do above them."""
        return super().get_action_choices(request, list(default_choices))

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list; where it cannot be narrowed as the address says, the whole of it is shown.

        Django finds some of these filters out, but no year of thirty digits.
        """
        try:
            with transaction.atomic():
                return super().get_changelist_instance(request)
        except (*_BEYOND, IncorrectLookupParameters) as fault:
            sentence = "The list cannot be narrowed as the address says: here is the whole of it."
            self.message_user(request, sentence, messages.WARNING)
            raise IncorrectLookupParameters(str(fault)) from fault

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> HttpResponse | None:
        """The action on the chosen rows; nothing is done where one of them is no row."""
        if any(read_key(key) is None for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            sentence = "What was chosen is not in this list. Nothing was changed."
            self.message_user(request, sentence, messages.WARNING)
            return None
        return super().response_action(request, queryset)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """The row with this key, also where the address names no field that it would be in."""
        return super().get_object(request, object_id, from_field or None)
