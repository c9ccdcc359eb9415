"""Runs one application on a chosen server: `python -m bench.host granian bench.handlers:bare 9800 1`."""

import os
import sys

from app.cli.serve import run
from app.config import Config

THREADS = Config.model_fields["threads"].default


def main(kind: str, target: str, port: int, workers: int) -> None:
    if kind == "granian":
        run(target, "127.0.0.1", port, workers, THREADS)
    else:
        command = [sys.executable, "-m", "gunicorn", f"{target}()", "--bind", f"127.0.0.1:{port}"]
        command += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(THREADS)]
        command += ["--backlog", "2048", "--keep-alive", "60", "--log-level", "error"]
        os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
