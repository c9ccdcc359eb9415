"""Refreshes the vendored browser scripts from their npm packages and checks their hashes.

`python -m tools.vendor` fetches what vendor.json names; `--check` only compares the files here.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "vendor"


def wrong() -> list[str]:
    """The files whose hash is not the one written down."""
    entries = json.loads((FOLDER / "vendor.json").read_text())
    return [entry["file"] for entry in entries if _sha256(FOLDER / entry["file"]) != entry["sha256"]]


def fetch() -> None:
    for entry in json.loads((FOLDER / "vendor.json").read_text()):
        with tempfile.TemporaryDirectory() as folder:
            name = f"{entry['package']}@{entry['version']}"
            packed = subprocess.run(
                ["npm", "pack", name], cwd=folder, check=True, capture_output=True, text=True
            )
            with tarfile.open(Path(folder, packed.stdout.strip().splitlines()[-1])) as archive:
                member = archive.extractfile(f"package/{entry['path']}")
                if member is None:
                    raise SystemExit(f"{name} has no {entry['path']}")
                (FOLDER / entry["file"]).write_bytes(member.read())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    if "--check" not in sys.argv:
        fetch()
    if different := wrong():
        raise SystemExit(f"not what vendor.json says: {', '.join(different)}")
