"""Checks every template: Polaris elements, attributes, values and slots, and our own rules.

python -m tools.lint_templates [file …]
"""

import sys
from pathlib import Path

from tools import polaris
from tools.template_check import Check

ROOT = Path(__file__).resolve().parent.parent


def main(names: list[str]) -> int:
    elements, source = polaris.known()
    files = [Path(name) for name in names] or sorted((ROOT / "templates").rglob("*.html"))
    problems = [problem for file in files for problem in check(file, elements)]
    if polaris.MANIFEST.exists():
        problems += polaris.drift(elements)
    for problem in problems:
        print(problem)
    print(f"{len(files)} templates, {len(problems)} problems; checked against {source}")
    return bool(problems)


def check(file: Path, elements: dict[str, polaris.Element]) -> list[str]:
    name = str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)
    return Check(name, elements).run(file.read_text())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
