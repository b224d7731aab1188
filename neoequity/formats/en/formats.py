"""Dates in the admin, as the pages write them: Nov 9, 2001."""

DATE_FORMAT = "M j, Y"
DATETIME_FORMAT = "M j, Y, H:i"
SHORT_DATE_FORMAT, SHORT_DATETIME_FORMAT = DATE_FORMAT, DATETIME_FORMAT
TIME_FORMAT = "H:i"
