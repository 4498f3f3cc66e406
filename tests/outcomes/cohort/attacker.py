"""Cohorts drawn at random, and a reader who works out hidden counts from those that are shown."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from tests.outcomes.cohort.questions import question
from treatments.outcomes.findings.cohort.finding import (
    AcrossPatients,
    CohortAlignment,
    CohortFindings,
    CohortPain,
    CohortPairFinding,
    CourseStep,
    OwnTimeSlopes,
    PatientLine,
    Quadrants,
    RawCorrelation,
    RegressionToTheMean,
    Responders,
    WithinPatient,
)
from treatments.outcomes.findings.cohort.flow_finding import Attendance, Flow
from treatments.outcomes.findings.cohort.judging import CLASSES, RESPONSES, TOWARD

Flags = NDArray[np.bool_]
CELLS = ("aligned_and_less_pain", "aligned_only", "less_pain_only", "neither", "baseline_in_reference", "not_judged")
REGIONS = ("low_back", "neck")
TOWARD_REFERENCE = CLASSES[TOWARD]


def random_cohort(seed: int, threshold: int = 5) -> CohortFindings:
    """Findings with counts of real sets of patients, many of them small or differing by little."""
    rng = np.random.default_rng(seed)
    enrolled = np.ones(int(rng.integers(1, 90)), dtype=bool)
    regions = REGIONS[: int(rng.integers(1, 3))]
    felt = [_pain_sets(rng, enrolled) for _ in regions]
    toward, inside = _some(rng, enrolled), _some(rng, enrolled) & (rng.random(len(enrolled)) < 0.3)
    sets = [_pair_sets(rng, own, toward, inside) for own in felt]
    pairs = tuple(_pair(rng, region, own) for region, own in zip(regions, sets, strict=True))
    attendance = tuple(_attendance(rng, enrolled))
    sessions = sum(step.patients or 0 for step in attendance)
    rows = {"ratings": int(rng.integers(0, 900)), "readings": int(rng.integers(0, 9)), "sessions": sessions}
    return CohortFindings(
        question=question(audience="sharing", small_cell_threshold=threshold),
        sha256="",
        counts={"patients": len(enrolled), **rows},
        parameters={},
        pairs=pairs,
        pain=tuple(_pain(rng, region, own) for region, own in zip(regions, felt, strict=True)),
        alignment=(_alignment(rng, enrolled, toward, inside, sets),),
        flow=Flow(
            enrolled=len(enrolled),
            with_baseline=_union(own["pair"] for own in sets),
            baseline_after_start=_union(own["after start"] for own in sets),
            with_3_pairs=_union(own["long"] for own in sets),
            analysed=_union(own["varies"] for own, pair in zip(sets, pairs, strict=True) if pair.within_patient),
            attendance=attendance,
        ),
        comparisons=len(pairs),
        suppressed=False,
    )


def primary_only(findings: CohortFindings) -> CohortFindings:
    """Hide small counts and nothing else: what a careless report would do."""
    threshold = findings.question.small_cell_threshold

    def shown(count: int | None) -> int | None:
        return None if count is not None and 0 < count < threshold else count

    def every(counts: Mapping[str, int | None]) -> dict[str, int | None]:
        return {name: shown(count) for name, count in counts.items()}

    def of_pair(pair: CohortPairFinding) -> CohortPairFinding:
        parts: dict[str, Any] = {
            name: replace(getattr(pair, name), n_patients=shown(getattr(pair, name).n_patients), reasons=())
            for name in ("own_time_slopes", "between_patients", "change_scores")
        }
        told = pair.responders
        rows = replace(told, n_aligned=shown(told.n_aligned), n_not_aligned=shown(told.n_not_aligned), reasons=())
        return replace(
            pair,
            n_patients=shown(pair.n_patients),
            n_series=shown(pair.n_series),
            quadrants=replace(pair.quadrants, **every(asdict(pair.quadrants))),
            responders=rows,
            reasons=(),
            **parts,
        )

    def of_regression(found: RegressionToTheMean | None) -> RegressionToTheMean | None:
        if found is None or shown(found.n) is None:
            return None
        return replace(found, rated_often=shown(found.rated_often))

    def of_pain(pain: CohortPain) -> CohortPain:
        return replace(
            pain,
            n=shown(pain.n),
            responses=every(pain.responses),
            completers=shown(pain.completers),
            regression_to_the_mean=of_regression(pain.regression_to_the_mean),
            dropouts=shown(pain.dropouts),
            course=tuple(step for step in pain.course if shown(step.n) is not None),
        )

    flow = findings.flow
    return replace(
        findings,
        pairs=tuple(map(of_pair, findings.pairs)),
        pain=tuple(map(of_pain, findings.pain)),
        alignment=tuple(replace(one, n=shown(one.n), classes=every(one.classes)) for one in findings.alignment),
        flow=Flow(
            enrolled=shown(flow.enrolled),
            with_baseline=shown(flow.with_baseline),
            baseline_after_start=shown(flow.baseline_after_start),
            with_3_pairs=shown(flow.with_3_pairs),
            analysed=shown(flow.analysed),
            attendance=tuple(replace(step, patients=shown(step.patients)) for step in flow.attendance),
        ),
    )


def recovered(findings: CohortFindings, shown: CohortFindings) -> list[str]:
    """Name the small counts, and small differences of nested counts, that follow from what is shown.

    `findings` is the truth. The reader knows which counts are parts of others and that none is negative, and
    finds the smallest and largest value that each unknown can have.
    """
    truth, told = dict(_counts(findings)), dict(_counts(shown))
    reader = _Reader(truth, told, findings)
    threshold = findings.question.small_cell_threshold
    small = {name: row for name, row in reader.targets() if 0 < row @ reader.truth < threshold}
    return reader.determined(small)


SHARES = (0.03, 0.1, 0.4, 0.7, 0.93, 0.98, 1.0)


def _some(rng: np.random.Generator, among: Flags, shares: tuple[float, ...] = SHARES) -> Flags:
    """A part of some patients: nearly none, nearly all, or any share."""
    share = rng.choice(shares)
    return among & (rng.random(len(among)) < share)


def _union(sets: Iterator[Flags]) -> int:
    return int(np.logical_or.reduce([np.zeros(0, dtype=bool) if one is None else one for one in sets] or [False]).sum())


def _pain_sets(rng: np.random.Generator, enrolled: Flags) -> dict[str, Flags]:
    rated = _some(rng, enrolled)
    # A generator of its own leaves every other set of a seed as it was: the tests name seeds for what they hold.
    often = _some(rng.spawn(1)[0], rated)
    came_back = _some(rng, rated)
    changed = _some(rng, came_back)
    answers = rng.choice(4, len(rated), p=rng.dirichlet([0.6] * 4))
    return {
        "rated": rated,
        "rated often": often,
        "came back": came_back,
        "stayed away": _some(rng, rated & ~came_back),
        "changed": changed,
        **{name: changed & (answers == number) for number, name in enumerate(RESPONSES)},
    }


def _pair_sets(rng: np.random.Generator, felt: dict[str, Flags], toward: Flags, inside: Flags) -> dict[str, Flags]:
    """Of the patients of a region; whose pain changed, and how, is the same in the pair, as is whose alignment did.

    In every other cohort nearly all of them have a pair, a change of both and a verdict on both.
    """
    shares = SHARES if rng.random() < 0.5 else SHARES[-3:]
    pair = _some(rng, felt["rated"], shares)
    long = _some(rng, pair)
    varies = _some(rng, long)
    inside = pair & inside
    changed = _some(rng, pair & felt["changed"], shares)
    judged = _some(rng, changed, shares) & ~inside & ~felt["not_evaluable"]
    aligned, improved = judged & toward, felt["improved"]
    return {
        "pair": pair,
        "long": long,
        "varies": varies,
        "own": _some(rng, varies & felt["rated often"]),
        "changed": changed,
        "aligned_and_less_pain": aligned & improved,
        "aligned_only": aligned & ~improved,
        "less_pain_only": judged & ~aligned & improved,
        "neither": judged & ~aligned & ~improved,
        "baseline_in_reference": inside,
        "not_judged": pair & ~inside & ~judged,
        "after start": _some(rng, pair),
    }


def _pair(rng: np.random.Generator, region: str, sets: dict[str, Flags]) -> CohortPairFinding:
    n = {name: int(flags.sum()) for name, flags in sets.items()}
    estimated = n["varies"] >= 8
    n_pairs = n["long"] * int(rng.integers(3, 9))
    rows = n["aligned_and_less_pain"] + n["aligned_only"], n["less_pain_only"] + n["neither"]
    within = WithinPatient(
        slope_per_unit=0.3, slope_per_mdc=0.6, se=0.1, ci95=(0.1, 0.5), p=None, p_holm=None, dof=n["varies"] - 1,
        partial_r=0.2, model_se=0.1, cr1_se=0.1,
    )  # fmt: skip
    return CohortPairFinding(
        measure="pelvic_obliquity",
        region=region,
        unit="deg",
        exposure="deviation",
        method_mix={"palm": n_pairs} if n_pairs else {},
        primary=True,
        status="ok" if estimated else "insufficient_data",
        reasons=() if estimated else (f"too_few_patients:{n['varies']}<8",),
        n_patients=n["varies"],
        n_pairs=n_pairs,
        n_series=n["long"],
        median_visits=5.0,
        mdc95=1.9,
        mdc_method="palm",
        mdc_source="",
        reliability=0.5,
        within_patient=within if estimated else None,
        raw_rmcorr=RawCorrelation(r=0.1, dof=n_pairs - n["long"] - 1, ci95=None, slope=0.1) if estimated else None,
        own_time_slopes=OwnTimeSlopes(**_companion(n["own"], 8), se=None),
        between_patients=AcrossPatients(**_companion(n["long"], 10)),
        change_scores=AcrossPatients(**_companion(n["changed"], 10)),
        quadrants=Quadrants(**{name: n[name] for name in CELLS}),
        responders=Responders(
            mean_difference=None, md_ci95=None, risk_difference=None, ci95=None, risk_ratio=None, rr_ci95=None,
            nnt=None, nnt_ci95=None, n_aligned=rows[0], n_not_aligned=rows[1], with_dropouts=0.1,
            reasons=() if min(rows) >= 10 else (f"too_few_in_a_group:{min(rows)}<10",),
        ),
        lines=(PatientLine(exposure=(), pain=(), adjusted_exposure=(), adjusted_pain=()),),
    )  # fmt: skip


def _companion(n: int, minimum: int) -> dict[str, Any]:
    if n < minimum:
        reasons = (f"too_few_patients:{n}<{minimum}",)
        return {
            "status": "insufficient_data",
            "reasons": reasons,
            "slope_per_unit": None,
            "ci95": None,
            "n_patients": n,
        }
    return {"status": "ok", "reasons": (), "slope_per_unit": 0.2, "ci95": (0.1, 0.3), "n_patients": n}


def _pain(rng: np.random.Generator, region: str, felt: dict[str, Flags]) -> CohortPain:
    n = {name: int(flags.sum()) for name, flags in felt.items()}
    rated, n_rated = felt["rated"], n["rated"]
    steps = [(0, n_rated), *((week, int(_some(rng, rated).sum())) for week in range(1, 5))] if n_rated else []
    return CohortPain(
        region=region,
        recall="7d_average",
        context="overall",
        main=True,
        status="ok",
        reasons=(),
        n=n["changed"],
        baseline=6.0,
        latest=4.0,
        change=-2.0,
        change_ci95=(-3.0, -1.0),
        responses={name: n[name] for name in RESPONSES},
        completer_baseline=6.0,
        dropout_baseline=6.0,
        regression_to_the_mean=RegressionToTheMean(
            expected=0.1, mean=5.0, sd=1.0, reliability=0.8, n=n_rated, rated_often=n["rated often"], reasons=()
        ),
        steps_in="week",
        course=tuple(CourseStep(start=start, n=n, mean=5.0, ci95=None) for start, n in steps if n),
        spaghetti=(((0.0, 5.0),),),
        completers=n["came back"],
        dropouts=n["stayed away"],
    )


def _alignment(
    rng: np.random.Generator, enrolled: Flags, toward: Flags, inside: Flags, sets: list[dict[str, Flags]]
) -> CohortAlignment:
    """Of all patients; in every other cohort nearly all with a change of alignment have a pair and a change of pain."""
    paired = np.logical_or.reduce([own["changed"] for own in sets])
    judged = np.logical_or.reduce([own[name] for own in sets for name in CELLS[:4]])
    more = _some(rng, enrolled & ~paired, SHARES if rng.random() < 0.5 else SHARES[:2])
    changed = paired | more
    stayed = rng.choice([name for name in CLASSES if name not in (TOWARD_REFERENCE, "not_comparable")], len(enrolled))
    kinds = np.where(toward & ~inside, TOWARD_REFERENCE, stayed)
    # What is not classified: of minors, or without a known error.
    classified = changed & (judged | _some(rng, changed, SHARES[-3:]))
    apart = _some(rng, enrolled & ~changed)
    classes = {name: int((classified & (kinds == name)).sum()) for name in CLASSES}
    return CohortAlignment(
        measure="pelvic_obliquity",
        method="palm",
        unit="deg",
        status="ok",
        reasons=(),
        n=int(changed.sum()),
        baseline=4.0,
        latest=2.0,
        change=-2.0,
        change_ci95=None,
        mdc95=1.9,
        mdc_source="",
        classes={**classes, "not_comparable": int(apart.sum())},
        feasibility_caution=False,
    )


def _attendance(rng: np.random.Generator, enrolled: Flags) -> Iterator[Attendance]:
    left = enrolled
    for visits in range(1, 8):
        left = left & (rng.random(len(left)) < rng.choice([0.5, 0.9, 0.97, 1.0]))
        if left.any():
            yield Attendance(visits=visits, patients=int(left.sum()))


def _counts(findings: CohortFindings) -> Iterator[tuple[str, int]]:
    """Every count of patients that a report tells, by name; also those in reasons and degrees of freedom."""
    for pair in findings.pairs:
        for name, count in _counts_of_pair(pair):
            if count is not None:
                yield f"{pair.region} {name}", count
    for pain in findings.pain:
        regression = pain.regression_to_the_mean
        told: dict[str, int | None] = {
            "changed pain": pain.n,
            "came back": pain.completers,
            "stayed away": pain.dropouts,
            "rated": regression.n if regression else None,
            "rated often": regression.rated_often if regression else None,
            **{f"response {name}": count for name, count in pain.responses.items()},
            **{f"step {step.start}": step.n for step in pain.course},
        }
        yield from ((f"{pain.region} {name}", count) for name, count in told.items() if count is not None)
    for one in findings.alignment:
        told = {"aligned changed": one.n, **{f"class {name}": count for name, count in one.classes.items()}}
        yield from ((name, count) for name, count in told.items() if count is not None)
    flow = findings.flow
    told = {
        "enrolled": flow.enrolled,
        "with pair": flow.with_baseline,
        "after start": flow.baseline_after_start,
        "with 3 pairs": flow.with_3_pairs,
        "analysed": flow.analysed,
        **{f"came {step.visits}": step.patients for step in flow.attendance},
    }
    yield from ((name, count) for name, count in told.items() if count is not None)
    named = {"patients": "enrolled", "sessions": "sessions"}
    yield from ((named[name], count) for name, count in findings.counts.items() if name in named)


def _counts_of_pair(pair: CohortPairFinding) -> Iterator[tuple[str, int | None]]:
    yield "varies", pair.n_patients
    yield "varies", pair.within_patient.dof + 1 if pair.within_patient else None
    yield "long", pair.n_series
    yield "long", pair.n_pairs - pair.raw_rmcorr.dof - 1 if pair.raw_rmcorr and pair.n_pairs is not None else None
    yield "long", pair.between_patients.n_patients
    yield "own", pair.own_time_slopes.n_patients
    yield "changed", pair.change_scores.n_patients
    yield from asdict(pair.quadrants).items()
    yield "row aligned", pair.responders.n_aligned
    yield "row others", pair.responders.n_not_aligned
    told = (
        ("varies", pair.reasons),
        ("own", pair.own_time_slopes.reasons),
        ("long", pair.between_patients.reasons),
        ("changed", pair.change_scores.reasons),
    )
    for name, reasons in told:
        for reason in reasons:
            if reason.startswith("too_few_patients:"):
                yield name, int(reason.partition(":")[2].partition("<")[0])


class _Reader:
    """Unknown counts as variables: what is shown, sums of tables, parts of others, and nothing below 0."""

    def __init__(self, truth: dict[str, int], told: dict[str, int], findings: CohortFindings) -> None:
        self.inside = list(_parts(findings))
        self.sums = list(_sums(findings))
        named = [*truth, *(name for total, parts in self.sums for name in (total, *parts))]
        named += [name for pair in self.inside for name in pair]
        self.column = {name: number for number, name in enumerate(dict.fromkeys(named))}
        known = _completed(truth, self.sums)
        self.truth = np.array([known[name] for name in self.column])
        equal = [(self._row({total: -1, **dict.fromkeys(parts, 1)}), 0) for total, parts in self.sums]
        equal += [(self._row({name: 1}), count) for name, count in told.items()]
        self.equal = np.array([row for row, _ in equal]), np.array([count for _, count in equal])
        self.below = np.array([self._row({part: 1, whole: -1}) for part, whole in self.inside])

    def targets(self) -> Iterator[tuple[str, NDArray[np.float64]]]:
        """Every count, and every difference of nested counts."""
        for name in self.column:
            yield name, self._row({name: 1})
        for part, whole in _all_nested(self.inside):
            yield f"{whole} but not {part}", self._row({whole: 1, part: -1})

    def determined(self, targets: dict[str, NDArray[np.float64]]) -> list[str]:
        """The targets that have one value only: no possible world differs from the true one.

        A world in which all of them are as small, or as large, as they can be together sets most of them free.
        """
        if not targets:
            return []
        every = sum(targets.values(), np.zeros(len(self.column)))
        worlds = [self._world(every), self._world(-every)]
        found = []
        for name, row in targets.items():
            for cost in (row, -row):
                if not self._free(row, worlds):
                    worlds.append(self._world(cost))
            found += [] if self._free(row, worlds) else [name]
        return found

    def _free(self, row: NDArray[np.float64], worlds: list[NDArray[np.float64]]) -> bool:
        return bool(np.abs((np.array(worlds) - self.truth) @ row).max() > 0.5)

    def _world(self, cost: NDArray[np.float64]) -> NDArray[np.float64]:
        found = linprog(
            cost, A_ub=self.below, b_ub=np.zeros(len(self.below)), A_eq=self.equal[0], b_eq=self.equal[1],
            bounds=(0, 700), method="highs",
        )  # fmt: skip
        assert found.status == 0, found.message
        return np.asarray(found.x)

    def _row(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        row = np.zeros(len(self.column))
        for name, weight in weights.items():
            row[self.column[name]] += weight
        return row


def _completed(truth: dict[str, int], sums: list[tuple[str, list[str]]]) -> dict[str, int]:
    """Add what no report shows but sums give: a total, or the one part that is missing."""
    known = dict(truth)
    for _ in sums:
        for total, parts in sums:
            missing = [name for name in (total, *parts) if name not in known]
            if len(missing) == 1:
                given = sum(known.get(part, 0) for part in parts)
                known[missing[0]] = given if missing == [total] else known[total] - given
    return known


def _parts(findings: CohortFindings) -> Iterator[tuple[str, str]]:
    """Which count is part of which."""
    yield from (
        ("with pair", "enrolled"),
        ("after start", "with pair"),
        ("with 3 pairs", "with pair"),
        ("analysed", "with 3 pairs"),
    )
    came = ["enrolled", *(f"came {step.visits}" for step in findings.flow.attendance)]
    yield from zip(came[1:], came, strict=False)
    for pair in findings.pairs:
        region = pair.region
        parts = (
            ("all", "with pair"), ("long", "with 3 pairs"), ("long", "all"), ("varies", "long"), ("own", "varies"),
            ("own", "rated often"),
            ("changed", "all"), ("judged", "changed"), ("all", "rated"), ("changed", "changed pain"),
            ("less pain", "response improved"), ("not less pain", "response not improved"),
            ("judged", "response with room"), ("changed", "aligned changed"),
            ("row aligned", f"class {TOWARD_REFERENCE}"), ("row others", "class others"),
        )  # fmt: skip
        for part, whole in parts:
            yield (
                f"{region} {part}",
                whole if whole.startswith(("with ", "class ", "aligned ")) else f"{region} {whole}",
            )
        if pair.within_patient:
            yield f"{region} varies", "analysed"
    for pain in findings.pain:
        region = pain.region
        yield from ((f"{region} rated", "enrolled"), (f"{region} came back", f"{region} rated"))
        yield f"{region} changed pain", f"{region} came back"
        yield f"{region} rated often", f"{region} rated"
        yield from ((f"{region} step {step.start}", f"{region} rated") for step in pain.course)
    yield "aligned at all", "enrolled"


def _sums(findings: CohortFindings) -> Iterator[tuple[str, list[str]]]:
    """Which counts add up to which."""
    for pair in findings.pairs:
        yield f"{pair.region} all", [f"{pair.region} {name}" for name in CELLS]
        yield f"{pair.region} judged", [f"{pair.region} {name}" for name in CELLS[:4]]
        yield f"{pair.region} less pain", [f"{pair.region} {name}" for name in CELLS[0:4:2]]
        yield f"{pair.region} not less pain", [f"{pair.region} {name}" for name in CELLS[1:4:2]]
        yield f"{pair.region} row aligned", [f"{pair.region} {name}" for name in CELLS[:2]]
        yield f"{pair.region} row others", [f"{pair.region} {name}" for name in CELLS[2:4]]
    if len(findings.pairs) == 1:
        (pair,) = findings.pairs
        yield "with pair", [f"{pair.region} all"]
        yield "with 3 pairs", [f"{pair.region} long"]
        if pair.within_patient:
            yield "analysed", [f"{pair.region} varies"]
    for pain in findings.pain:
        region = pain.region
        yield f"{region} rated", [f"{region} came back", f"{region} stayed away", f"{region} not due yet"]
        yield f"{region} changed pain", [f"{region} response {name}" for name in pain.responses]
        yield (
            f"{region} response not improved",
            [f"{region} response {name}" for name in ("worse", "no_important_change")],
        )
        yield f"{region} response with room", [f"{region} response {name}" for name in ("improved", "not improved")]
        if pain.course:
            yield f"{region} rated", [f"{region} step 0"]
    yield "sessions", [f"came {step.visits}" for step in findings.flow.attendance]
    for one in findings.alignment:
        classes = [f"class {name}" for name in one.classes if name != "not_comparable"]
        yield "aligned changed", [*classes, "not classified"]
        yield "class others", [name for name in classes if name != f"class {TOWARD_REFERENCE}"]
        yield "aligned at all", ["aligned changed", "class not_comparable"]


def _all_nested(parts: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Parts of parts are parts too."""
    nested = set(parts)
    while True:
        more = {(a, d) for a, b in nested for c, d in parts if b == c} - nested
        if not more:
            return nested
        nested |= more
