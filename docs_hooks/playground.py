"""What the page that runs Python in the browser needs: the interpreter, and the wheels of this very version."""

import os
from collections.abc import Iterator
from json import dumps
from pathlib import Path

from atlas import Atlas, Page

FOLDER = "OKB_PLAYGROUND"
"""The variable that names the folder with the interpreter and the wheels; `nox -s docs` fills one, and sets it."""
_NEEDED = ("pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs", "pyodide-lock.json", "python_stdlib.zip")


def pages(_: Atlas) -> Iterator[Page]:
    """Yield the files; none if the variable is not set, so that the page can say that it has no Python."""
    if named := os.environ.get(FOLDER):
        folder = Path(named)
        wheels = sorted(path.name for path in folder.glob("*.whl"))
        for name in (*_NEEDED, *wheels):
            yield Page(f"assets/pyodide/{name}", (folder / name).read_bytes())
        yield Page("assets/pyodide/wheels.json", dumps(wheels) + "\n")
