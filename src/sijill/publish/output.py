"""Writing an export to its file, whole or not at all."""

import os
from pathlib import Path

from sijill.errors import SijillError


def check_target(path: str | Path) -> Path:
    """The path as one that a file can be written to; a folder, or a folder that is not there, is the user's mistake."""
    target = Path(path)
    if target.is_dir():
        raise SijillError("this is a folder", where=str(target), remedy="give the name of a file to write")
    if (target.exists() and not target.is_file()) or str(target.absolute()).startswith(("/dev/", "/proc/")):
        raise SijillError(
            "this is a device or a pipe, and no file",
            where=str(target),
            remedy="give the name of a file to write",
        )
    if not target.parent.is_dir():
        raise SijillError(
            "its folder does not exist", where=str(target), remedy=f"create {target.parent} first"
        )
    return target


def write_file(path: str | Path, text: str) -> Path:
    """The path of the file that now holds the text as UTF-8; a reader never sees half of it."""
    target = check_target(path)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        # A lone surrogate from a badly decoded report must not stop an export.
        partial.write_bytes(text.encode("utf-8", "replace"))
        os.replace(partial, target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise SijillError(
            f"it cannot be written ({error.strerror})",
            where=str(target),
            remedy="check the disk and the permissions",
        ) from error
    return target
