"""Builds every Function in extensions/ with the Zig compiler of the PyPI package ziglang.

python -m tools.build_functions          # writes extensions/<handle>/dist, the module and what it is made of
"""

import hashlib
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

EXTENSIONS = Path(__file__).resolve().parent.parent / "extensions"
# By the content of the sources and the compiler: what is found here is what would be built.
_CACHE = EXTENSIONS.parent / "build" / "zig"


def functions() -> list[Path]:
    """The folders of the Functions; extensions of other kinds are not compiled."""
    return [
        path.parent
        for path in sorted(EXTENSIONS.glob("*/shopify.extension.toml"))
        if _extension(path.parent)["type"] == "function"
    ]


def module(folder: Path) -> Path:
    """Where the folder's configuration says that its module is."""
    return folder / str(_extension(folder)["build"]["path"])


def build(folder: Path, target: Path) -> None:
    """The same sources give the same bytes, whichever folder they are in. Raises CalledProcessError."""
    exports = [f"--export={each['export']}" for each in _extension(folder)["targeting"]]
    command = [sys.executable, "-m", "ziglang", "build-exe", "src/main.zig", "-target", "wasm32-wasi"]
    command += ["-O", "ReleaseFast", "-fstrip", "-fno-entry", *exports, f"-femit-bin={target}"]
    # Zig would set 16 MB of stack aside, which alone is more memory than the platform gives.
    command += ["--stack", str(256 * 1024)]
    command += ["--cache-dir", str(_CACHE), "--global-cache-dir", str(_CACHE)]
    subprocess.run(command, cwd=folder, check=True)
    target.chmod(0o644)


def record(folder: Path) -> Path:
    """Where it is written down what the kept module is made of."""
    return module(folder).with_suffix(".made-of")


def made_of(folder: Path) -> str:
    """Compiler, sources and module, a line each with its SHA-256: compiling takes a quarter of a minute."""
    sources = [folder / "shopify.extension.toml", *sorted((folder / "src").rglob("*.zig")), module(folder)]
    told = (f"{each.relative_to(folder)} {hashlib.sha256(each.read_bytes()).hexdigest()}" for each in sources)
    return "\n".join((f"ziglang {version('ziglang')}", *told, ""))


def _extension(folder: Path) -> dict[str, Any]:
    """A theme's stands at the top of its file, those of other kinds in a list."""
    told = tomllib.loads((folder / "shopify.extension.toml").read_text())
    found: dict[str, Any] = told["extensions"][0] if "extensions" in told else told
    return found


if __name__ == "__main__":
    for each in functions():
        module(each).parent.mkdir(exist_ok=True)
        build(each, module(each))
        record(each).write_text(made_of(each))
        print(f"{module(each).relative_to(EXTENSIONS.parent)}  {module(each).stat().st_size:,} bytes")
