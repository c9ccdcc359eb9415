"""python -m sandbox --port 9800"""

import argparse
import os
import signal
import sys
import threading

from sandbox.server import DEFAULT_SECRET, start


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    arguments.add_argument("--port", type=int, default=9800)
    arguments.add_argument("--host", default="127.0.0.1")
    arguments.add_argument("--seed", type=int, default=7)
    chosen = arguments.parse_args()
    server = start(
        port=chosen.port,
        host=chosen.host,
        client_id=os.environ.get("SHOPIFY_API_KEY", "laurel-client-id"),
        client_secret=os.environ.get("SHOPIFY_API_SECRET", DEFAULT_SECRET),
        app_url=os.environ.get("APP_URL", "http://localhost:9700"),
        seed=chosen.seed,
    )
    sys.stdout.write(f"sandbox ready on {server.url}\n")
    sys.stdout.flush()
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    done.wait()
    server.stop()


if __name__ == "__main__":
    main()
