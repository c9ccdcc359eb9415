"""Real processes, each with a process group of its own: started, watched, killed, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAUREL = (sys.executable, "-m", "app.cli")
READY_SECONDS = 30.0
STOP_SECONDS = 8.0


class Group:
    """A process and all it starts. What it prints goes to a file."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.command, self.log = command, log
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self.pid = self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """To the whole group."""
        if self.alive:
            os.killpg(self.pid, number)

    def kill(self) -> None:
        """SIGKILL to the whole group at once, as a power cut would be."""
        self.signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Asks, waits, and kills what did not go."""
        self.signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def members(self) -> list[int]:
        """The processes of the group."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except (OSError, IndexError):
                continue
            if int(fields[2]) == self.pid:
                found.append(int(stat.parent.name))
        return found

    def memory_mib(self, what: str = "VmRSS") -> float:
        """Resident memory of the largest process of the group; `VmHWM` is its peak."""
        return max((_memory_kib(pid, what) for pid in self.members()), default=0) / 1024


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until_up(port: int, group: Group, path: str = "/healthz") -> None:
    """Waits for a 200; raises RuntimeError with the log's end if the process ends or never answers."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and group.alive:
        if answers(port, path):
            return
        time.sleep(0.02)
    raise RuntimeError(f"{' '.join(group.command)} did not come up:\n{group.log.read_text()[-3000:]}")


def answers(port: int, path: str) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False


def _memory_kib(pid: int, what: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{what}:")), 0)
