"""One document through a model: windows, answers, the gate, one round of repair, and what is lacking in the end."""

import hashlib
import json
import threading
from collections.abc import Callable

from sijill.extract.llm.client import Reply
from sijill.extract.llm.gate import Failure, Gate
from sijill.extract.llm.prompt import Message, prompt_version, write_messages
from sijill.extract.llm.reading import read_answer
from sijill.extract.llm.repair import merge_repair, number_repair, write_repair
from sijill.extract.llm.sentences import find_languages
from sijill.extract.llm.windows import Window, drop_doubles, halve
from sijill.model import Claim, Document, ExtractorRef, Frozen
from sijill.read.language import detect_language

Ask = Callable[[list[Message]], Reply | None]
# The identifier is loaded at its first use, which takes a second: by one thread, for all.
_ONE = threading.Lock()
HALVINGS = 3  # how often a window whose answer is cut off is divided


class Coded(Frozen):
    """What a model made of a document, or of a part of it, after the gate."""

    claims: tuple[Claim, ...] = ()
    failures: tuple[Failure, ...] = ()
    missing: int = 0  # requests that nobody answered
    unrepaired: int = 0  # answers with mistakes that nobody was there to mend


def code_document(
    document: Document, windows: tuple[Window, ...], extractor: ExtractorRef, ask: Ask
) -> Coded:
    """The claims of a document's windows; `ask` gives the reply to messages, or None where there is none to be had.

    A pure function of its arguments and of what `ask` replies: with the same replies, the same claims.
    """
    gate = Gate(document, list_languages(document), extractor)
    parts = [part for window in windows for part in _code_window(gate, window, ask, HALVINGS)]
    return Coded(
        claims=tuple(drop_doubles([part.claims for part in parts])),
        failures=tuple(dict.fromkeys(failure for part in parts for failure in part.failures)),
        missing=sum(part.missing for part in parts),
        unrepaired=sum(part.unrepaired for part in parts),
    )


def _code_window(gate: Gate, window: Window, ask: Ask, halvings: int) -> list[Coded]:
    """What came of a window; of its halves, where its answer was too long to be given whole."""
    shown = window.read(gate.document.text)
    messages = write_messages(shown, tell_language(shown, gate.document.language))
    reply = ask(messages)
    if reply is None:
        return [Coded(missing=1)]
    if reply.cut and halvings and (halves := halve(window, gate.document.text)):
        return [part for half in halves for part in _code_window(gate, half, ask, halvings - 1)]
    return [_code_reply(gate, window, messages, reply, ask)]


def _code_reply(gate: Gate, window: Window, messages: list[Message], reply: Reply, ask: Ask) -> Coded:
    answer = read_answer(reply.text)
    gate.taken.clear()
    checked = gate.check_all(answer.claims, window)
    repair = write_repair(messages, reply.text, answer, checked)
    if repair is None:
        return Coded(claims=tuple(one.claim for one in checked if one.claim is not None))
    again = ask(repair)
    whole = Failure(place=0, what=answer.problem, said=reply.text[:160]) if answer.problem else None
    if again is None:
        claims, failures = merge_repair(checked, [], [])
        return Coded(claims=tuple(claims), failures=(*((whole,) if whole else ()), *failures), unrepaired=1)
    second = read_answer(again.text)
    gate.taken.clear()
    rechecked = gate.check_all(second.claims, window)
    if whole is not None:
        # The answer was asked for again as a whole: the second one stands, if it can be read or has at least as much.
        sound = [one for one in rechecked if one.claim is not None]
        if second.problem is None or len(sound) >= sum(one.claim is not None for one in checked):
            whole = (
                None
                if second.problem is None
                else Failure(place=0, what=second.problem, said=again.text[:160])
            )
            checked = rechecked
        claims, failures = merge_repair(checked, [], [])
        return Coded(claims=tuple(claims), failures=(*((whole,) if whole else ()), *failures))
    claims, failures = merge_repair(checked, rechecked, number_repair(second.claims, checked))
    return Coded(claims=tuple(claims), failures=tuple(failures))


def list_languages(document: Document) -> tuple[str, ...]:
    """The languages that a document's numbers and days may be written in: its own, then those of its passages."""
    with _ONE:
        found = find_languages(document.text, document.language, detect_language)
    told = [language for *_, language in found]
    common = sorted(set(told), key=lambda one: (-told.count(one), one))
    return tuple(one for one in dict.fromkeys((document.language, *common)) if one != "und") or ("und",)


def tell_language(shown: str, whole: str) -> str:
    """The language of what a model is shown: that of most of it, or of the whole document where too little is shown."""
    with _ONE:
        ((*_, found),) = find_languages(" ".join(shown.split()), whole, detect_language) or [(0, 0, whole)]
    return found


def make_key(model: str, messages: list[Message]) -> str:
    """The key of an answer: the same words to the same model with the same prompt are asked once.

    >>> make_key("m", [{"role": "user", "content": "a"}]) == make_key("n", [{"role": "user", "content": "a"}])
    False
    """
    data = json.dumps([model, prompt_version(), messages], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()[:32]
