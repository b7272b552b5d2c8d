"""Titles of incidents in another language: the sentence that `link.titles` composes, taken apart and put together anew.

It is taken apart rather than composed from the incident, so that what a public copy withheld stays withheld, and a
title reads alike wherever only the title is known. One that cannot be taken apart stays as it is.
"""

import re
from collections.abc import Callable, Mapping

from ..link.titles import BLAME, HOLDER, MOVED, NOUNS, STATUS_WORDS
from ..model import Frozen

MARKS = (*STATUS_WORDS.values(), "part", "total over a period", BLAME, HOLDER)
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAY = rf"\d{{1,2}}(?: {MONTH}(?: \d{{4}})?)?"
TAIL = re.compile(
    rf"^(?P<rest>.*?)(?:, (?:date unknown|(?P<days>(?:{DAY} ?– ?)?\d{{1,2}} {MONTH} \d{{4}})))"
    r"(?:, reported by (?P<reported>\d+) origins?)?(?:, denied by (?P<denied>\d+) origins?)?$",
    re.DOTALL,
)
ACCUSED = re.compile(r"^(?P<who>.+) \(named by (?P<some>\d+) of (?P<all>\d+) origins\)$", re.DOTALL)
MARKED = re.compile(r" \((?P<marks>(?:{0})(?:, (?:{0}))*)\)".format("|".join(map(re.escape, MARKS))))
JOINTS = re.compile(r"(, | and | or )")
MORE = re.compile(r"^(\d+) more$")
BARE = {noun.rsplit(" ", 1)[0] if " " in noun else noun: kind for kind, noun in NOUNS.items()}
HEADS = sorted(NOUNS.items(), key=lambda pair: -len(pair[1]))
UNKNOWN, UNNAMED = " at an unknown place", " in an unnamed place"


class Title(Frozen):
    """A title taken apart. `where` is None where it says none; "" where the place is unknown, "?" where it has no name."""

    kind: str
    where: str | None
    movers: str = ""
    end: str = ""
    marks: tuple[str, ...] = ()
    who: str = ""
    named_by: tuple[int, int] | None = None
    days: str = ""
    reported: int = 0
    denied: int = 0


def read_title(text: str, is_place: Callable[[str], bool]) -> Title | None:
    """The parts of a title, or None where it is not one that `link.titles` composes.

    >>> title = read_title("Shelling in Elm by North guard, 3–4 May 2020, reported by 2 origins", lambda name: True)
    >>> title.kind, title.where, title.who, title.days, title.reported
    ('shelling', 'Elm', 'North guard', '3–4 May 2020', 2)
    >>> read_title("The war in Elm", lambda name: True) is None
    True
    """
    tail = TAIL.match(text)
    if not tail:
        return None
    head, who, marks = tail["rest"], "", ()
    if marked := MARKED.search(head):
        marks = tuple(marked["marks"].split(", "))
        head, after = head[: marked.start()], head[marked.end() :]
        if after and not after.startswith(" by "):
            return None
        who = after.removeprefix(" by ")
    else:
        head, _, who = head.partition(" by ")
    accused = ACCUSED.match(who)
    if accused:
        who = accused["who"]
    named_by = (int(accused["some"]), int(accused["all"])) if accused else None
    found = _read_head(head, is_place)
    if found is None:
        return None
    kind, where, movers, end = found
    return Title(
        kind=kind, where=where, movers=movers, end=end, marks=marks, who=who, named_by=named_by,
        days=tail["days"] or "", reported=int(tail["reported"] or 0), denied=int(tail["denied"] or 0),
    )  # fmt: skip


def shorten(text: str) -> str:
    """The English title without the day and how many report it, for lists that have both beside it.

    >>> shorten("Shelling in Elm by North guard, 3–4 May 2020, reported by 2 origins, denied by 1 origin")
    'Shelling in Elm by North guard, denied by 1 origin'
    >>> shorten("The war in Elm")
    'The war in Elm'
    """
    tail = TAIL.match(text)
    if not tail:
        return text
    return tail["rest"] + (text[tail.start("denied") - len(", denied by ") :] if tail["denied"] else "")


def _read_head(head: str, is_place: Callable[[str], bool]) -> tuple[str, str | None, str, str] | None:
    """Kind, place, who moves and to where."""
    before, to, end = head.rpartition(" to ")
    if not to or not any(map(is_place, split_names(end, is_place)[0])):
        before, end = head, ""
    for kind, noun in HEADS:
        bare, _, link = noun.rpartition(" ") if " " in noun else (noun, "", "")
        if kind in MOVED and before.startswith(f"{bare} of "):
            movers, found, where = before.removeprefix(f"{bare} of ").rpartition(f" {link} ")
            if found:
                return kind, _read_place(where), movers, end
            for ending, place in ((UNKNOWN, ""), (UNNAMED, "?")):
                if before.endswith(ending):
                    return kind, place, before.removeprefix(f"{bare} of ").removesuffix(ending), end
            return kind, None, before.removeprefix(f"{bare} of "), end
        if link and before.startswith(f"{noun} "):
            return kind, _read_place(before.removeprefix(f"{noun} ")), "", end
        if kind == "statement" and before.startswith("Statement on "):
            return kind, before.removeprefix("Statement on "), "", end
        if before == bare:
            return kind, None, "", end
        for ending, place in ((UNKNOWN, ""), (UNNAMED, "?")):
            if before == bare + ending:
                return kind, place, "", end
    return None


def _read_place(text: str) -> str:
    return "?" if text == "an unnamed place" else text


def split_names(text: str, is_known: Callable[[str], bool]) -> tuple[list[str], str]:
    """The names of a phrase such as "A, B and C", and "or" where that joins them; a known name with a joint in it is one.

    >>> split_names("Elm and Ash Front, Oak and 2 more", {"Elm and Ash Front", "Oak"}.__contains__)
    (['Elm and Ash Front', 'Oak', '2 more'], 'and')
    """
    parts = JOINTS.split(text)
    names, joint = [], "and"
    at = 0
    while at < len(parts):
        for last in range(len(parts), at, -2):
            if last - at == 1 or is_known("".join(parts[at:last])):
                names.append("".join(parts[at:last]))
                break
        if last < len(parts) and parts[last] == " or ":
            joint = "or"
        at = last + 1
    return names, joint


def compose(
    title: Title,
    strings: Mapping[str, str],
    say_place: Callable[[str], str],
    say_actors: Callable[[str], str],
    say_many: Callable[[str, int], str],
    say_days: Callable[[str], str],
    short: bool = False,
) -> str:
    """The title in the language of the strings; a short one says neither the day nor how many report it."""
    bare = strings.get(f"title.{title.kind}.bare", strings.get(f"kind.{title.kind}", title.kind))
    usual = strings.get(f"title.{title.kind}", strings["title.in"])
    if title.movers:
        moved = strings[f"title.{title.kind}.of"]
        bare = moved.format(who=say_actors(title.movers))
        usual = strings["title.moved"] if title.kind == "displacement" else strings["title.moved_from"]
    if title.where is None:
        head = bare
    elif title.where in ("", "?"):
        head = usual.format(what=bare, where=strings["title.unnamed" if title.where else "title.unknown"])
    else:
        head = usual.format(what=bare, where=say_place(title.where))
    who = say_actors(title.who) if title.who else ""
    if who and title.named_by:
        some, every = title.named_by
        who += " " + strings["title.named_by"].format(some=some, all=every)
    by = strings.get(f"title.{title.kind}.by", strings["title.by"]).format(who=who) if who else ""
    marks = strings["title.comma"].join(strings.get(f"title.mark.{mark}", mark) for mark in title.marks)
    pieces = [
        "" if short else say_days(title.days) if title.days else strings["title.undated"],
        say_many("title.reported", title.reported) if title.reported and not short else "",
        say_many("title.denied", title.denied) if title.denied else "",
    ]
    sentence = head + (strings["title.to"].format(where=say_place(title.end)) if title.end else "")
    sentence += f" ({marks})" if marks else ""
    return strings["title.comma"].join([sentence + by, *filter(None, pieces)])
