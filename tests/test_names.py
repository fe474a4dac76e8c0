"""Tests of the public names: there they are, they are light to import, and each says what it is."""

import ast
import functools
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import octopus_kb as okb

FRONT_DOOR = Path(okb.__file__)
TREE = ast.parse(FRONT_DOOR.read_text("utf-8"))

IMPORT = """
import sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
for name in ("attr", "attrs", "cattrs", "enum", "json", "pathlib", "re", "sqlite3", "typing"):
    sys.modules[name] = None  # whoever imports it now gets an ImportError
before = set(sys.modules)
import octopus_kb
names = dir(octopus_kb)
print(repr((sorted(set(sys.modules) - before), opened, names)))
"""
"""Import the package where much cannot be imported, and print what was imported, what was opened, and the names."""


class Member(NamedTuple):
    """A function, a method or a property of a public name."""

    name: str
    value: Any
    owner: Any


def python(code: str) -> str:
    """Run code in a fresh process, and give what it printed."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def homes() -> dict[str, str]:
    """Give the module of each name, as the table of the front door has it."""
    (table,) = [ast.literal_eval(node.value) for node in TREE.body if _assigns(node, "_HOMES")]
    return {name: home for home, names in table.items() for name in names.split() or [home]}


def typed_imports() -> dict[str, str]:
    """Give the module of each name, as type checkers are told."""
    block = next(node for node in TREE.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom) and node.module]
    assert len(imports) == len(block.body)
    pairs = [(str(node.module).removeprefix("octopus_kb."), alias.name) for node in imports for alias in node.names]
    return {name: name if home == "octopus_kb" else home for home, name in pairs}


def _assigns(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [name]


def _targets(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.AnnAssign):
        return [ast.unparse(node.target)]
    return [ast.unparse(target) for target in node.targets] if isinstance(node, ast.Assign) else []


def public_members() -> Iterator[Member]:
    """Yield every public function, and every method and property that a public class of the package defines."""
    for name in okb.__all__:
        value = getattr(okb, name)
        if inspect.isfunction(value):
            yield Member(name, value, okb)
        elif isinstance(value, type):
            yield from _members(name, value)


def _members(name: str, owner: type) -> Iterator[Member]:
    # A class whose properties are kept in slots has replaced them: the source tells which there are.
    for node in _class_body(owner):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            value = inspect.getattr_static(owner, node.name)
            if isinstance(value, classmethod | staticmethod):
                value = value.__func__
            yield Member(f"{name}.{node.name}", value, owner)


@functools.cache
def _class_body(owner: type) -> tuple[ast.stmt, ...]:
    tree = ast.parse(Path(inspect.getfile(owner)).read_text("utf-8"))
    return next(
        tuple(node.body) for node in tree.body if isinstance(node, ast.ClassDef) and node.name == owner.__name__
    )


MEMBERS = list(public_members())


class TestImport:
    """`import octopus_kb` costs next to nothing."""

    def test_nothing_else(self) -> None:
        """The import loads no other module, installed or standard, and opens no file but its own module."""
        imported, opened, names = ast.literal_eval(python(IMPORT))
        assert imported == ["octopus_kb"]
        assert [path for path in opened if not Path(path).name.startswith("__init__.")] == []
        assert [path for path in opened if "octopus_kb" not in Path(path).parts] == []
        assert names == okb.__all__

    def test_records_without_the_converter(self) -> None:
        """Records, spans and errors can be had without what only loading needs."""
        code = (
            "import sys, octopus_kb as okb; [okb.Statement, okb.Span, okb.BundleError]; print('cattrs' in sys.modules)"
        )
        assert python(code) == "False\n"

    def test_modules(self) -> None:
        """A module of a public name is there without an import of its own."""
        modules = sorted({home for home in homes().values() if not home.startswith("_")})
        code = f"import octopus_kb; print(*[getattr(octopus_kb, name).__name__ for name in {modules}])"
        assert python(code).split() == [f"octopus_kb.{name}" for name in modules]

    def test_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A name is looked up once, and is an attribute like any other from then on."""
        for name in ("Span", "text"):
            monkeypatch.delattr(okb, name, raising=False)
            assert name not in vars(okb)
            assert getattr(okb, name) is vars(okb)[name]

    @pytest.mark.parametrize("name", ["nope", "Statments", "_Loader", "__wrapped__", ""])
    def test_unknown(self, name: str) -> None:
        """A name that is not there is an AttributeError that says so."""
        with pytest.raises(AttributeError, match=f"^module 'octopus_kb' has no attribute '{name}'$"):
            getattr(okb, name)

    def test_unknown_import(self) -> None:
        """A name that is not there cannot be imported, either."""
        with pytest.raises(ImportError, match="nope"):
            exec("from octopus_kb import nope", {})  # noqa: S102 - so that no checker has to be silenced

    def test_star(self) -> None:
        """A star imports the public names, and nothing else."""
        found: dict[str, object] = {}
        exec("from octopus_kb import *", found)  # noqa: S102 - a star is allowed at the level of a module only
        assert sorted(found.keys() - {"__builtins__"}) == okb.__all__
        assert found["load"] is okb.load


class TestAll:
    """`__all__`, and what must agree with it."""

    def test_sorted(self) -> None:
        """The names are sorted by their code points, and each is listed once."""
        assert sorted(set(okb.__all__)) == okb.__all__

    def test_dir(self) -> None:
        """Who asks for a list of names gets the public ones, and cannot change them for others."""
        assert dir(okb) == okb.__all__

    def test_table(self) -> None:
        """The table of modules has the public names, and type checkers import them from the same modules."""
        assert sorted(homes()) == okb.__all__
        assert typed_imports() == homes()

    @pytest.mark.parametrize("name", okb.__all__)
    def test_resolves(self, name: str) -> None:
        """Each name is there, and was defined in the module that the table names."""
        value = getattr(okb, name)
        module = sys.modules[f"octopus_kb.{homes()[name]}"]
        assert value is getattr(module, name, module)
        assert getattr(value, "__module__", module.__name__) == module.__name__

    def test_designed(self) -> None:
        """The names that the design promises are there, and so are all the errors, records and closed lists."""
        promised = {"editions", "load", "load_bundle", "Polarity", "PartialDate", "Truth", "UnknownIdError"}
        defined = {
            name
            for home in {"catalogue", "concepts", "edition", "errors", "facets", "model", "vocabulary"}
            & {*homes().values()}
            for name, value in vars(sys.modules[f"octopus_kb.{home}"]).items()
            if isinstance(value, type) and value.__module__ == f"octopus_kb.{home}" and not name.startswith("_")
        }
        assert (promised | defined) - set(okb.__all__) == set()

    def test_version(self) -> None:
        """The version is a release number."""
        assert [part.isdecimal() for part in okb.__version__.split(".")] == [True] * 3


class TestExplained:
    """Each public name says what it is, in the source and at run time."""

    @pytest.mark.parametrize("name", [name for name in okb.__all__ if name != "__version__"])
    def test_name(self, name: str) -> None:
        """Each public name has a docstring of its own that opens with a sentence."""
        text = getattr(okb, name).__doc__ or ""
        assert text.partition("\n")[0].endswith(".")
        assert not text.startswith(f"{name}(")

    @pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
    def test_member(self, member: Member) -> None:
        """Each function, method and property explains itself, so that `help` has something to show."""
        if isinstance(member.owner, type):
            value = inspect.getattr_static(member.owner, member.name.rpartition(".")[2])
        else:
            value = member.value
        assert (inspect.getdoc(value) or "").partition("\n")[0].endswith(".")

    @pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
    def test_annotated(self, member: Member) -> None:
        """Each parameter, and what is given back, has its type."""
        function = getattr(member.value, "fget", None) or getattr(member.value, "func", None) or member.value
        if not inspect.isfunction(function):  # a property that is kept in a slot
            assert member.name.rpartition(".")[2] in member.owner.__annotations__
            return
        signature = inspect.signature(function)
        bare = [one.name for one in signature.parameters.values() if one.annotation is one.empty]
        assert (set(bare) - {"self", "cls"}, signature.return_annotation is signature.empty) == (set(), False)

    @pytest.mark.parametrize("name", [name for name in okb.__all__ if isinstance(getattr(okb, name), type)])
    def test_fields(self, name: str) -> None:
        """Each field of a record, and each member of a closed list, has its docstring beneath it."""
        owner = getattr(okb, name)
        body = _class_body(owner)
        bare = [
            target
            for node, beneath in zip(body, [*body[1:], ast.Pass()], strict=True)
            for target in _targets(node)
            if not target.startswith("_")
            and not any(hasattr(base, target) for base in owner.__bases__)  # explained where it was first declared
            and not (isinstance(beneath, ast.Expr) and isinstance(beneath.value, ast.Constant))
        ]
        assert bare == []
