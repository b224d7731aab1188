"""A job: what somebody asked for, how far it is, and the file that came of it, in pieces.

Both tables are a queue and a shelf, not books: what they hold can be made again from the books and
is removed after some days. So nothing of it is tracked, sealed or backed up.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "Waiting"
    MAKING = "making", "In progress"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


#: The states in which nothing more happens by itself.
ENDED = (State.READY, State.FAILED, State.CANCELLED)


class Job(models.Model):
    """A file, or a proof of the books, that is made in the background.

    `issuer` is the only company that was shown when it was asked for, if one was chosen.
    `address` is that of the direct download, with its day and moment fixed when it was asked for;
    it is empty for a proof. A worker holds the job until `lease_until`; `taken_at` tells its hold
    from any other. `sentence` is why the job failed, or what a proof found.
    """

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    today = models.DateField("asked on")
    issuer = models.ForeignKey("books.Issuer", models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=400)
    address = models.CharField(max_length=2000, blank=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    taken_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    doing = models.CharField(max_length=200, blank=True)

    finished_at = models.DateTimeField(null=True)
    sentence = models.TextField(blank=True)
    is_alarm = models.BooleanField("needs attention", default=False)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    headers = models.JSONField(default=dict)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = "background file"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["asked_at", "id"],
                name="work_that_is_not_ended",
                condition=Q(finished_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="a_job_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(done__lte=F("total")),
                name="no_more_of_a_job_is_done_than_there_is",
            ),
            models.CheckConstraint(
                condition=Q(state="making", lease_until__isnull=False, taken_at__isnull=False)
                | (~Q(state="making") & Q(lease_until=None)),
                name="a_job_in_progress_is_held_by_a_worker",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, finished_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(finished_at=None)),
                name="a_job_that_ended_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (Q(size__isnull=False) & ~Q(file_name="") & Q(sha256__regex="^[0-9a-f]{64}$")),
                name="a_job_that_is_ready_has_a_whole_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(sentence=""),
                name="a_job_that_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """The page of the job."""
        return reverse("work:job", args=[self.pk])

    @property
    def is_ended(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state in ENDED

    @property
    def percent(self) -> int | None:
        """How much is done, in whole percent; None while nobody knows how much there is."""
        return self.done * 100 // self.total if self.total else None


class Piece(models.Model):
    """A piece of a job's file, numbered from 0; all but the last are of one size.

    A file may be larger than any host has memory, and the worker's host need not be the web's.
    """

    job = models.ForeignKey(Job, models.PROTECT, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = "piece of a file"
        verbose_name_plural = "pieces of files"
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="a_file_has_each_piece_once")
        ]

    def __str__(self) -> str:
        return f"piece {self.number}"
