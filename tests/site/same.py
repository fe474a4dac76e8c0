"""Compare two folders file by file: `python same.py ONE OTHER` names what differs, and ends with 1 if anything does."""

import sys
from pathlib import Path


def differences(one: Path, other: Path) -> list[str]:
    """Give the names of the files that are not the same in both folders, in order."""
    names = {
        path.relative_to(folder).as_posix() for folder in (one, other) for path in folder.rglob("*") if path.is_file()
    }
    return sorted(name for name in names if not _same(one / name, other / name))


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


if __name__ == "__main__":
    found = differences(Path(sys.argv[1]), Path(sys.argv[2]))
    print(*(f"not the same: {name}" for name in found) if found else ("the two builds are the same",), sep="\n")
    sys.exit(1 if found else 0)
