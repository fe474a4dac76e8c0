"""The speed of the library, each figure a ratio within this run, with its goal beside it."""

import gc
import json
import math
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from shutil import rmtree

from synthetic import SHIPPED, files_of, folder, light

import octopus_kb as okb
from octopus_kb.loading import load_folder
from octopus_kb.search import SearchIndex

BARE = "pass"
LOAD = "import octopus_kb as okb; okb.load().topics['topic:ransomware']"
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def best(*works: Callable[[], object], tries: int = 15) -> list[float]:
    """Give the least seconds that each work takes, the works taken in turns: so they find memory in the same state."""
    found = [math.inf] * len(works)
    for _ in range(tries):
        for n, work in enumerate(works):
            start = time.perf_counter()
            work()
            found[n] = min(found[n], time.perf_counter() - start)
    return found


def processes(*codes: str, tries: int = 25) -> list[float]:
    """Give the least seconds of a whole process for each piece of code, taken in turns."""
    works = [partial(subprocess.run, [sys.executable, "-c", code], env=CLEAN, check=True) for code in codes]
    return best(*works, tries=tries)


def row(name: str, figure: float, goal: float | None = None) -> None:
    """Print a figure, its goal, and whether it is met."""
    verdict = "" if goal is None else ("met" if figure <= goal else "MISSED")
    print(f"| {name} | {figure:.3g} | {'' if goal is None else goal} | {verdict} |", flush=True)


def exponent(sizes: list[int], times: list[float]) -> float:
    """Give the exponent of growth between the smallest and the largest size."""
    return math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])


def starts() -> None:
    """Measure imports and the first load, each a process of its own."""
    bare, lazy, attrs_alone, loaded = processes(BARE, "import octopus_kb", "import attrs", LOAD)
    row("import octopus_kb, against bare Python", lazy / bare, 1.10)
    row("import, load and one lookup, net, against net import attrs", (loaded - bare) / (attrs_alone - bare), 2.8)


def loads(where: Path) -> None:
    """Measure checked loads against the reading of their JSON."""
    for copies, tries in ((1, 200), (2, 100), (188, 5)):
        path = SHIPPED if copies == 1 else folder(where / f"loaded-{copies}", copies)
        texts = [file.read_bytes() for file in path.glob("*.json")]
        count = len(load_folder(path).statements)
        plain, checked = best(partial(_read_all, texts), partial(load_folder, path), tries=tries)
        row(f"checked load, against json.loads, {count:,} statements", checked / plain, 4.8)


def _read_all(texts: list[bytes]) -> list[object]:
    return [json.loads(text) for text in texts]


def growth(where: Path, sizes: list[int]) -> None:
    """Measure how the time of loading grows with the number of copies of the document."""
    times = []
    for size in sizes:
        path = folder(where / f"grown-{size}", size)
        gc.disable()
        times += best(partial(load_folder, path), tries=9 if size < 1000 else 3)
        gc.enable()
        rmtree(path)
    row(f"growth of load time, {sizes[0]} to {sizes[-1]:,} documents, exponent", exponent(sizes, times), 1.05)


def memory(where: Path, copies: int) -> None:
    """Measure what a loaded edition keeps, against the bytes of its JSON."""
    path = folder(where / "kept", copies)
    size = sum(file.stat().st_size for file in path.glob("*.json"))
    load_folder(path)
    gc.collect()
    tracemalloc.start()
    bundle = load_folder(path)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    row(f"memory kept, against the JSON's bytes, {copies:,} documents", kept / size, 2.0)
    del bundle


def filters(where: Path) -> None:
    """Measure a filter of three criteria against a list comprehension."""
    for copies, goal in ((1, None), (2, None), (188, 0.10)):
        kb = okb.load() if copies == 1 else okb.load_bundle(folder(where / f"filtered-{copies}", copies))
        statements = kb.statements

        def plain(statements: okb.Statements = statements) -> list[okb.Statement]:
            return [
                one
                for one in statements
                if one.kind == "threat" and "topic:ransomware" in one.topics and one.modality == "present"
            ]

        def filtered(statements: okb.Statements = statements) -> okb.Statements:
            return statements.filter(kind="threat", topic="topic:ransomware", modality="present")

        assert list(filtered()) == plain()
        quick, slow = best(filtered, plain, tries=200)
        name = f"filter of three criteria, against a list comprehension, {len(statements):,} statements"
        row(name, quick / slow, goal)


def searches(largest: int) -> None:
    """Measure search against a scan of the propositions, and its growth."""
    sizes, times = [1, 2, 188, largest // 80], []
    for copies in sizes:
        bundle = light(copies)
        count = len(bundle.statements)
        index = SearchIndex([bundle])

        def search(index: SearchIndex = index) -> object:
            return index.search("ransomware hospitals", kinds=("statement",), edition=None, limit=10)

        def scan(bundle: okb.Bundle = bundle) -> object:
            return [one for one in bundle.statements if "ransomware" in one.proposition.lower()]

        (built,) = best(search, tries=1)
        found, scanned = best(search, scan, tries=5)
        times.append(found)
        row(f"search, against a scan of the propositions, {count:,} statements", found / scanned)
        row(f"building the index, in scans, {count:,} statements", built / scanned)
    row("growth of search time, exponent", exponent(sizes, times))


def checks(where: Path) -> None:
    """Measure verify against a search for the raw words, and its growth."""
    words = "Ransomware attacks are currently considered the priority threat"
    sizes = [1, 2, 188]
    held = [okb.load_bundle(folder(where / f"verified-{copies}", copies)) for copies in sizes]
    for name, wanted in (("exact", words), ("altered", words.replace("priority", "greatest"))):
        times = []
        for kb in held:
            kb.verify(wanted)
            taken, plain = best(partial(kb.verify, wanted), partial(kb.source().text.count, words), tries=3)
            times.append(taken)
            row(f"verify, {name}, in scans of the raw text, {len(kb.statements):,} statements", taken / plain)
        row(f"growth of verify, {name}, exponent", exponent(sizes, times))


def main() -> None:
    """Print every row; `--quick` takes smaller sizes where the design's take minutes and gigabytes."""
    quick = "--quick" in sys.argv
    print(f"Python {sys.version.split()[0]}; each figure is a ratio within this run.\n")
    print("| what | figure | at most | |\n| --- | --- | --- | --- |")
    assert files_of(1)["source.txt"] == (SHIPPED / "source.txt").read_bytes()
    with tempfile.TemporaryDirectory() as name:
        where = Path(name)
        starts()
        loads(where)
        growth(where, [3, 30, 300] if quick else [30, 300, 3_000, 10_000])
        memory(where, 100 if quick else 1_000)
        filters(where)
        checks(where)
    searches(15_000 if quick else 1_000_000)


if __name__ == "__main__":
    main()
