"""What a user asks of a build, checked before anything is written, and what could not be read, said plainly."""

import datetime
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from ..errors import SijillError
from ..model import Unread, replace
from ..read.timestamps import read_timestamp
from ..record import Archive
from ..record.folder import archive_path, list_versions
from .options import BuildOptions

# The two-letter codes of ISO 639-1.
LANGUAGES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu "
    "ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so "
    "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
NOISE = re.compile(r"\\x[0-9a-f]{2}|[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]")
OPENINGS = ("['", '["', "b'", 'b"')
LONGEST = 240  # characters of a problem that a person is told


class NothingReadError(SijillError):
    """That not one of a new record's sources could be read, so that none was made; `unread` says why of each."""

    def __init__(self, names: list[str], unread: Iterable[Unread]):
        self.unread = tuple(unread)
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        super().__init__(
            "nothing was read, so no record was made",
            where=", ".join(names[:3]) + more,
            remedy="name at least one report that can be read",
        )


def check_options(options: BuildOptions) -> BuildOptions:
    """The options with their language as its bare code; what cannot be meant is an error."""
    check_published(options.published)
    return replace(options, language=read_language(options.language))


def read_language(code: str | None) -> str | None:
    """The two-letter code that is meant; anything that is no language's code is an error.

    >>> read_language("EN-gb"), read_language(None)
    ('en', None)
    """
    if code is None:
        return None
    bare = re.split("[-_]", code.strip().lower())[0]
    if bare not in LANGUAGES.split():
        raise SijillError(
            f"{code!r} is not the code of a language",
            where="--language",
            remedy="give the two letters of ISO 639-1, such as en or ar; leave it out and the text itself shows it",
        )
    return bare


def check_published(text: str | None, today: datetime.date | None = None) -> None:
    """The day is not one that is still to come; whether it is a day at all is for the reading to say.

    >>> check_published("2018-04-18")
    """
    if text is None:
        return
    # One day of grace: it may be tomorrow already where the report appeared.
    last = (today or datetime.date.today()) + datetime.timedelta(days=1)
    stamp = read_timestamp(text)
    years = [int(year) for year in re.findall(r"(?<!\d)\d{4}(?!\d)", text)]
    late = stamp[:10] > last.isoformat() if stamp else any(year > last.year for year in years)
    if late:
        raise SijillError(
            f"{text!r} is in the future",
            where="--published",
            remedy="give the day on which the report was published",
        )


def tidy_unread(unread: Unread) -> Unread:
    """The same, with a link that leads nowhere called that, and without the bytes of a broken file in its message.

    >>> tidy_unread(Unread(source="a.warc.gz", problem="breaks off (first line: ['\\x00\\x01'])")).problem
    'breaks off (first line: …)'
    """
    if os.path.islink(unread.source) and not os.path.exists(unread.source):
        target = os.readlink(unread.source)
        return replace(
            unread,
            problem=f"is a link to {target}, which is not there",
            remedy="mend the link, or leave it out",
        )
    return replace(unread, problem=strip_noise(unread.problem))


def strip_noise(problem: str) -> str:
    """The message up to where it begins to quote bytes that no one can read, and no longer than a few lines."""
    found = NOISE.search(problem)
    if found:
        opened = [at for mark in OPENINGS if -1 < (at := problem.find(mark)) < found.start()]
        problem = problem[: min(opened, default=found.start())].rstrip()
    elif len(problem) > LONGEST:
        problem = problem[:LONGEST].rstrip()
    else:
        return problem
    return f"{problem} …" + ")" * (problem.count("(") - problem.count(")"))


def remove_unbuilt(root: Path, existed: bool, anyway: bool) -> None:
    """Nothing is left of a record that was begun and not built; with archived bytes in it, only if `anyway`."""
    if list_versions(root) or not (anyway or not Archive(archive_path(root)).events):
        return
    for name in ("archive", "cache", "versions"):
        shutil.rmtree(root / name, ignore_errors=True)
    (root / "lock").unlink(missing_ok=True)
    if not existed:
        shutil.rmtree(root / "answers", ignore_errors=True)  # made by this build, and empty
        root.rmdir()
