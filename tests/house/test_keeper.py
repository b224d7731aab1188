"""The process that keeps the web workers, told of a process that is none of them."""

import socket

from neoequity.web_server import Keeper


def test_an_orphan_of_a_worker_ends_nothing() -> None:
    with socket.socket() as listening:
        keeper = Keeper(listening, 2, 1)
        keeper.workers[4711] = work = keeper.works[0]

        keeper._mourn(4712, 0)

    assert keeper.workers == {4711: work}
    assert not keeper.ending
