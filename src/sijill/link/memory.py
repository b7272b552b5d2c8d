"""What linking remembers of a build, so that the next compares and gathers only what is new or touched by it.

All that can be said of two claims follows from their reports, the reports that these copy, the pack and the decisions. A
lineage of reports whose digest is as it was therefore has the same claims in the same blocks, likely pairs among them are the
same, and an island of claims that no new claim is tied to falls into the same groups. The answer is the one that would come
without any memory.
"""

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np

from ..forks import run_forked
from ..model import Claim, Decision, Document, Frozen, replace, to_json
from .facets import Facets
from .origins import Origins

WORTH_A_PROCESS = 100_000  # claims: what takes a second to digest


class Memory(Frozen):
    """One build's claims as they were linked; arrays are bytes, of claims by their position in `claims`."""

    decisions: str  # digest of those in force
    lineages: dict[str, str]  # the document at the head of each → digest of all in it
    claims: tuple[str, ...]  # those that assert, plan or suppose something and repeat nothing
    islands: bytes  # int64, of each claim
    groups: bytes  # int64, of each claim
    pairs: bytes  # int64, n × 2: the pairs that are more likely one event than not
    scores: bytes  # float64, of each pair


class Past:
    """A memory as it bears on the claims of this build, by their ranks."""

    def __init__(self, memory: Memory, facets: Sequence[Facets], unchanged: frozenset[str]):
        position = {name: at for at, name in enumerate(memory.claims)}
        own = [position.get(one.id, -1) if one.root in unchanged else -1 for one in facets]
        self.positions = np.array(own, dtype=np.int64)
        self.islands = np.frombuffer(memory.islands, np.int64)
        self.groups = np.frombuffer(memory.groups, np.int64)
        self.sizes = np.bincount(self.islands) if len(self.islands) else np.zeros(0, np.int64)
        ranks = np.full(len(memory.claims), -1, dtype=np.int64)
        known = self.positions >= 0
        ranks[self.positions[known]] = np.flatnonzero(known)
        pairs = ranks[np.frombuffer(memory.pairs, np.int64).reshape(-1, 2)]
        both = (pairs >= 0).all(axis=1) if len(pairs) else np.zeros(0, bool)
        self.pairs = pairs[both]
        self.scores = np.frombuffer(memory.scores, float)[both]

    def recall_groups(self, members: Sequence[int]) -> list[list[int]] | None:
        """The groups that the claims of an island fell into, or None where it is not the island that it was."""
        positions = self.positions[list(members)]
        if (positions < 0).any():
            return None
        islands = self.islands[positions]
        if (islands != islands[0]).any() or self.sizes[islands[0]] != len(members):
            return None
        groups: dict[int, list[int]] = {}
        for rank, group in sorted(zip(members, self.groups[positions].tolist(), strict=True)):
            groups.setdefault(group, []).append(rank)
        return list(groups.values())


def digest_decisions(decisions: Iterable[Decision]) -> str:
    """One digest of all decisions in force."""
    lines = sorted(to_json(one) for one in decisions if not one.revoked_at)
    return hashlib.blake2b(b"\n".join(lines), digest_size=16).hexdigest()


def digest_lineages(
    claims: Sequence[Claim], documents: Iterable[Document], origins: Origins, jobs: int = 1
) -> dict[str, str]:
    """For each lineage of reports a digest of what linking can know of it, by the document at its head."""
    told: dict[str, list[Claim | Document]] = {}
    for document in documents:
        told.setdefault(origins.find_root(document.id), []).append(document)
    for claim in claims:
        told.setdefault(origins.find_root(claim.document.id), []).append(claim)
    roots = sorted(told)
    jobs = max(1, min(jobs, len(claims) // WORTH_A_PROCESS))
    bounds = [len(roots) * part // jobs for part in range(jobs + 1)]
    found = run_forked(
        lambda part: [digest_lineage(told[root]) for root in roots[bounds[part] : bounds[part + 1]]], jobs
    )
    return dict(zip(roots, (digest for part in found for digest in part), strict=True))


def digest_lineage(records: Iterable[Claim | Document]) -> str:
    lines = [to_json(strip_text(one) if isinstance(one, Document) else one) for one in records]
    return hashlib.blake2b(b"\n".join(sorted(lines)), digest_size=16).hexdigest()


def strip_text(document: Document) -> Document:
    """The document without what linking does not look at."""
    return replace(document, text="", furniture=(), captured=None, path=None, flags=(), media_type="")


def find_unchanged(memory: Memory, lineages: dict[str, str]) -> frozenset[str]:
    """The heads of the lineages that are what they were."""
    return frozenset(root for root, digest in lineages.items() if memory.lineages.get(root) == digest)
