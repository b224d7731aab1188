"""Which changes leave an event: all of them, written by trigger, so raw and bulk ones as well."""

import pghistory


def every_change() -> tuple[pghistory.RowEvent, ...]:
    """Trackers for one model; each remembers its model, so they are not shared."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
