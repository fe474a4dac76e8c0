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
from pathlib import Path
from shutil import rmtree

from synthetic import SHIPPED, files_of, folder, light

import octopus_kb as okb
from octopus_kb.loading import load_folder
from octopus_kb.search import SearchIndex

BARE = "pass"
LOAD = "import octopus_kb as okb; okb.load().topics['topic:ransomware']"
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def best(work: Callable[[], object], tries: int = 15) -> float:
    """Give the least seconds that some work takes."""
    found = math.inf
    for _ in range(tries):
        start = time.perf_counter()
        work()
        found = min(found, time.perf_counter() - start)
    return found


def processes(*codes: str, tries: int = 25) -> list[float]:
    """Give the least seconds of a whole process for each piece of code, taken in turns."""
    found = [math.inf] * len(codes)
    for _ in range(tries):
        for n, code in enumerate(codes):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], env=CLEAN, check=True)
            found[n] = min(found[n], time.perf_counter() - start)
    return found


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
    for name, path in (("shipped edition", SHIPPED), ("15,000 statements", folder(where / "large", 188))):
        texts = [file.read_bytes() for file in path.glob("*.json")]
        plain = best(lambda texts=texts: [json.loads(text) for text in texts], 5)  # type: ignore[misc]
        checked = best(lambda path=path: load_folder(path), 5)  # type: ignore[misc]
        row(f"checked load, against json.loads, {name}", checked / plain, 4.8)


def growth(where: Path, sizes: list[int]) -> None:
    """Measure how the time of loading grows with the number of copies of the document."""
    times = []
    for size in sizes:
        path = folder(where / f"grown-{size}", size)
        gc.disable()
        times.append(best(lambda path=path: load_folder(path), 3 if size < 1000 else 1))  # type: ignore[misc]
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
    statements = okb.load_bundle(folder(where / "filtered", 188)).statements
    statements.filter(kind="threat", topic="topic:ransomware", modality="present")

    def plain() -> list[okb.Statement]:
        return [
            one
            for one in statements
            if one.kind == "threat" and "topic:ransomware" in one.topics and one.modality == "present"
        ]

    def filtered() -> object:
        return statements.filter(kind="threat", topic="topic:ransomware", modality="present")

    assert list(filtered()) == plain()  # type: ignore[call-overload]
    row("filter of three criteria, against a list comprehension, 15,000 statements", best(filtered) / best(plain), 0.10)


def searches(largest: int) -> None:
    """Measure search against a scan of the propositions, and its growth."""
    sizes, times = [2, 188, largest // 80], []
    for copies in sizes:
        bundle = light(copies)
        count = len(bundle.statements)
        index = SearchIndex([bundle])

        def search(index: SearchIndex = index) -> object:
            return index.search("ransomware hospitals", kinds=("statement",), edition=None, limit=10)

        def scan(bundle: okb.Bundle = bundle) -> object:
            return [one for one in bundle.statements if "ransomware" in one.proposition.lower()]

        built = best(search, 1)
        times.append(best(search, 5))
        row(f"search, against a scan of the propositions, {count:,} statements", times[-1] / best(scan, 3))
        row(f"building the index, in scans, {count:,} statements", built / best(scan, 3))
    row("growth of search time, exponent", exponent(sizes, times))


def checks(where: Path) -> None:
    """Measure verify against a search for the raw words, and its growth."""
    words = "Ransomware attacks are currently considered the priority threat"
    for name, wanted in (("exact", words), ("altered", words.replace("priority", "greatest"))):
        sizes, times = [2, 188], []
        for copies in sizes:
            path = where / f"verified-{copies}"
            kb = okb.load_bundle(path if path.exists() else folder(path, copies))
            kb.verify(wanted)
            times.append(best(lambda kb=kb, wanted=wanted: kb.verify(wanted), 3))  # type: ignore[misc]
            plain = best(lambda kb=kb: kb.source().text.count(words), 3)  # type: ignore[misc]
            row(f"verify, {name}, in scans of the raw text, {len(kb.statements):,} statements", times[-1] / plain)
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
