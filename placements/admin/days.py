"""Exceptional days in the admin: when market or banks departed from the calendar."""

from django.contrib import admin

from placements.admin.base import ReferenceAdmin
from placements.models import ExceptionalDay


@admin.register(ExceptionalDay)
class ExceptionalDayAdmin(ReferenceAdmin):
    """Days that win over the calendar. Sales already posted keep their settlement date."""

    list_display = ["day", "is_trading_day", "is_settlement_day", "source"]
    list_filter = ["is_trading_day", "is_settlement_day"]
    search_fields = ["source"]
    date_hierarchy = "day"
