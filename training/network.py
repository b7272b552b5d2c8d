"""The network: one small encoder, and heads for syntax, names and claims on the words that it pools.

Encoder: MiniLM-L6 (Wang et al. 2020), read from a safetensors file of its own names. Syntax: deep biaffine attention
(Dozat & Manning 2017) on its six layers. Claims: the encoder forks after its first SHARED layers into layers of their own,
with weights of 4 bits, so that what is learned of claims leaves the trees as they were; a trigger is labelled with a
kind, a stance and two marks, and a second biaffine says of every word which part it plays for that trigger.
"""

import math

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from training.labels import KINDS, MARKS, NAME_LABELS, ROLES, STANCES, TERM_LABELS

WIDTH, LAYERS, SHARED, ATTENTION_HEADS, SHAPES = 384, 6, 3, 12, 6
NARROW_BLOCK = 32  # inputs that share a scale where weights have 4 bits
ARC, RELATION, ROLE = 256, 96, 96


def split_narrow(weight):
    """4-bit levels and scales of a matrix: `weight` (outputs, inputs) to levels (outputs, blocks, NARROW_BLOCK) from -8 to 7
    and scales (outputs, blocks, 1). The number of largest size in a block is met exactly by level -8.

    >>> levels, scales = split_narrow(torch.linspace(-1, 1, 64)[None])
    >>> levels.shape, scales.shape, float((levels * scales)[0, 0, 0])
    (torch.Size([1, 2, 32]), torch.Size([1, 2, 1]), -1.0)
    """
    blocks = weight.reshape(weight.shape[0], -1, NARROW_BLOCK)
    largest = torch.gather(blocks, 2, blocks.abs().argmax(-1, keepdim=True))
    scales = largest / -8
    scales = torch.where(scales == 0, torch.full_like(scales, 1e-12), scales)
    return torch.clamp(torch.round(blocks / scales), -8, 7), scales


class NarrowLinear(nn.Linear):
    """A linear map that computes with its weights rounded to 4 bits, and learns as if they were not (Bengio et al. 2013)."""

    def forward(self, x):
        with torch.no_grad():
            levels, scales = split_narrow(self.weight)
            change = (levels * scales).reshape(self.weight.shape) - self.weight
        return F.linear(x, self.weight + change, self.bias)


class Layer(nn.Module):
    """One transformer layer, normalised after each half as in BERT; `linear` makes its six maps."""

    def __init__(self, linear=nn.Linear):
        super().__init__()
        self.query, self.key, self.value, self.output = (linear(WIDTH, WIDTH) for _ in range(4))
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner, self.outer = linear(WIDTH, 4 * WIDTH), linear(4 * WIDTH, WIDTH)
        self.output_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        """`x` (batch, pieces, WIDTH); `mask` (batch, 1, 1, pieces), 0 or a large negative number."""
        batch, pieces, _ = x.shape
        q, k, v = (
            part(x).view(batch, pieces, ATTENTION_HEADS, -1).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        if self.training:
            seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype), dropout_p=0.0)
        else:
            scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // ATTENTION_HEADS) + mask
            seen = torch.softmax(scores, -1) @ v
        seen = seen.transpose(1, 2).reshape(batch, pieces, WIDTH)
        x = self.attention_norm(x + self.drop(self.output(seen)))
        return self.output_norm(x + self.drop(self.outer(F.gelu(self.inner(x)))))


class Network(nn.Module):
    """Scores for every word of a batch of sentences; word 0 is the root."""

    def __init__(self, upos: int, xpos: int, relations: int, lemma_rules: int, pieces: int = 30522):
        super().__init__()
        self.pieces = nn.Embedding(pieces, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.claim_layers = nn.ModuleList(Layer(NarrowLinear) for _ in range(LAYERS - SHARED))
        self.mix = nn.Parameter(torch.zeros(4))
        self.claim_mix = nn.Parameter(torch.zeros(4))
        self.drop = nn.Dropout(0.15)
        self.arc_head, self.arc_dependant = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.relation_head, self.relation_dependant = nn.Linear(WIDTH, RELATION), nn.Linear(WIDTH, RELATION)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.relation = nn.Parameter(torch.randn(relations, RELATION + 1, RELATION + 1) * 0.02)
        self.upos, self.xpos = nn.Linear(WIDTH, upos), nn.Linear(WIDTH, xpos)
        self.lemma = nn.Linear(WIDTH, lemma_rules)
        self.name = _two_layers(len(NAME_LABELS))
        self.term = _two_layers(len(TERM_LABELS))
        self.kind = _two_layers(len(KINDS))
        self.stance = _two_layers(len(STANCES))
        self.mark = _two_layers(len(MARKS))
        self.role_trigger, self.role_word = nn.Linear(WIDTH, ROLE), nn.Linear(WIDTH, ROLE)
        self.role = nn.Parameter(torch.randn(len(ROLES), ROLE + 1, ROLE + 1) * 0.02)

    def fork(self) -> None:
        """The claims' layers begin as copies of the upper layers of syntax."""
        for own, other in zip(self.claim_layers, self.layers[SHARED:], strict=True):
            own.load_state_dict(other.state_dict())
        with torch.no_grad():
            self.claim_mix.copy_(self.mix)

    def syntax_parts(self) -> list[nn.Module]:
        """Everything that a tree depends on: what is left alone while claims are learned."""
        heads = [self.arc_head, self.arc_dependant, self.relation_head, self.relation_dependant]
        return [
            self.pieces,
            self.positions,
            self.shapes,
            self.norm,
            self.layers,
            *heads,
            self.upos,
            self.xpos,
            self.lemma,
            self.name,
        ]

    def _share(self, ids, mask, shapes):
        """The pieces as the first SHARED layers see them, and what attention is to leave out."""
        order = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.pieces(ids) + self.positions(order)[None] + self.shapes(shapes))
        away = (1.0 - mask[:, None, None, :].float()) * -1e9
        for layer in self.layers[:SHARED]:
            x = layer(x, away)
        return x, away

    def _rise(self, x, away, layers, mix, pool):
        """The words (batch, words, WIDTH) as a mix of what was shared and of each further layer."""
        states = [x]
        for layer in layers:
            states.append(layer(states[-1], away))
        mixed = sum(w * state for w, state in zip(torch.softmax(mix, 0), states, strict=True))
        return self.drop(pool.to(mixed.dtype) @ mixed)

    def forward(self, ids, mask, shapes, pool):
        x, away = self._share(ids, mask, shapes)
        syntax = self._rise(x, away, self.layers[SHARED:], self.mix, pool)
        claims = self._rise(x, away, self.claim_layers, self.claim_mix, pool)
        return self._score_syntax(syntax) | self._score_claims(claims)

    def read_claims(self, ids, mask, shapes, pool):
        """The scores of claims and terms alone; what is shared with syntax is used and not learned."""
        with torch.no_grad():
            x, away = self._share(ids, mask, shapes)
        return self._score_claims(self._rise(x, away, self.claim_layers, self.claim_mix, pool))

    def _score_syntax(self, h):
        heads = self.drop(F.gelu(self.arc_head(h)))
        dependants = _with_one(self.drop(F.gelu(self.arc_dependant(h))))
        return {
            "arc": dependants @ self.arc @ heads.transpose(1, 2),
            "rh": _with_one(self.drop(F.gelu(self.relation_head(h)))),
            "rd": _with_one(self.drop(F.gelu(self.relation_dependant(h)))),
            "u": self.upos(h),
            "x": self.xpos(h),
            "l": self.lemma(h),
            "n": self.name(h),
        }

    def _score_claims(self, c):
        return {
            "t": self.term(c),
            "k": self.kind(c),
            "s": self.stance(c),
            "m": self.mark(c),
            "ct": _with_one(self.drop(F.gelu(self.role_trigger(c)))),
            "cw": _with_one(self.drop(F.gelu(self.role_word(c)))),
        }

    def score_relations(self, heads_of, dependants, heads):
        """Relation scores (batch, words, relations) of each word to its head `heads` (batch, words)."""
        chosen = torch.gather(heads_of, 1, heads.unsqueeze(-1).expand(-1, -1, heads_of.shape[-1]))
        return (torch.einsum("bwi,rij->bwrj", dependants, self.relation) * chosen.unsqueeze(2)).sum(-1)

    def score_roles(self, triggers, words):
        """Role scores (n, words, roles) of all words for n triggers: `triggers` (n, ROLE + 1), `words` (n, words, ROLE + 1)."""
        return torch.einsum("ni,rij,nwj->nwr", triggers, self.role, words)


def _with_one(x):
    """`x` with a last feature that is 1, for the linear parts of a biaffine."""
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def _two_layers(labels: int) -> nn.Module:
    return nn.Sequential(nn.Linear(WIDTH, 192), nn.GELU(), nn.Dropout(0.25), nn.Linear(192, labels))
