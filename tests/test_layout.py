"""Tests of what is installed: modules of a readable size, the data, and what the wheel says of itself."""

import ast
import json
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

import octopus_kb as okb

ROOT = Path(__file__).parents[1]
PACKAGE = Path(okb.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
SHA256 = "e7f587a58fc4f83690d7c8d46581924f69da0630694cc5afb74c6a0f5e984ac6"

MOST_LINES = 299
"""The length of the longest module that may be."""
MOST_LINES_OF_NINE_IN_TEN = 29
"""The length that nine in ten functions keep below, docstrings included."""
USUAL_LINES = 10
"""The length that half of all functions keep below."""

DATA = [
    "editions/octopus-2021/context.json",
    "editions/octopus-2021/edition.json",
    "editions/octopus-2021/relations.json",
    "editions/octopus-2021/source.txt",
    "editions/octopus-2021/statements.json",
    "linked_data/shapes.ttl",
    "linked_data/vocabulary.ttl",
    *(f"schema/{name}.schema.json" for name in ("context", "edition", "export", "relations", "statements")),
    *(f"schema/{scheme}.schema.json" for scheme in sorted(okb.Scheme)),
    *(f"vocabularies/{scheme}.json" for scheme in sorted(okb.Scheme)),
]

each_module = pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())


@pytest.fixture(scope="module")
def wheel() -> Distribution:
    """What is known of the installed package, if it is the one that is tested."""
    try:
        found = distribution("octopus-kb")
    except PackageNotFoundError:
        pytest.skip("octopus-kb is not installed: its modules are read from a folder")
    if PACKAGE.resolve() != Path(str(found.locate_file("octopus_kb"))).resolve():
        pytest.skip("octopus-kb is installed, but its modules are read from another folder")
    return found


def functions() -> Iterator[tuple[int, str]]:
    """Yield the length and the name of each function and method."""
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or 0) - node.lineno + 1, f"{module.name}: {node.name}"


class TestModules:
    """The modules of the package."""

    @each_module
    def test_first_line(self, module: Path) -> None:
        """A module opens with one line that says what lives there; the promises of a format follow."""
        first, *rest = ast.parse(module.read_text("utf-8")).body
        assert isinstance(first, ast.Expr)
        text, _, promises = ast.literal_eval(first.value).partition("\n\n")
        assert (first.lineno, "\n" in text, text.endswith("."), bool(rest)) == (1, False, True, True)
        assert not promises or (module.parent.name == "export" and promises.startswith("- "))

    def test_told(self) -> None:
        """The page on the design says of each room of the package, and of no other, what lives there."""
        table = (ROOT / "docs" / "design.md").read_text("utf-8").partition("| --- | --- |\n")[2].partition("\n\n")[0]
        told = [name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])]
        rooms = [path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()]
        assert sorted(told) == sorted({*rooms} - {"__init__", "_version"})

    @each_module
    def test_length(self, module: Path) -> None:
        """A module has fewer than 300 lines."""
        assert len(module.read_text("utf-8").splitlines()) <= MOST_LINES

    def test_functions_are_small(self) -> None:
        """Nine in ten functions have fewer than 30 lines, and half of them no more than 10."""
        lengths = sorted(functions())
        assert len(lengths) > 200
        assert lengths[len(lengths) * 9 // 10][0] <= MOST_LINES_OF_NINE_IN_TEN
        assert lengths[len(lengths) // 2][0] <= USUAL_LINES

    @each_module
    def test_imports(self, module: Path) -> None:
        """A module imports the standard library, attrs, cattrs and the package itself, and nothing relatively."""
        found = set()
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add("." * node.level + (node.module or "").partition(".")[0])
        if module.parent.name != "export":  # each format may import its own library
            assert found - sys.stdlib_module_names - {"attrs", "cattrs", "octopus_kb"} == set()


class TestData:
    """What is shipped beside the modules."""

    def test_files(self) -> None:
        """The package has its marker for type checkers, its data, and no other files."""
        found = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
        names = {path.as_posix() for path in found if path.suffix != ".py"}
        assert names == {"py.typed", *(f"data/{name}" for name in DATA)}

    def test_source(self) -> None:
        """The shipped source is the seed, byte for byte."""
        (seed,) = (ROOT / "seeds").glob("*.txt")
        source = (PACKAGE / "data" / "editions" / "octopus-2021" / "source.txt").read_bytes()
        assert (source == seed.read_bytes(), sha256(source).hexdigest()) == (True, SHA256)

    @pytest.mark.parametrize("name", [name for name in DATA if name.endswith(".json")])
    def test_json(self, name: str) -> None:
        """Each data file is UTF-8 without a byte order mark, with the line ends of the source."""
        data = (PACKAGE / "data" / name).read_bytes()
        assert (data.startswith(b"{"), data.endswith(b"}\n"), b"\r" in data) == (True, True, False)
        version = json.loads(data.decode("utf-8")).get("schema_version")
        assert version == (None if name.startswith("schema/") else 1)

    def test_no_machine(self) -> None:
        """No file names a folder of the machine that it was written on."""
        folder = re.compile(rb"(?<![\w.:/])/(?:home|root|tmp|Users|work|mnt|opt|var)/\w|\b[A-Z]:\\\w")
        texts = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".json", ".txt", ".typed"}]
        texts += [*ROOT.glob("*.md"), *ROOT.glob("*.toml"), *ROOT.glob("*.yml"), *(ROOT / "docs").rglob("*.md")]
        found = {path.name: match[0] for path in texts if (match := folder.search(path.read_bytes()))}
        assert found == {}


class TestWheel:
    """What the installed package says of itself."""

    def test_version(self, wheel: Distribution) -> None:
        """The version of the wheel is the one that the package states."""
        assert wheel.version == okb.__version__

    def test_requirements(self, wheel: Distribution) -> None:
        """Nothing but attrs and cattrs is needed, unless an extra is asked for."""
        needed = [one for one in wheel.requires or [] if "extra ==" not in one]
        assert sorted(re.split(r"[^\w-]", one)[0] for one in needed) == ["attrs", "cattrs"]

    def test_extras(self, wheel: Distribution) -> None:
        """Each extra that is offered needs something."""
        needed = {extra for one in wheel.requires or [] for extra in re.findall(r"extra == ['\"]([\w-]+)", one)}
        assert set(wheel.metadata.get_all("Provides-Extra") or []) == needed

    @pytest.mark.parametrize(
        ("key", "expected"),
        [
            ("Name", ["octopus-kb"]),
            ("Requires-Python", [">=3.11"]),
            ("License-Expression", ["MIT AND LicenseRef-Council-of-Europe"]),
            ("License-File", ["LICENSE", "NOTICE"]),
            ("Description-Content-Type", ["text/markdown"]),
        ],
    )
    def test_metadata(self, wheel: Distribution, key: str, expected: list[str]) -> None:
        """The wheel tells its name, the Pythons it needs, and the licences of what it holds."""
        assert wheel.metadata.get_all(key) == expected

    def test_licences(self, wheel: Distribution) -> None:
        """The licence and the notice are in the wheel as they are in the project."""
        for name in ("LICENSE", "NOTICE"):
            (found,) = [path for path in wheel.files or [] if path.name == name]
            assert found.read_text("utf-8") == (ROOT / name).read_text("utf-8")

    def test_command(self, wheel: Distribution) -> None:
        """The one command of the wheel is the one of the command line module."""
        scripts = [(one.name, one.value) for one in wheel.entry_points if one.group == "console_scripts"]
        assert scripts == [("octopus-kb", "octopus_kb.cli:main")]

    def test_nothing_else(self, wheel: Distribution) -> None:
        """The wheel puts nothing beside the package: neither tests nor documents."""
        tops = {path.parts[0] for path in wheel.files or [] if ".." not in path.parts}
        assert {re.sub(r"-.*\.dist-info", "", top) for top in tops} == {"octopus_kb"}
