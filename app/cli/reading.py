"""Reading files that people hand us: plain or gzip, UTF-8, line by line, within limits."""

import gzip
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

import click

from app.errors import BadInput

MAX_UNPACKED_BYTES = 1024**3
MAX_LINE_BYTES = 1024**2
MAX_RATIO = 200  # order exports pack to a tenth, at most to a fiftieth; a bomb to a thousandth
RATIO_MATTERS_FROM_BYTES = 16 * 1024**2
LINES_PER_STEP = 2_000

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


class TextFile:
    """The lines of an open file, with their line ends; raises BadInput with the line that cannot be read.

    `size` and `position` are bytes on disk, for progress; `size` is 0 where it is not known (a pipe).
    """

    def __init__(self, file: BufferedReader) -> None:
        status = os.fstat(file.fileno())
        self.size = status.st_size if stat.S_ISREG(status.st_mode) else 0
        self._file = file
        magic = file.peek(4)[:4]
        if magic == ZIP:
            raise BadInput("the file is a zip archive: unpack it and give the CSV file inside")
        self._packed = magic.startswith(GZIP)

    @property
    def position(self) -> int:
        return self._file.tell() if self.size else 0

    def __iter__(self) -> Iterator[str]:
        unpacked = 0
        for number, raw in enumerate(self._raw_lines(), start=1):
            unpacked += len(raw)
            self._check(number, len(raw), unpacked)
            try:
                yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                raise BadInput("this is not UTF-8 text; save the file as CSV UTF-8", line=number) from None

    def _raw_lines(self) -> Iterator[bytes]:
        source = gzip.GzipFile(fileobj=self._file) if self._packed else self._file
        line = 1
        try:
            while raw := source.readline(MAX_LINE_BYTES + 1):
                yield raw
                line += 1
        except (EOFError, OSError, zlib.error) as error:
            raise BadInput(f"the file is damaged or cut off: {error}", line=line) from None

    def _check(self, line: int, length: int, unpacked: int) -> None:
        if length > MAX_LINE_BYTES:
            raise BadInput(f"the line is longer than {MAX_LINE_BYTES:,} bytes", line=line)
        if unpacked > MAX_UNPACKED_BYTES:
            raise BadInput(f"the file unpacks to more than {MAX_UNPACKED_BYTES:,} bytes; split it", line=line)
        suspicious = self._packed and self.size and unpacked > RATIO_MATTERS_FROM_BYTES
        if suspicious and unpacked > MAX_RATIO * self.size:
            raise BadInput(
                f"the file unpacks to over {MAX_RATIO} times its size; unpack it yourself", line=line
            )


@contextmanager
def open_text(path: Path) -> Iterator[TextFile]:
    """A file's text, gzip or plain by its first bytes, whatever its name."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadInput(f"{path} cannot be opened: {error.strerror}") from None
    with file:
        yield TextFile(file)


def with_progress(text: TextFile) -> Iterator[str]:
    """The lines; while they are read, a bar on standard error if a person watches it."""
    if not sys.stderr.isatty():
        yield from text
        return
    with click.progressbar(length=text.size, label="Reading", file=sys.stderr) as bar:
        for number, line in enumerate(text):
            if number % LINES_PER_STEP == 0:
                bar.update(text.position - bar.pos)
            yield line
