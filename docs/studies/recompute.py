"""Recomputes the figures of a study from the results of its networks, by numpy and scipy, and compares them.

    python3 recompute.py runs/study/study.json

Ends with exit code 1 and the names of the figures that differ. Nothing of Gyrus is used: means, Hodges and Lehmann's centres,
exact signed-rank tests, the intervals that invert them, and Holm's correction are written here once more.
"""

import json
import sys

import numpy as np
from scipy.stats import rankdata

LEVEL = 0.05
TOLERANCE = 1e-9


def rank_sums(ranks):
    """The chance of each value of twice the positive rank sum, when every sign is a coin's."""
    chances = np.ones(1)
    for rank in np.rint(2 * ranks).astype(int):
        step = np.zeros(rank + 1)
        step[0] = step[rank] = 0.5
        chances = np.convolve(chances, step)
    return chances


def signed_rank_p(differences):
    """Wilcoxon's two-sided p: differences of 0 are left out, equal sizes share their mean rank."""
    differences = differences[differences != 0]
    if len(differences) == 0:
        return 1.0
    ranks = rankdata(np.abs(differences))
    positive = ranks[differences > 0].sum()
    smaller = int(np.rint(2 * min(positive, ranks.sum() - positive)))
    return min(1.0, 2 * rank_sums(ranks)[: smaller + 1].sum())


def walsh_averages(differences):
    i, j = np.triu_indices(len(differences))
    return np.sort((differences[i] + differences[j]) / 2)


def interval(differences):
    """From the first to the last shift that the test does not reject; none for up to five patients."""
    if 2.0 ** (1 - len(differences)) > LEVEL:
        return None
    walsh = np.unique(walsh_averages(differences))
    accepted = [signed_rank_p(differences - shift) > LEVEL for shift in walsh]
    between = [signed_rank_p(differences - (low + high) / 2) > LEVEL for low, high in zip(walsh, walsh[1:])]
    first = next(i for i in range(len(walsh)) if accepted[i] or between[i])
    last = next(i for i in reversed(range(len(walsh))) if accepted[i] or between[i - 1])
    return walsh[first], walsh[last]


def holm(p):
    corrected = np.empty(len(p))
    largest = 0.0
    for rank, test in enumerate(np.argsort(p, kind="stable")):
        largest = max(largest, min(1.0, p[test] * (len(p) - rank)))
        corrected[test] = largest
    return corrected


class Comparison:
    """Figures of the study beside those recomputed here."""

    def __init__(self):
        self.count = 0
        self.wrong = []

    def figure(self, name, found, expected):
        self.count += 1
        both_absent = found is None and expected is None
        if not both_absent and (found is None or expected is None or abs(found - expected) > TOLERANCE):
            self.wrong.append(f"{name}: {found} in the study, {expected} recomputed")

    def difference(self, name, found, differences):
        """A paired difference as the study writes it, and the patients' differences."""
        self.figure(f"{name}: patients", len(found["differences"]), len(differences))
        if any(difference is None for difference in differences):
            self.figure(f"{name}: centre", found["centre"], None)
            return
        values = np.array(differences, dtype=float)
        for patient, (theirs, ours) in enumerate(zip(found["differences"], values), 1):
            self.figure(f"{name}: patient {patient}", theirs, ours)
        self.figure(f"{name}: centre", found["centre"], np.median(walsh_averages(values)))
        # rounding of the patients' means could part differences that are equal, so ties are judged on the study's own numbers
        values = np.array(found["differences"], dtype=float)
        self.figure(f"{name}: p", found["test"]["p"], signed_rank_p(values))
        ends = interval(values)
        for end, place in (("low", 0), ("high", 1)):
            theirs = found["interval"][end] if found["interval"] else None
            self.figure(f"{name}: {end} end", theirs, ends[place] if ends else None)


def mean(values):
    return None if any(value is None for value in values) else float(np.mean(values))


def epochs_below(network, dice):
    """Epochs that a network spent below a validation Dice; one that never reached it spent all."""
    return next((epoch for epoch, value in enumerate(network["validationDice"]) if value >= dice), len(network["validationDice"]))


def recompute(study):
    networks = {network["job"]: network for network in study["results"]}
    compared = Comparison()
    for comparison in study["analysis"]["comparisons"]:
        setting = f"{comparison['scans']} scans {comparison['arm']} {comparison['level']}".strip()
        patients = [[(networks[pair["arm"]], networks[pair["against"]]) for pair in pairs] for pairs in comparison["patients"]]
        for measure, gain in comparison["gains"].items():
            name = f"{measure}, {setting}"

            def of(network):
                return mean([test["measures"].get(measure) for test in network["tests"]])

            arms = [[mean([of(pair[arm]) for pair in pairs]) for pairs in patients] for arm in (0, 1)]
            compared.figure(f"{name}: the arm", gain["arm"], mean(arms[0]))
            compared.figure(f"{name}: against", gain["against"], mean(arms[1]))
            for arm, key in enumerate(("armPatients", "againstPatients")):
                for patient, (theirs, ours) in enumerate(zip(gain[key], arms[arm]), 1):
                    compared.figure(f"{name}: {key} {patient}", theirs, ours)
            compared.difference(name, gain["difference"],
                                [None if a is None or b is None else a - b for a, b in zip(*arms)])
        for convergence in comparison["convergence"]:
            name = f"epochs saved up to {convergence['dice']}, {setting}"
            below = [[[epochs_below(pair[arm], convergence["dice"]) for pair in pairs] for pairs in patients] for arm in (0, 1)]
            compared.figure(f"{name}: the arm", convergence["armEpochs"], float(np.mean(below[0])))
            compared.figure(f"{name}: against", convergence["againstEpochs"], float(np.mean(below[1])))
            compared.difference(name, convergence["saved"],
                                [float(np.mean(against) - np.mean(arm)) for arm, against in zip(*below)])
    others = [test for test in study["tests"] if not test["chosen"]]
    for test, corrected in zip(others, holm(np.array([test["p"] for test in others]))):
        compared.figure(f"{test['name']}: corrected p", test["shown"], corrected)
    for test in study["tests"]:
        if test["chosen"]:
            compared.figure(f"{test['name']}: p as it is", test["shown"], test["p"])
    return compared


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python3 recompute.py study.json")
    with open(sys.argv[1], encoding="utf-8") as file:
        compared = recompute(json.load(file))
    if compared.wrong:
        sys.exit("\n".join(compared.wrong) + f"\n{len(compared.wrong)} of {compared.count} figures differ")
    print(f"all {compared.count} figures are recomputed")


if __name__ == "__main__":
    main()
