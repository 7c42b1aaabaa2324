"""Print one table: what, ours, floor or peer, ratio, goal, met or not. Missing a goal is no failure of the command."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from tests.bench import banking, entering, importing, reading, starting, workbooks
from tests.bench.measuring import Result

BENCHES: dict[str, Callable[[int], Iterator[Result]]] = {
    "window": starting.measure,
    "summary": reading.summary,
    "claim": reading.claim,
    "list": reading.first_page,
    "damages": reading.damages,
    "search": reading.search,
    "entering": entering.measure,
    "workbook": workbooks.measure,
    "bank": banking.measure,
    "receipt": banking.receipt,
    "import": importing.measure,
    "import-tenfold": importing.measure_tenfold,
}


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(BENCHES), help="measure this alone (may be repeated)")
    parser.add_argument("--runs", type=int, default=7, help="pairs of turns (default 7)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results to a file, too")
    wanted = parser.parse_args()
    results: list[Result] = []
    print(f"{'what':44} {'data':14} {'ours':>12} {'floor':>12} {'ratio':>8} {'goal':>8}", flush=True)
    for name in wanted.only or BENCHES:
        for result in BENCHES[name](wanted.runs):
            results.append(result)
            print(_line(result), flush=True)
    if wanted.json:
        rows = [{**asdict(result), "is_met": result.is_met} for result in results]
        wanted.json.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _line(result: Result) -> str:
    factor = 1000 if result.unit == "ms" else 1
    digits = 3 if result.unit == "ms" else 0
    amounts = " ".join(
        f"{amount * factor:>9,.{digits}f}{result.unit:>3}"[:13] for amount in (result.ours, result.floor)
    )
    verdict = "met" if result.is_met else "MISSED"
    ratio, goal = (f"{value:>7.{3 if value < 1 else 2}f}x" for value in (result.ratio, result.goal))
    return f"{result.what:44} {result.size:14} {amounts} {ratio} {goal} {verdict} {result.remark}".rstrip()


if __name__ == "__main__":
    main()
