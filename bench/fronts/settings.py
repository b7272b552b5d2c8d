"""How the press of a simulated war behaves: chances of telling, lying, denying, copying, and of getting a day wrong."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Setting:
    """Chances are for one event, unless named as for a day; lags are mean days."""

    name: str
    winner_tells: float = 0.9
    loser_admits: float = 0.45
    loser_denies: float = 0.05
    neutral_tells: float = 0.55
    defender_tells: float = 0.7  # that an attack was beaten back
    false_repelled: float = 0.02  # … when in truth the place was lost
    false_capture_fought: float = 0.008  # a day and fought-over place: the attacker says that he has taken it
    false_capture_quiet: float = 0.0004  # a day and place at the front: an enemy says that he has taken it
    false_denied: float = 0.7
    false_relayed: float = 0.2  # by a neutral outlet that names the speaker
    clings: float = 0.01  # a day, for weeks after a loss: the loser says that he still holds it
    own_held: float = 0.008  # a day and place: its holder's outlets say so in passing
    fought_held: float = 0.01  # a day and fought-over or divided place: each party says it holds it
    neutral_held: float = 0.010  # a day and place: a neutral outlet says who holds it
    stale: float = 6.0  # … by what it knew so many days ago, on average
    clashes: float = 0.15  # a day and fought-over place
    clashes_near: float = 0.02  # a day and place at the front
    strikes: float = 0.02
    contested_told: float = 0.06  # a day: that it is fought over, or split
    area: float = (
        0.25  # that the cluster is named in place of the places, where nearly all of it has one holder
    )
    area_false: float = 0.004  # a day and cluster: its main holder says that he has all of it
    copies: float = 0.25
    unmarked: float = 0.3  # of copies: reworded, so that nobody sees that they are copies
    laundered: float = 0.05  # a side's word told by a neutral outlet in its own voice
    hedged: float = 0.15
    vague: float = 0.06
    undated: float = 0.03
    wrong_day: float = 0.03
    far_off: float = 2.0
    plans: float = 0.1
    lag: float = 1.0
    silent: float = 0.0  # captures that nobody reports as such
    bursts: float = 0.0  # a day and side: two weeks of inventing captures in one cluster, by all its outlets
    partial: float = 0.25  # an attack that goes on: parts of the place are taken


FAIR = Setting("fair")
PARTISAN = Setting(
    "partisan",
    loser_admits=0.12,
    loser_denies=0.3,
    neutral_tells=0.4,
    defender_tells=0.85,
    false_repelled=0.2,
    false_capture_fought=0.05,
    false_capture_quiet=0.005,
    false_denied=0.45,
    false_relayed=0.35,
    clings=0.05,
    fought_held=0.03,
    neutral_held=0.007,
    stale=12.0,
    area_false=0.02,
    copies=0.4,
    laundered=0.15,
    hedged=0.12,
    vague=0.1,
    wrong_day=0.06,
    lag=1.5,
)
BROKEN = replace(
    PARTISAN, name="broken", silent=0.3, bursts=1 / 150, wrong_day=0.25, far_off=9.0, unmarked=0.6
)
HOSTILE = replace(  # lies so many that whoever believes the last claim is wrong on one day in four or five
    PARTISAN,
    name="hostile",
    clings=0.22,
    false_capture_quiet=0.035,
    false_capture_fought=0.15,
    area_false=0.05,
)
SETTINGS = {one.name: one for one in (FAIR, PARTISAN, HOSTILE, BROKEN)}
