#!/usr/bin/python3
"""Counts the test cases of a ctest run, names what failed and what was skipped.

usage: count_results.py FOLDER CTEST_JUNIT_FILE...

FOLDER holds one <program>.xml per test program, as GoogleTest and script_test.py write them. A
program that ctest calls failed although its file shows no failed case (it crashed, or ran out of
time) counts as one failure. The last line is `N passed, N failed`, with `, N skipped` if some
were; the exit status is 0 only if something passed and nothing failed.
"""

import collections
import pathlib
import sys
import xml.etree.ElementTree as xml


def cases_of(path):
    """Pairs (name, outcome, message) of one program's file."""
    for case in xml.parse(path).getroot().iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        failure, skipped = case.find("failure"), case.find("skipped")
        if failure is not None:
            yield name, "failed", failure.get("message", "")
        elif skipped is not None:
            # GoogleTest puts the place in the source first, and the reason on the next line.
            yield name, "skipped", skipped.get("message", "").strip().split("\n")[-1]
        elif case.get("status") == "notrun":
            yield name, "skipped", "disabled"
        else:
            yield name, "passed", ""


def count(folder, junits):
    outcomes = {"passed": [], "failed": [], "skipped": []}
    for program in (row for path in junits for row in xml.parse(path).getroot().iter("testcase")):
        name, ran_well = program.get("name"), program.get("status") == "run"
        path = pathlib.Path(folder) / f"{name}.xml"
        cases = list(cases_of(path)) if path.exists() else []
        for case, outcome, message in cases:
            outcomes[outcome].append((f"{name}: {case}", message))
        if not ran_well and not any(outcome == "failed" for _, outcome, _ in cases):
            outcomes["failed"].append((name, "did not end by itself, or not well"))
        elif ran_well and not cases:
            outcomes["passed"].append((name, ""))
    return outcomes


def main():
    outcomes = count(sys.argv[1], sys.argv[2:])
    reasons = collections.defaultdict(list)
    for name, reason in outcomes["skipped"]:
        reasons[reason].append(name)
    for reason, names in reasons.items():
        print(f"skipped ({reason}):")
        for name in names:
            print(f"  {name}")
    for name, _ in outcomes["failed"]:
        print(f"FAILED {name}")
    passed, failed, skipped = (len(outcomes[k]) for k in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(0 if passed and not failed else 1)


if __name__ == "__main__":
    main()
