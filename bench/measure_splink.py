"""A second opinion: Splink on the annotators' claims, beside the links that Sijill makes of them.

    pip install 'splink>=5'
    python bench/measure_splink.py --gold ../shared/gold --seeds ../shared/seeds

Splink 5 on DuckDB scores pairs of claims by the same parts that Sijill compares: a joint level of kind, day and place, the
actors, the targets and the figures; what is unknown counts for neither. Its m are estimated from the annotations of the one
collection and tried on the other, once each way, and once without annotations by expectation maximisation; u from random pairs.
Clusters are its connected components at the threshold that is best where it was trained (without annotations: at 0.9). All
figures come from `sijill.score`, as in `measure_linking.py`.
"""

import argparse
import logging
from pathlib import Path
from typing import Any

from measure_linking import make_claims, read_reports, read_seeds
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.comparison_level_library import CustomLevel, ElseLevel
from splink.internals.comparison_library import CustomComparison

from sijill.link import Linking, Lookup
from sijill.link.blocks import FAMILIES
from sijill.packs import load_pack
from sijill.resolve import load_gazetteer
from sijill.score.coded import Predicted
from sijill.score.linking import score_incidents
from sijill.score.matching import match_gold
from sijill.score.reading import read_gold

THRESHOLDS = (0.001, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99)
SAME_PLACE = "place_l = place_r"
HOLDS = "(list_contains(around_l, place_r) OR list_contains(around_r, place_l))"
OVERLAP = "first_l <= last_r AND first_r <= last_l"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, required=True)
    parser.add_argument("--pack", default="syria")
    options = parser.parse_args()
    logging.getLogger("splink").setLevel(logging.ERROR)
    pack = load_pack(options.pack)
    read = {"seeds": read_seeds(options.seeds, pack), "reports": read_reports(options.gold / "reports")}
    sets = {name: Collection(options.gold / name, documents, pack) for name, documents in read.items()}
    rows = []
    for name, other in (("seeds", "reports"), ("reports", "seeds")):
        trained, tried = sets[other], sets[name]
        model = train(trained.rows, labelled=True)
        best = max(THRESHOLDS, key=lambda at: trained.score(model, at).across.f1 or 0)
        rows.append(
            (f"{name}, m from the annotations of the {other}, at {best}", tried, tried.score(model, best))
        )
        rows.append(
            (
                f"{name}, m by expectation maximisation, at 0.9",
                tried,
                tried.score(train(tried.rows, False), 0.9),
            )
        )
        best = max(THRESHOLDS, key=lambda at: tried.score(model, at).across.f1 or 0)
        rows.append(
            (
                f"{name}, as the first, at the best threshold in hindsight ({best})",
                tried,
                tried.score(model, best),
            )
        )
    for label, tried, links in rows:
        across, within = links.across, links.within
        print(
            f"{label:75} across P {across.precision or 0:.2f} R {across.recall or 0:.2f} F1 {across.f1 or 0:.2f}  "
            f"within F1 {within.f1 or 0:.2f}  B3 {links.b3_f1 or 0:.2f}  must-not-merge {tried.merged}"
        )


class Collection:
    """The claims of one annotated collection as rows for Splink, and the scorer of what it makes of them."""

    def __init__(self, folder: Path, documents: list, pack: Any):
        self.gold = read_gold(folder)
        claims, documents = make_claims(self.gold, folder, documents, pack)
        linking = Linking(claims, documents, Lookup(pack, load_gazetteer(pack)), (), 1, None)
        facets, _ = linking.read_all_facets()
        self.rows = [make_row(one, self.gold.incidents.get(one.id)) for one in facets]
        self.coded = tuple(claim for document in self.gold.documents for claim in document.claims)
        self.merged = ""

    def score(self, model: dict, threshold: float) -> Any:
        homes = {name: frozenset({home}) for name, home in cluster(self.rows, model, threshold).items()}
        predicted = Predicted(name="splink", claims=self.coded, incidents=homes)
        scores = score_incidents(self.gold, predicted, match_gold(self.gold, predicted))
        self.merged = f"{scores.merged_apart.k} of {scores.merged_apart.n}"
        return scores.matched


def make_row(one: Any, incidents: frozenset[str] | None) -> dict[str, Any]:
    spot = one.spots[0] if one.spots else None
    killed = next((figure for figure in one.figures if figure[0] == "killed"), None)
    return {
        "unique_id": one.id,
        "kind": one.kind,
        "family": FAMILIES.get(one.kind, one.kind),
        "stance": one.claim.stance,
        "first": one.days.first if one.days else None,
        "last": one.days.last if one.days else None,
        "place": spot.key if spot else None,
        "around": list(spot.line) if spot else [],
        "actors": ",".join(sorted(one.doers.ids)) or None,
        "sides": ",".join(sorted(one.doers.sides)) or None,
        "on_sides": ",".join(sorted(one.sufferers.sides)) or None,
        "low": (killed[2] or 0.0) if killed else None,
        "high": (killed[3] or 1e9) if killed else None,
        "incident": min(incidents) if incidents else f"alone {one.id}",
    }


def make_settings() -> SettingsCreator:
    """The comparisons, the likeliest level of each first; the first of all is that of what is unknown."""

    def compare(name: str, unknown: str, *levels: str) -> CustomComparison:
        null = CustomLevel(unknown).configure(is_null_level=True)
        return CustomComparison([null, *map(CustomLevel, levels), ElseLevel()], output_column_name=name)

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare(
                "when_where_what", "first_l IS NULL OR first_r IS NULL OR place_l IS NULL OR place_r IS NULL",
                f"kind_l = kind_r AND {SAME_PLACE} AND first_l = first_r AND last_l = last_r",
                f"kind_l = kind_r AND {SAME_PLACE} AND {OVERLAP}",
                f"family_l = family_r AND {SAME_PLACE} AND {OVERLAP}",
                f"kind_l = kind_r AND {HOLDS} AND {OVERLAP}",
                f"family_l = family_r AND ({SAME_PLACE} OR {HOLDS})",
            ),
            compare("actors", "sides_l IS NULL OR sides_r IS NULL", "actors_l = actors_r", "sides_l = sides_r"),
            compare("targets", "on_sides_l IS NULL OR on_sides_r IS NULL", "on_sides_l = on_sides_r"),
            compare(
                "killed", "low_l IS NULL OR low_r IS NULL", "low_l <= high_r AND low_r <= high_l",
                "greatest(low_l, low_r) <= 2 * least(high_l, high_r)",
            ),
        ],
        blocking_rules_to_generate_predictions=[
            "l.family = r.family AND l.stance = r.stance AND abs(l.first - r.first) <= 3",
            block_on("place", "family", "stance"),
        ],
    )  # fmt: skip


def open_linker(rows: list[dict[str, Any]], settings: Any) -> Linker:
    import pyarrow

    api = DuckDBAPI()
    return Linker(api.register(pyarrow.Table.from_pylist(rows)), settings, log_level=logging.ERROR)


def train(rows: list[dict[str, Any]], labelled: bool) -> dict:
    linker = open_linker(rows, make_settings())
    linker.training.estimate_probability_two_random_records_match(
        ["l.place = r.place AND l.first = r.first AND l.kind = r.kind"], recall=0.4
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    if labelled:
        linker.training.estimate_m_from_label_column("incident")
    else:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on("family", "first"))
        linker.training.estimate_parameters_using_expectation_maximisation(block_on("sides", "place"))
    return linker.misc.save_model_to_json()


def cluster(rows: list[dict[str, Any]], model: dict, threshold: float) -> dict[str, str]:
    linker = open_linker(rows, model)
    pairs = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=threshold
    )
    return {row["unique_id"]: row["cluster_id"] for row in found.as_record_list()}


if __name__ == "__main__":
    main()
