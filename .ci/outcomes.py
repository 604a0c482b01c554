"""Holds a report to a committed list of outcomes: `outcomes.py REPORT EXPECTED [--write]`."""
import json
import sys
from pathlib import Path


def outcomes(report):
    """Each outcome with the ids that have it; an acceptable vector's says what was done with it."""
    result = {}
    for vector in report["vectors"]:
        if vector["outcome"] != "skipped":
            result.setdefault(vector.get("handling") or vector["outcome"], []).append(vector["id"])
    return {name: sorted(ids) for name, ids in sorted(result.items())}


def by_id(lists):
    return {id: outcome for outcome, ids in lists.items() for id in ids}


def main(report, expected, *options):
    report = json.loads(Path(report).read_text())
    hello = report["implementation"]["hello"]
    name = f"{hello['name']} {hello['version']}"
    got, path = outcomes(report), Path(expected)
    if "--write" in options:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"implementation": name, "outcomes": got}, indent=1) + "\n")
        print(f"{name}: {len(by_id(got))} outcomes written to {path}")
        return 0
    known = json.loads(path.read_text())
    old, new = by_id(known["outcomes"]), by_id(got)
    changes = [f"{id}: {old.get(id, 'not asked')} before, {new.get(id, 'not asked')} now"
               for id in sorted(old.keys() | new.keys()) if old.get(id) != new.get(id)]
    if known["implementation"] != name:
        changes.insert(0, f"{known['implementation']} before, {name} now")
    for change in changes:
        print(f"  {change}")
    print(f"{name}: {len(new)} outcomes, {len(changes)} changed")
    if changes:
        print(f"  if they are right: .ci/adapters --write, and look at the difference of {path}")
    return 1 if changes else 0


sys.exit(main(*sys.argv[1:]))
