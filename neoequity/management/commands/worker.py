"""`worker`: makes files in the background, on this host, until it is ended."""

from argparse import ArgumentParser

from neoequity.books.management.plain import PlainCommand
from neoequity.work.worker import Worker


class Command(PlainCommand):
    help = (
        "Makes the files and proofs that people asked for in the background, one after another, "
        "until Ctrl-C or SIGTERM. The served product has such a worker already; further ones, on "
        "this host or on others with the same DATABASE_URL, share the work."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="make what waits now, one after another, and end"
        )

    def handle(self, *_args: object, once: bool, **_options: object) -> None:
        worker = Worker()
        if once:
            while worker.work_once():
                pass
        else:
            worker.run()
