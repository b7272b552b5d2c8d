"""A claim in the making, between the grammar's stages."""

from dataclasses import dataclass, field

from sijill.extract.embedded.clause import Reading
from sijill.extract.embedded.discourse import Voice
from sijill.extract.embedded.slots import Slots
from sijill.extract.embedded.triggers import Event
from sijill.model import ActorRef, Figure, When


@dataclass
class Draft:
    """A claim in the making: everything but its id."""

    sentence: int
    event: Event
    reading: Reading
    quote: tuple[int, int]  # first and last word
    span: tuple[int, int]  # offsets in the document
    voice: Voice
    slots: Slots
    figures: tuple[Figure, ...] = ()
    weapons: tuple[ActorRef, ...] = ()
    extent: str | None = None
    when: When | None = None
    background: bool = False
    merged: list[Event] = field(default_factory=list)
    roles: dict[str, list[tuple[int, int, float]]] = field(
        default_factory=dict
    )  # the model's word spans, if it made them
    support: float | None = None  # the model's probability of this event, if it was asked

    @property
    def stance(self) -> str:
        return self.reading.stance

    @property
    def hedged(self) -> bool:
        return self.reading.hedged or self.voice.hedged

    @property
    def confidence(self) -> float:
        score = 0.75 if self.event.frame.part != "noun" else 0.6
        score -= 0.1 * self.hedged + 0.1 * self.voice.inferred
        score -= 0.1 * (not self.slots.places) + 0.05 * (not self.slots.actors)
        return round(max(0.2, score), 2)
