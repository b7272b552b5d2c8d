"""How fast a pile is coded when the model answers in 200 ms, and what the prompt as shipped costs in tokens.

No model is measured: a local server gives ready answers after a pause. `python bench/measure_llm.py [REPORTS]`;
`python bench/measure_llm.py TOKENIZER.json…` counts with the tokenisers of models (files of that name) beside the estimate.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from llm_reports import REPORTS, code_perfectly  # noqa: E402
from llm_server import served  # noqa: E402

from sijill.extract.llm.asking import Asker, Limits  # noqa: E402
from sijill.extract.llm.cost import count_request, count_tokens, guess_answer  # noqa: E402
from sijill.extract.llm.prompt import answer_schema, prompt_version, write_messages, write_system  # noqa: E402
from sijill.extract.llm.settings import Settings  # noqa: E402
from sijill.extract.llm.store import AnswerStore  # noqa: E402
from sijill.extract.llm.windows import cut_windows  # noqa: E402
from sijill.model import Document, ExtractorRef  # noqa: E402
from sijill.read.language import detect_language  # noqa: E402

WORDS = 350


def make_documents(count: int) -> list[Document]:
    """Reports of some 350 words each, no two alike, in the languages of the tests in turn."""
    out = []
    for number in range(count):
        text, _ = list(REPORTS.values())[number % len(REPORTS)]
        filler = " ".join(
            f"Line {k} of report {number} tells of nothing that counts here." for k in range(25)
        )
        text = f"{text}\n{filler}\n"
        out.append(
            Document(
                id=f"d-{number}", content_hash=f"{number:064x}", source=f"{number}.txt", text=text, language="en",
                published="2019-05-09",
            )
        )  # fmt: skip
    return out


def measure_speed(count: int, concurrency: int, delay: float) -> None:
    """Prints how many reports a second are asked about, answered, gated and stored."""
    documents = make_documents(count)
    extractor = ExtractorRef(name="llm", version="bench")
    with tempfile.TemporaryDirectory() as folder, served(code_perfectly, delay=delay) as server:
        settings = Settings(model="m", url=server.url + "/chat/completions")
        with (
            AnswerStore(Path(folder) / "answers.sqlite") as store,
            Asker(settings, store, Limits(concurrency=concurrency)) as asker,
        ):
            started = time.perf_counter()
            coded = list(asker.code_all([(one, cut_windows(one)) for one in documents], extractor))
            seconds = time.perf_counter() - started
        claims = sum(len(one.claims) for _, one in coded)
        print(
            f"{count} reports of about {WORDS} words, answers after {delay * 1000:.0f} ms, concurrency {concurrency}: "
            f"{seconds:.1f} s, {count / seconds:.1f} reports/s, {claims} claims, {sum(server.answered.values())} requests"
        )


LANGUAGES = ("en", "ar", "fa", "ru", "uk", "fr", "es", "my")
BURMESE_WORD = 4.8  # letters of a word as a dictionary divides Burmese, which sets no spaces


def make_report(language: str) -> str:
    """A report of 350 words in a language: one of the tests' reports over and over."""
    text = REPORTS[f"{language}.txt"][0]
    if language == "my":
        length = round(WORDS * BURMESE_WORD)
        return (" ".join(text.split()) * (length // len(text) + 2))[:length]
    return " ".join((text.split() * (WORDS // len(text.split()) + 1))[:WORDS])


def measure_tokens(files: list[str]) -> None:
    """Prints the tokens of a short report in each language, by the estimate of `--dry-run` and by tokenisers."""
    from tokenizers import Tokenizer

    readers = {
        Path(name).parts[-4] if len(Path(name).parts) > 3 else name: Tokenizer.from_file(name)
        for name in files
    }

    def count(text: str) -> list[int]:
        return [len(one.encode(text, add_special_tokens=False).ids) for one in readers.values()]

    print(f"prompt {prompt_version()}: about {count_tokens(write_system())} tokens first in each request")
    print("language, prompt, report, all in, guessed out" + "".join(f", {name}" for name in readers))
    schema = json.dumps(answer_schema(), separators=(",", ":"))
    for language in LANGUAGES:
        report = make_report(language)
        messages = write_messages(report, language)
        row = [
            count_tokens(write_system(language)), count_tokens(report), count_request(messages), guess_answer(report),
            *count("\n".join(one["content"] for one in messages) + schema),
        ]  # fmt: skip
        print(language, *(f"{value:,}" for value in row))


def measure_windows() -> None:
    """Prints what the windows of a long report cost in each language."""
    for language in LANGUAGES:
        paragraph = " ".join(REPORTS[f"{language}.txt"][0].split("\n\n")[-1].split())
        text = "\n\n".join([paragraph] * (60_000 // len(paragraph)))
        document = Document(id="d", content_hash="", source="long", text=text, language=language)
        shown = [window.read(text) for window in cut_windows(document)][:-1]
        costs = [count_tokens(one) for one in shown]
        print(
            f"{language}: {len(shown) + 1} windows for {len(text):,} characters, about {sum(map(len, shown)) // len(shown):,}"
            f" characters and {min(costs):,} to {max(costs):,} tokens each"
        )


if __name__ == "__main__":
    given = [name for name in sys.argv[1:] if not name.isdigit()]
    measure_tokens(given)
    measure_windows()
    detect_language(" ".join(["loaded once"] * 20))  # the identifier of languages takes a second to load
    if not given:
        measure_speed(int(sys.argv[1]) if len(sys.argv) > 1 else 400, 8, 0.2)
