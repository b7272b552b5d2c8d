"""The network: one small encoder, and heads for syntax, names and claims on the words that it pools.

Encoder: MiniLM-L6 (Wang et al. 2020), read from a safetensors file of its own names. Syntax: deep biaffine attention
(Dozat & Manning 2017). Claims: a trigger is labelled with a kind, a stance and two marks, and a second biaffine says
of every word which part it plays for that trigger.
"""

import math

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from training.labels import KINDS, MARKS, NAME_LABELS, ROLES, STANCES, TERM_LABELS

WIDTH, LAYERS, ATTENTION_HEADS, SHAPES = 384, 6, 12, 6
ARC, RELATION, ROLE = 256, 96, 96


class Layer(nn.Module):
    """One transformer layer, normalised after each half as in BERT."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner, self.outer = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
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

    def encode(self, ids, mask, shapes, pool):
        """Two readings of the words (batch, words, WIDTH): for syntax, and for names and claims."""
        order = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.pieces(ids) + self.positions(order)[None] + self.shapes(shapes))
        away = (1.0 - mask[:, None, None, :].float()) * -1e9
        states = []
        for layer in self.layers:
            x = layer(x, away)
            states.append(x)
        syntax, claims = (
            sum(w * state for w, state in zip(torch.softmax(mix, 0), states[-4:], strict=True))
            for mix in (self.mix, self.claim_mix)
        )
        return self.drop(pool.to(x.dtype) @ syntax), self.drop(pool.to(x.dtype) @ claims)

    def forward(self, ids, mask, shapes, pool):
        h, c = self.encode(ids, mask, shapes, pool)
        one = torch.ones_like(h[..., :1])
        heads = self.drop(F.gelu(self.arc_head(h)))
        dependants = torch.cat([self.drop(F.gelu(self.arc_dependant(h))), one], -1)
        return {
            "arc": dependants @ self.arc @ heads.transpose(1, 2),
            "rh": torch.cat([self.drop(F.gelu(self.relation_head(h))), one], -1),
            "rd": torch.cat([self.drop(F.gelu(self.relation_dependant(h))), one], -1),
            "u": self.upos(h),
            "x": self.xpos(h),
            "l": self.lemma(h),
            "n": self.name(h),
            "t": self.term(c),
            "k": self.kind(c),
            "s": self.stance(c),
            "m": self.mark(c),
            "ct": torch.cat([self.drop(F.gelu(self.role_trigger(c))), one], -1),
            "cw": torch.cat([self.drop(F.gelu(self.role_word(c))), one], -1),
        }

    def score_relations(self, heads_of, dependants, heads):
        """Relation scores (batch, words, relations) of each word to its head `heads` (batch, words)."""
        chosen = torch.gather(heads_of, 1, heads.unsqueeze(-1).expand(-1, -1, heads_of.shape[-1]))
        return (torch.einsum("bwi,rij->bwrj", dependants, self.relation) * chosen.unsqueeze(2)).sum(-1)

    def score_roles(self, triggers, words):
        """Role scores (n, words, roles) of all words for n triggers: `triggers` (n, ROLE + 1), `words` (n, words, ROLE + 1)."""
        return torch.einsum("ni,rij,nwj->nwr", triggers, self.role, words)


def _two_layers(labels: int) -> nn.Module:
    return nn.Sequential(nn.Linear(WIDTH, 192), nn.GELU(), nn.Dropout(0.25), nn.Linear(192, labels))
