"""Files written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file so that no reader ever finds half of it: what fails leaves the old file as it was.

    The content goes into a temporary file in the same folder, which then takes the file's name. A link is followed,
    and the permissions of a file that is there already are kept. Line ends are written as they are. A device or a pipe
    is written into, since nothing can take its place.

    Args:
        path: The file to write; its folder must be there.
        content: The whole content; a text is written as UTF-8.

    Raises:
        OSError: If the file cannot be written; `filename` is the file that was asked for.

    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if Path(path).is_dir():
            raise IsADirectoryError(21, "this is a folder, not a file")
        if Path(path).exists() and not Path(path).is_file():
            Path(path).write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, os.fspath(path)) from None
    except ValueError as error:  # there is a NUL in the name
        raise OSError(22, str(error), os.fspath(path)) from None


def _replace(target: Path, data: bytes) -> None:
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:40]}-", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            Path(file.name).chmod(mode)
            Path(file.name).replace(target)
        except BaseException:
            file.close()
            with suppress(OSError):
                Path(file.name).unlink()
            raise


def _umask() -> int:
    # It can only be read by setting it.
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
