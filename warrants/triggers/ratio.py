"""SQL for the ratio of an issuer's stock splits between two days, as known at a moment."""

#: The table of stock splits.
SPLITS = "placements_split"
EVER, NEVER = "'infinity'", "'-infinity'"


def ratio(column: str, issuer: str, after: str, until: str, known_at: str = "") -> str:
    """SQL for the product of `new` or `old` over the splits after one day up to another.

    `known_at` restricts it to splits recorded by that moment. SQL has no product aggregate: this is
    the exponential of the sum of logarithms, rounded to whole shares.
    """
    recorded = f" AND d.recorded_at <= {known_at}" if known_at else ""
    return f"""(
        SELECT COALESCE(ROUND(EXP(SUM(LN(d.{column}::numeric)))), 1) FROM {SPLITS} d
        WHERE d.issuer_id = {issuer} AND d.effective_on > {after}
          AND d.effective_on <= {until}{recorded})"""


def moved(shares: str, issuer: str, of: str, to: str, known_at: str = "") -> str:
    """SQL that restates warrant shares of one day in shares of another (terms.counting)."""
    up = f"{ratio('new', issuer, of, to, known_at)} * {ratio('old', issuer, to, of, known_at)}"
    down = f"{ratio('old', issuer, of, to, known_at)} * {ratio('new', issuer, to, of, known_at)}"
    return f"DIV(({shares}) * {up}, {down})"
