"""Which pairs does splink find on the same rows? What `find_duplicates` is compared with."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence

from benchmarks.people import TypedRow


def splink_pairs(rows: Sequence[TypedRow], threshold: float) -> dict[tuple[str, str], float]:
    """Return pairs of ids -> probability, by a model trained on these rows as splink's guide does it.

    Splink gets the given name and the surname apart, as typed in their columns; ours gets one name.
    """
    import pandas
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    table = [
        (r.known.supporter_id, r.given_name or None, r.family_name or None, r.known.email_key or None,
         r.known.phone_key or None, r.known.address_keys[0] if r.known.address_keys else None)
        for r in rows
    ]  # fmt: skip
    columns = ["unique_id", "given", "family", "email", "phone", "address"]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given"),
            cl.NameComparison("family"),
            cl.EmailComparison("email"),
            cl.DamerauLevenshteinAtThresholds("phone", [1]),
            cl.JaroWinklerAtThresholds("address", [0.95]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("email"), block_on("phone"), block_on("address"), block_on("given", "family"),
        ],
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        registered = DuckDBAPI().register(pandas.DataFrame(table, columns=columns))
        linker = Linker(registered, settings, log_level=logging.CRITICAL)
        linker.training.estimate_probability_two_random_records_match(
            [block_on("email", "given"), block_on("phone", "given"), block_on("address", "given", "family")],
            recall=0.7,
        )
        linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
        for known_by in (block_on("email"), block_on("phone"), block_on("given", "family")):
            linker.training.estimate_parameters_using_expectation_maximisation(known_by)
        found = linker.inference.predict(threshold_match_probability=threshold)
        answer = found.as_record_list()
    return {
        (min(r["unique_id_l"], r["unique_id_r"]), max(r["unique_id_l"], r["unique_id_r"])): float(
            r["match_probability"]
        )
        for r in answer
    }
