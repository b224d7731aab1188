"""SQL that writes figures as sentences do: the counterpart of `books.money`."""

from django.db.models import CharField, Func


class Written(Func):
    """A column as text."""

    output_field = CharField()


class Plain(Written):
    """A day or a name as it is stored."""

    template = "%(expressions)s::text"


class Shares(Written):
    """1 share, 949,710 shares, (1,000) shares."""

    template = (
        "translate(to_char(%(expressions)s, 'FM9,999,999,999,999,990PR'), '<>', '()') "
        "|| CASE abs(%(expressions)s) WHEN 1 THEN ' share' ELSE ' shares' END"
    )


class Dollars(Written):
    """$3,822,967.00; negatives in parentheses."""

    template = (
        "CASE WHEN %(expressions)s < 0 THEN '(' ELSE '' END || '$' "
        "|| to_char(abs(%(expressions)s), 'FM9,999,999,999,999,990.00') "
        "|| CASE WHEN %(expressions)s < 0 THEN ')' ELSE '' END"
    )


class PerShare(Written):
    """$4.0254, with six decimals where four lose some."""

    template = "'$' || regexp_replace(to_char(%(expressions)s, 'FM99,999,990.000000'), '00$', '')"
