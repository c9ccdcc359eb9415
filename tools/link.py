"""Puts this checkout on the path of the virtual environment that runs it, with its `laurel` command.

An editable install would do the same, but needs the network for its build tools.
"""

import stat
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = """#!{python}
import sys
from app.cli import main
sys.exit(main())
"""


def link() -> None:
    Path(sysconfig.get_path("purelib"), "laurel.pth").write_text(f"{ROOT}\n")
    command = Path(sysconfig.get_path("scripts"), "laurel")
    command.write_text(COMMAND.format(python=sys.executable))
    command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


if __name__ == "__main__":
    link()
