"""Says what the tests did not run, from what slipcover measured; fails below the bars.

    python .ci/covered.py REPORT.json

All of the rules, the access and the pure parts, by line and branch; 95 % of everything.
"""

import json
import sys
from fnmatch import fnmatch
from pathlib import Path

_WHOLE = (
    *("*/rules.py", "*/rules/*", "*/access.py", "*/stats.py"),
    *("search/query.py", "moderation/*"),
)
_LEAST_PER_CENT = 95


def main(report: Path) -> int:
    """Return 0 when both bars are reached."""
    measured = json.loads(report.read_text())
    left = [
        f"{name}: {gaps}"
        for name, file in sorted(measured["files"].items())
        if any(fnmatch(name, pattern) for pattern in _WHOLE) and (gaps := _gaps(file))
    ]
    print("Rules, access and pure parts, of which all must be covered:")
    print("\n".join(left) or "nothing is left out")
    print(f"Everything, of which {_LEAST_PER_CENT} % must be covered:")
    reached = measured["summary"]["percent_covered"]
    for name, file in sorted(measured["files"].items()):
        if file["summary"]["percent_covered"] < _LEAST_PER_CENT:
            print(f"{name}: {file['summary']['percent_covered']:.0f} %, {_gaps(file)}")
    print(f"{reached:.1f} %")
    return int(bool(left) or reached < _LEAST_PER_CENT)


def _gaps(file: dict) -> str:
    """Return lines, and branches as `from->to`, that no test ran; empty if none."""
    lines = file["missing_lines"]
    branches = [
        f"{start}->{end or 'exit'}"
        for start, end in file["missing_branches"]
        if start not in lines
    ]
    return ", ".join([*(str(line) for line in lines), *branches])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
