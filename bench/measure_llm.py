"""How fast a pile is coded when the model answers in 200 ms, and what the prompt as shipped costs in tokens.

No model is measured: a local server gives ready answers after a pause. `python bench/measure_llm.py [REPORTS]`
"""

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
from sijill.extract.llm.prompt import prompt_version, write_messages, write_system  # noqa: E402
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


def measure_tokens() -> None:
    """Prints the tokens of a thousand short reports, by the estimate that `--dry-run` uses."""
    print(
        f"prompt {prompt_version()}: about {count_tokens(write_system())} tokens, the same for every report"
    )
    for name, sample in (
        ("English", "en.txt"),
        ("French", "fr.txt"),
        ("Russian", "ru.txt"),
        ("Arabic", "ar.txt"),
    ):
        text = REPORTS[sample][0]
        words = (text.split() * (WORDS // len(text.split()) + 1))[:WORDS]
        report = " ".join(words)
        tokens_in, tokens_out = count_request(write_messages(report)), guess_answer(report)
        thousand = f"{tokens_in / 1000:.2f} and {tokens_out / 1000:.2f} million for 1,000"
        print(f"{name}: {tokens_in:,} in and {tokens_out:,} out a report; {thousand}")


if __name__ == "__main__":
    measure_tokens()
    detect_language(" ".join(["loaded once"] * 20))  # the identifier of languages takes a second to load
    measure_speed(int(sys.argv[1]) if len(sys.argv) > 1 else 400, 8, 0.2)
