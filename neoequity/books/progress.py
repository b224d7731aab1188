"""How far a long piece of work is: told by what does the work, to whoever listens, if anybody.

A request has no listener, and then nothing is counted. What is inside a counted piece of work is
not counted a second time, so the figures only grow.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Is told how much is done, of how much if that is known, and what is being done.
Tell = Callable[[int, int | None, str], None]


class _Listening:
    """What the listener was last told; only the outermost `Steps` counts."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.counter: Steps | None = None
        self.done = 0
        self.total: int | None = None
        self.doing = ""

    def pass_on(self) -> None:
        self.tell(self.done, self.total, self.doing)


_listening: ContextVar[_Listening | None] = ContextVar("listening", default=None)


class Steps:
    """Counts steps of a piece of work."""

    def __init__(self, listening: _Listening | None) -> None:
        self._listening = listening

    def doing(self, words: str) -> None:
        """Say what comes next."""
        if self._listening:
            self._listening.doing = words
            self._listening.pass_on()

    def did(self, number: int = 1) -> None:
        """Count what is done."""
        if self._listening:
            told = self._listening
            told.done += number
            if told.total is not None:
                told.done = min(told.done, told.total)
            told.pass_on()

    @property
    def is_heard(self) -> bool:
        """Whether it makes a difference to count."""
        return self._listening is not None


@contextmanager
def listened(tell: Tell) -> Iterator[None]:
    """Pass on to `tell` what the work inside says of itself."""
    token = _listening.set(_Listening(tell))
    try:
        yield
    finally:
        _listening.reset(token)


@contextmanager
def steps(total: int | Callable[[], int]) -> Iterator[Steps]:
    """Count a piece of work of so many steps.

    A `total` that has to be looked up is looked up only if somebody listens, and nothing around
    this counts already.
    """
    listening = _listening.get()
    if listening is None or listening.counter is not None:
        yield Steps(None)
        return
    counter = listening.counter = Steps(listening)
    # What was counted before stays counted.
    listening.total = listening.done + (total() if callable(total) else total)
    listening.pass_on()
    try:
        yield counter
    finally:
        listening.counter = None


def saying(words: str) -> None:
    """Say what is being done, unless something around it counts and says that itself."""
    listening = _listening.get()
    if listening is not None and listening.counter is None:
        listening.doing = words
        listening.pass_on()
