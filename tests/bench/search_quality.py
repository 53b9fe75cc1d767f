"""Print nDCG@10, MAP and recall@100 of the embedded engine on a collection.

    python tests/bench/search_quality.py ../shared/data/search/cranfield [TITLE_BOOST]

The collection is docs.jsonl, queries.jsonl, qrels.jsonl; relevance is binary, depth
1,000. Analysis and formula are those that ship; nothing is special-cased.
"""

import json
import math
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from community.core.ports import SearchDocument
from search.engines.whoosh import WhooshEngine
from search.query import parse
from search.ranking import Ranking

DEPTH = 1_000


def lines(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def index(folder: Path, engine: WhooshEngine) -> dict[int, str]:
    names = {}
    build = engine.build(1)
    for number, row in enumerate(lines(folder / "docs.jsonl"), 1):
        names[number] = row["id"]
        build.add(
            [SearchDocument("doc", number, 1, row.get("title") or "", row["text"])]
        )
    build.finish()
    engine.activate(1)
    return names


def scores(ranked: list[str], relevant: set[str]) -> tuple[float, float, float]:
    gains = [name in relevant for name in ranked]
    dcg = sum(1 / math.log2(i + 2) for i, good in enumerate(gains[:10]) if good)
    ideal = sum(1 / math.log2(i + 2) for i in range(min(10, len(relevant))))
    precisions = [sum(gains[: i + 1]) / (i + 1) for i, good in enumerate(gains) if good]
    recall = sum(gains[:100]) / len(relevant)
    return dcg / ideal, sum(precisions) / len(relevant), recall


def main() -> None:
    folder = Path(sys.argv[1])
    boost = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
    relevant = defaultdict(set)
    for row in lines(folder / "qrels.jsonl"):
        if row["r"] > 0:
            relevant[row["q"]].add(row["d"])
    with tempfile.TemporaryDirectory() as root:
        engine = WhooshEngine(Path(root), Ranking(default_title_boost=boost))
        began = time.process_time()
        names = index(folder, engine)
        indexing = time.process_time() - began
        began = time.process_time()
        rows = []
        for row in lines(folder / "queries.jsonl"):
            if row["id"] not in relevant:
                continue
            query = parse(row["text"], max_bytes=10_000, max_terms=1_000)
            hits = engine.search(query, {"doc": DEPTH}).hits["doc"]
            ranked = [names[hit.key.object_id] for hit in hits]
            rows.append(scores(ranked, relevant[row["id"]]))
        searching = time.process_time() - began
        engine.close()
    ndcg, mean, recall = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    print(
        f"{folder.name}: {len(names)} documents, {len(rows)} queries, title^{boost:g}"
    )
    print(f"nDCG@10 {ndcg:.3f}  MAP {mean:.3f}  recall@100 {recall:.3f}")
    print(
        f"indexed {len(names) / indexing:.0f} documents a CPU second; "
        f"{1000 * searching / len(rows):.1f} CPU ms a query"
    )


if __name__ == "__main__":
    main()
