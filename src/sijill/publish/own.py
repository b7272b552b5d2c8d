"""A record without what was imported from data sets of others, which is theirs to pass on."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from sijill.model import Claim, ControlState, Document, Incident, Reconciled, replace
from sijill.reconcile.rows import find_best, weigh_voices
from sijill.reconcile.voices import group_by_origin, join_voice

IMPORTED = "imported"


class OwnRecord:
    """A record whose methods leave out imported documents, their claims, and what rests on these alone.

    Figures are reconciled anew from what is left. Who held a place stays as the whole record has it, without the imported
    claims among its reasons.
    """

    def __init__(self, record: Any):
        self._record = record

    def __getattr__(self, name: str) -> Any:
        return getattr(self._record, name)

    @cached_property
    def imported(self) -> frozenset[str]:
        """The ids of the imported documents."""
        return frozenset(one.id for one in self._record.documents() if IMPORTED in one.flags)

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(
            claim.id for claim in self._record.claims(None) if claim.document.id in self.imported
        )

    def documents(self, *filters: Any) -> list[Document]:
        """The documents that are reports of one's own."""
        return [one for one in self._record.documents(*filters) if one.id not in self.imported]

    def claims(self, filters: Any = None) -> list[Claim]:
        """The claims of these."""
        return [one for one in self._record.claims(filters) if one.document.id not in self.imported]

    def incidents(self, filters: Any = None) -> list[Incident]:
        """The incidents that any of these claims speaks of."""
        found = (self._strip(one) for one in self._record.incidents(filters))
        return [one for one in found if one is not None]

    def figures(self, filters: Any = None) -> list[Reconciled]:
        """Their figures, as these claims give them."""
        found = (self._weigh(one) for one in self._record.figures(filters))
        return [one for one in found if one is not None]

    def control(self, filters: Any = None) -> list[ControlState]:
        """Who held which place, with the reasons that are one's own."""
        return [
            replace(state, reasons=tuple(one for one in state.reasons if one.claim not in self._others))
            for state in self._record.control(filters)
        ]

    def _strip(self, incident: Incident) -> Incident | None:
        claims = self._keep(incident.claims)
        if len(claims) == len(incident.claims):
            return incident
        if not claims:
            return None
        origins = [replace(one, claims=self._keep(one.claims)) for one in incident.origins]
        return replace(incident, claims=claims, origins=tuple(one for one in origins if one.claims))

    def _weigh(self, row: Reconciled) -> Reconciled | None:
        kept = tuple(one for one in row.figures if one.claim not in self._others)
        if len(kept) == len(row.figures):
            return row
        standing = [one for one in kept if not one.superseded]
        if not standing:
            return None
        voices = [join_voice(members, hedged=False) for members in group_by_origin(standing)]
        trace: list[str] = []
        low, high, status = weigh_voices(voices, trace)
        return replace(
            row,
            low=low,
            high=high,
            best=find_best(voices, trace),
            status=status,
            figures=kept,
            supporting=self._keep(row.supporting),
            dissenting=self._keep(row.dissenting),
            trace=tuple(trace),
        )

    def _keep(self, claims: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in claims if name not in self._others)
