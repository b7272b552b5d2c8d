"""What a claim's own words say of where in a town it happened, and of what did the harm."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ..model import Claim

# Things of which a town has one or a few, by the words for them. What is everywhere (a house, a street) tells nothing apart.
SITES = {
    "school": r"schools?|universit(?:y|ies)|college|kindergarten|مدرسة|المدرسة|جامعة|روضة",
    "hospital": r"hospitals?|clinics?|maternity (?:ward|home)|health (?:centre|center)|مستشفى|المستشفى|مشفى|المشفى",
    "market": r"(?<!black )markets?|marketplace|bazaar|souq|souk|shopping (?:centre|center|mall)|سوق|السوق",
    "bakery": r"baker(?:y|ies)|bread (?:queue|line)|(?:queu\w+|lin\w+ up|waiting) for bread|مخبز|المخبز|فرن",
    "mosque": r"mosques?|مسجد|المسجد|جامع",
    "church": r"church(?:es)?|cathedral|monaster(?:y|ies)|pagoda|temple|convent|كنيسة|الكنيسة",
    "bridge": r"(?:road |railway )?bridges?|جسر|الجسر",
    "rail station": r"(?:railway|train|rail) (?:station|platform)s?|محطة القطار",
    "power station": r"power (?:station|plant|line|grid)s?|substations?|محطة الكهرباء",
    "police station": r"police (?:station|post|headquarters)|مخفر",
    "fuel station": r"(?:petrol|gas|fuel|filling) stations?|fuel depots?|oil (?:depot|refinery|terminal)s?|محطة وقود",
    "bus": r"bus(?:es)?|bus (?:stop|station)s?|minibus(?:es)?|حافلة",
    "ambulance": r"ambulances?|سيارة إسعاف",
    "airport": r"airports?|airfields?|air ?base|مطار|المطار",
    "port": r"(?:sea)?ports?|harbour|harbor|docks|ميناء",
    "dam": r"dams?|reservoirs?",
    "prison": r"prisons?|jails?|detention (?:centre|center)s?|سجن|السجن",
    "wedding": r"weddings?|عرس",
    "funeral": r"funerals?|mourners|جنازة",
    "convoy": r"(?:aid )?convoys?|قافلة",
    "aid point": r"aid (?:point|distribution|site|centre|center|warehouse)s?|food (?:queue|distribution)|soup kitchen",
    "displaced camp": r"(?:camp|shelter)s? (?:for|of) (?:the )?(?:displaced|refugees)|(?:displacement|refugee|idp) camps?",
    "hotel": r"hotels?",
    "factory": r"factor(?:y|ies)|warehouses?|steelworks|مصنع",
    "depot": r"(?:ammunition|arms|weapons?|munitions?|ammo) (?:depot|dump|store|warehouse|cache)s?|مستودع",
    "base": r"(?:military|army|training|naval|terrorist|militant) (?:\w+ )?(?:base|camp|site|headquarters)s?|barracks|ثكنة|قاعدة",
}  # fmt: skip
MILITARY = frozenset({"depot", "base"})  # what others call a home or a school
NAMED = frozenset(
    {"school", "hospital", "mosque", "church", "airport", "prison"}
)  # things that have names themselves
# Of the others a capital makes a name: the town of Stone Bridge is no bridge.
_SITES = re.compile(
    "|".join(
        rf"(?P<s{at}>\b(?{'i' if site in NAMED else ''}:{words})\b)"
        for at, (site, words) in enumerate(SITES.items())
    )
)
_NAMES = tuple(SITES)
CAUSES = {
    "air_strike": r"air ?-?strikes?|airstrikes?|air raids?|(?:war)?planes?|(?:fighter )?jets?|aircraft|helicopters?|glide bombs?"
    r"|guided bombs?|barrel bombs?|from the air|غارة|غارات|طيران|طائرات",
    "drone_strike": r"drones?|uavs?|fpv|quadcopters?|loitering munitions?|مسيّرة|مسيرة",
    "shelling": r"shell(?:s|ed|ing|fire)?|artillery|mortars?|rockets?|howitzers?|missiles?|قصف|قذائف|قذيفة|صواريخ",
    "bombing": r"car bombs?|explosive devices?|ieds?|suicide (?:bomb\w*|attack\w*)|عبوة|سيارة مفخخة",
    "mine": r"landmines?|mines|unexploded (?:ordnance|shells?)|لغم|ألغام",
    "chemical_attack": r"chlorine|sarin|chemical (?:attack|weapon)s?|nerve agents?|كلور|سارين",
}  # fmt: skip
_CAUSES = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in CAUSES.items()), re.I)
_SPREAD = re.compile(
    r"\b(?:multiple|several|various|different|many|a number of) (?:\w+ )?"
    r"(?:locations|places|areas|sites|towns|villages|cities|districts|neighbou?rhoods|provinces|regions|fronts)\b",
    re.I,
)
_WORD = re.compile(r"[\w’'-]+|[^\w\s]")
_OWNER = re.compile(r"[’']s?$")


def read_sites(claim: Claim) -> frozenset[str]:
    """What in a town the words of a claim name: in its quote, its places and its targets."""
    return find_sites(tell(claim))


def read_causes(claim: Claim) -> frozenset[str]:
    """The kinds of strike that the words of a claim name; `mine` where they name what lay there before."""
    return find_causes(tell(claim))


@lru_cache(maxsize=20_000)
def is_spread(text: str) -> bool:
    """Whether a text speaks of several places together.

    >>> is_spread("the toll of multiple locations"), is_spread("the toll of the strike")
    (True, False)
    """
    return _SPREAD.search(text) is not None


def tell(claim: Claim) -> str:
    named = (*(place.name for place in claim.places), *(ref.name for ref in (*claim.actors, *claim.targets)))
    return "\n".join((claim.quote, *named))


@lru_cache(maxsize=20_000)
def find_sites(text: str) -> frozenset[str]:
    """The sites that a text names.

    >>> sorted(find_sites("Shells hit a bakery near the railway station")), find_sites("a house in the street")
    (['bakery', 'rail station'], frozenset())
    >>> find_sites("Stone Bridge"), find_sites("Stone Bridge Hospital")
    (frozenset(), frozenset({'hospital'}))
    """
    return frozenset(_NAMES[int(found.lastgroup[1:])] for found in _SITES.finditer(text) if found.lastgroup)


@lru_cache(maxsize=20_000)
def find_causes(text: str) -> frozenset[str]:
    """The kinds of strike that a text names.

    >>> sorted(find_causes("Six civilians died in the shelling of the town"))
    ['shelling']
    """
    return frozenset(found.lastgroup for found in _CAUSES.finditer(text) if found.lastgroup)


def list_names(texts: Iterable[str]) -> frozenset[str]:
    """The runs of words with capitals, in any of which a place may be named; scripts without capitals give none.

    >>> sorted(list_names(["the market of New Alton's east", "On Monday"]))
    ['New Alton', 'On Monday']
    """
    found: set[str] = set()
    for text in texts:
        run: list[str] = []
        for word in (*_WORD.findall(text), "."):
            if word[0].isupper() or (run and word[0].isdigit()):
                bare = _OWNER.sub("", word)
                run.append(bare)
                if bare == word:
                    continue
            if run:
                found.add(" ".join(run))
            run = []
    return frozenset(found)
