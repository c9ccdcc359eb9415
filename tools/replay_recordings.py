"""python -m tools.replay_recordings [FOLDER]: recorded conversations against the sandbox, same or different.

FOLDER holds recordings, or folders of them; without one, those beside the checkout. Ends with status 1 when
a step was answered differently.
"""

import sys
from collections import Counter
from pathlib import Path

from tools.recordings.reading import FOLDER
from tools.recordings.replay import DIFFERENT, EXCUSED, NOT_SUPPORTED, OLDER, SAME, Outcome, replay

_KINDS = (SAME, DIFFERENT, NOT_SUPPORTED, OLDER, EXCUSED)


def main(folder: Path) -> int:
    found = {str(path.relative_to(folder)): replay(path) for path in sorted(folder.rglob("*.json"))}
    print(f"| conversation | {' | '.join(_KINDS)} | why |")
    print(f"|---|{'---|' * (len(_KINDS) + 1)}")
    for name, outcomes in found.items():
        print(_row(name.removesuffix(".json"), outcomes))
    everything = [outcome for outcomes in found.values() for outcome in outcomes]
    print(_row(f"{len(found)} conversations", everything, with_reasons=False))
    different = [outcome for outcome in everything if outcome.kind == DIFFERENT]
    for outcome in different:
        print(f"\n{outcome.step}\n  {outcome.why}")
    return 1 if different else 0


def _row(name: str, outcomes: list[Outcome], with_reasons: bool = True) -> str:
    counts = Counter(outcome.kind for outcome in outcomes)
    reasons = dict.fromkeys(o.why for o in outcomes if o.kind in (NOT_SUPPORTED, OLDER, EXCUSED))
    why = "; ".join(reasons) if outcomes else "no conversation in it"
    return f"| {name} | {' | '.join(str(counts[k]) for k in _KINDS)} | {why if with_reasons else ''} |"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
