"""The file that a command writes: nothing is replaced unasked, and nothing is left half written."""

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from neoequity.books.management.output import OutputError, new_file
from tests.full_disk import full_disk


def write(path: Path, content: bytes = b"new", *, force: bool = False) -> None:
    with new_file(path, force=force) as file:
        file.write(content)


def refusal(path: Path, *, force: bool = False) -> str:
    with pytest.raises(OutputError) as error:
        write(path, force=force)
    return str(error.value)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.csv"
    path.write_text("old")
    return path


def test_a_new_file_is_there_whole_and_alone(tmp_path: Path) -> None:
    write(tmp_path / "new.csv")

    assert (tmp_path / "new.csv").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["new.csv"]


def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    with new_file(tmp_path / "pack.zip", private=True) as file:
        file.write(b"new")

    assert stat.S_IMODE((tmp_path / "pack.zip").stat().st_mode) == 0o600


def test_a_file_that_exists_is_replaced_by_force_only(old: Path) -> None:
    assert refusal(old) == f"{old} already exists. Use --force to replace it."
    assert old.read_text() == "old"

    write(old, force=True)
    assert old.read_text() == "new"


def test_a_link_stays_a_link_and_is_followed_by_force_only(old: Path, tmp_path: Path) -> None:
    link = tmp_path / "latest.csv"
    link.symlink_to(old)

    assert refusal(link) == f"{link} is a link. Use --force to write the file that it leads to."
    assert old.read_text() == "old"

    write(link, force=True)
    assert link.is_symlink()
    assert old.read_text() == "new"


def test_a_link_to_nothing_makes_no_file_unasked(tmp_path: Path) -> None:
    link, nothing = tmp_path / "latest.csv", tmp_path / "nothing.csv"
    link.symlink_to(nothing)

    assert "is a link" in refusal(link)
    assert not nothing.exists()

    write(link, force=True)
    assert nothing.read_text() == "new"


def test_a_device_stays_a_device(tmp_path: Path) -> None:
    null = Path(os.devnull)

    assert refusal(null) == f"{null} is a device. Use --force to write into it."
    write(null, force=True)
    assert null.is_char_device()


def test_a_pipe_stays_a_pipe_and_gets_the_bytes_by_force(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(pipe) == f"{pipe} is a pipe. Use --force to write into it."
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()

    write(pipe, force=True)

    reader.join(10)
    assert read == [b"new"]
    assert pipe.is_fifo()


def test_a_link_to_a_device_is_written_into(tmp_path: Path) -> None:
    link = tmp_path / "null"
    link.symlink_to(os.devnull)

    write(link, force=True)

    assert link.is_symlink()
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("force", [False, True])
def test_a_directory_is_never_replaced(force: bool, tmp_path: Path) -> None:
    assert refusal(tmp_path, force=force) == f"{tmp_path} is a directory."


def test_what_is_wrong_names_the_path_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()

    assert refusal(Path("none/new.csv")) == "none/new.csv: there is no directory none."
    assert refusal(Path("file/new.csv")) == "file/new.csv: Not a directory."
    assert refusal(Path("x" * 256)).endswith("x: File name too long.")


def test_a_full_disk_is_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"

    with full_disk(at=10), pytest.raises(OutputError) as error:
        write(path, b"x" * 100_000)

    assert str(error.value) == f"{path} was not written: File too large."
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("function", ["fsync", "link"])
def test_a_disk_that_fills_up_at_the_last_moment_leaves_nothing_behind(
    function: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(f"os.{function}", fail)

    assert refusal(tmp_path / "new.csv").endswith(
        "new.csv was not written: No space left on device."
    )
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_file_that_was_to_be_replaced(old: Path) -> None:
    with full_disk(at=10), pytest.raises(OutputError):
        write(old, b"x" * 100_000, force=True)

    assert old.read_text() == "old"
    assert list(old.parent.iterdir()) == [old]


def test_a_file_that_someone_makes_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"

    def both_write() -> None:
        with new_file(path) as file:
            file.write(b"ours")
            path.write_text("theirs")

    with pytest.raises(OutputError, match="was made by someone else meanwhile"):
        both_write()

    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_without_second_names_gets_the_file_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("os.link", refuse)

    write(tmp_path / "new.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["new.csv"]


def test_an_interruption_leaves_nothing_behind(tmp_path: Path) -> None:
    def write_half() -> None:
        with new_file(tmp_path / "new.csv") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()

    assert not list(tmp_path.iterdir())
