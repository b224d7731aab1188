"""SQL for the ratio of an issuer's stock splits between two days, as known at a moment."""

#: The table of splits, wherever SQL of the register asks for them.
SPLITS = "placements_split"
EVER, NEVER = "'infinity'", "'-infinity'"


def ratio(column: str, issuer: str, after: str, until: str, known_at: str = "") -> str:
    """SQL for the product of `new` or `old` of the splits after one day and until another.

    With `known_at` those only that had been recorded by that moment. SQL has no product: it is the
    power of the sum of logarithms, rounded back to whole shares.
    """
    known = f" AND d.recorded_at <= {known_at}" if known_at else ""
    return f"""(
        SELECT COALESCE(ROUND(EXP(SUM(LN(d.{column}::numeric)))), 1) FROM {SPLITS} d
        WHERE d.issuer_id = {issuer} AND d.effective_on > {after}
          AND d.effective_on <= {until}{known})"""


def moved(shares: str, issuer: str, of: str, to: str, known_at: str = "") -> str:
    """SQL for warrant shares counted as on one day, in the shares of another (terms.counting)."""
    up = f"{ratio('new', issuer, of, to, known_at)} * {ratio('old', issuer, to, of, known_at)}"
    down = f"{ratio('old', issuer, of, to, known_at)} * {ratio('new', issuer, to, of, known_at)}"
    return f"DIV(({shares}) * {up}, {down})"
