"""Print how the spam filter does on labelled texts, over random halves.

    python tests/bench/spam_filter.py TITLES.csv [HALVES] [SPAM] [HAM,…] [TEXT COLUMN]

The file has a column `label`; by default its texts are in `title`, `spam` is spam and
`good` is ham. What is labelled otherwise is left out. The goal: precision .97 at recall
.60, learnt from one half and judged on the other.
"""

import csv
import statistics
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]

from moderation.spam import Example, halves, judge, learn

path = Path(sys.argv[1])
tries, spam, ham, column = [
    *sys.argv[2:6],
    *("10", "spam", "good", "title")[len(sys.argv) - 2 :],
]
with path.open(encoding="utf-8-sig", newline="") as file:
    rows = [
        row for row in csv.DictReader(file) if row["label"] in {spam, *ham.split(",")}
    ]
examples = [Example(row[column], row["label"] == spam) for row in rows]
print(f"{len(examples)} texts, {sum(one.is_spam for one in examples)} of them spam")

found = []
for seed in range(1, int(tries) + 1):
    learnt, judged = halves(examples, seed=seed)
    found.append(judge(learn(learnt, seed=seed), judged))
    last = found[-1]
    print(
        f"half {seed:>3}: precision {last.precision:.4f}, recall {last.recall:.4f}, {last}"
    )
precisions = [one.precision for one in found]
recalls = [one.recall for one in found]
reached = sum(one.precision >= 0.97 and one.recall >= 0.6 for one in found)
print(
    f"precision {min(precisions):.4f} at least, {statistics.mean(precisions):.4f} in the "
    f"mean; recall {min(recalls):.4f} at least, {statistics.mean(recalls):.4f} in the "
    f"mean; the goal is reached in {reached} of {len(found)}"
)
