"""What the history calls each act: what a person did, in the past tense."""

#: By the name of the action, as the history keeps it; each action says its own.
ACTS: dict[str, str] = {}


def act_in_words(act: str) -> str:
    """An act as the history tells it; empty for what is known by the address alone."""
    if act.startswith("/"):
        return ""
    return ACTS.get(act, act.replace("_", " "))
