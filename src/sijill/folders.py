"""Where files are kept that can be made again at any time."""

import os
import tempfile
from pathlib import Path


def find_cache_folder() -> Path:
    """The folder for files that can be made again: $SIJILL_CACHE, else the user's cache folder, else a temporary one."""
    named = os.environ.get("SIJILL_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for folder in [Path(named)] if named else [base / "sijill", Path(tempfile.gettempdir()) / "sijill-cache"]:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="sijill-"))
