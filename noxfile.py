"""The project's tasks, each in a fresh environment: `nox --list` names them."""

import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nox

nox.needs_version = ">=2025.10.14"
nox.options.default_venv_backend = "virtualenv"  # brings a pip of its own, whatever the machine has
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False  # `thorough` says what it skips, on a CI machine too
nox.options.sessions = ["tests", "lint", "types", "layers"]

PYPROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PYPROJECT)

READ_BY_TESTS = (
    ".ci",
    ".gitattributes",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "NOTICE",
    "README.md",
    "docs",
    "docs_hooks",
    "mkdocs.yml",
    "noxfile.py",
    "pyproject.toml",
    "seeds",
    "tests",
)
"""What the tests read besides the installed package. `src` is left out on purpose."""

UNWANTED_VARIABLES = (
    "COVERAGE_CORE",
    "COVERAGE_FILE",
    "COVERAGE_PROCESS_START",
    "COVERAGE_RCFILE",
    "MYPYPATH",
    "MYPY_CONFIG_FILE",
    "PYTEST_ADDOPTS",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD",
    "PYTEST_PLUGINS",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONOPTIMIZE",
    "PYTHONPATH",
    "PYTHONSAFEPATH",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
)
"""Settings of the machine that would change what a session finds."""


@nox.session
def tests(session: nox.Session) -> None:
    """Test the built and installed wheel, outside the source tree, and measure the coverage."""
    _run_tests(session)


@nox.session(python=PYTHONS)
def thorough(session: nox.Session) -> None:
    """Test on each supported Python that is on this machine; the others are skipped by name."""
    _run_tests(session)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    _prepare(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the source, of the samples, and of what the wheel offers to its users."""
    _prepare(session, "types")
    with _elsewhere() as folder:
        _install_wheel(session, folder)
        session.run("mypy", "--strict", "src")
        # From here on only the installed wheel can be found, as its users find it.
        with session.chdir(_copy_for_tests(folder)):
            if Path("tests", "typing").is_dir():
                session.run("mypy", "--strict", "tests/typing")
            python = shutil.which("python", path=session.bin)
            session.run("pyright", "--pythonpath", python, "--verifytypes", "octopus_kb")


@nox.session
def layers(session: nox.Session) -> None:
    """Check that each module imports from lower floors only."""
    _prepare(session, "layers")
    with _elsewhere() as folder:
        _install_wheel(session, folder)
        session.run("lint-imports", "--no-cache")


QUIET = {"NO_MKDOCS_2_WARNING": "1"}
"""The theme prints an announcement of its own unless it is told not to."""

PYODIDE = "pyodide@314.0.7"
"""Python for browsers, as npm names it."""

FIELDS = ("annotations", "citations", "markdown", "network", "rdf", "schema", "tables")


@nox.session
@nox.parametrize("field", FIELDS, ids=FIELDS)
def interop(session: nox.Session, field: str) -> None:
    """Show that the tools of a field read what is exported, and refuse what was broken."""
    _prepare(session, f"interop-{field}")
    with _elsewhere() as folder:
        _install_wheel(session, folder, extras="all")
        with session.chdir(_copy_for_tests(folder)):
            # Warnings of other projects' tools are theirs to mend.
            session.run("pytest", "-W", "default", f"tests/interop/test_{field}.py", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into `site`; a warning is an error."""
    _prepare(session, "docs")
    with _elsewhere() as folder:
        _build_docs(session, folder, *session.posargs)


@nox.session(name="docs-serve")
def docs_serve(session: nox.Session) -> None:
    """Build the documentation, and serve it on this machine until it is stopped."""
    _prepare(session, "docs")
    with _elsewhere() as folder:
        _install_wheel(session, folder, extras="all")
        playground = _playground(session, folder)
        session.run("mkdocs", "serve", *session.posargs, env=QUIET | {"OKB_PLAYGROUND": str(playground)})


@nox.session(name="docs-check")
def docs_check(session: nox.Session) -> None:
    """Check the built documentation: the same twice, no broken link, and all of it in a real browser."""
    _prepare(session, "docs-check")
    with _elsewhere() as folder:
        session.env["SOURCE_DATE_EPOCH"] = "1637193600"  # the date of the document
        sites = [folder / name for name in ("site", "again")]
        for site in sites:
            build = folder / f"for-{site.name}"
            build.mkdir()
            _build_docs(session, build, "--site-dir", str(site))
        session.run("python", "tests/site/same.py", *map(str, sites))
        links = ("--offline", "--no-progress", "--include-fragments", "--index-files", "index.html")
        session.run("lychee", *links, "--root-dir", str(sites[0]), str(sites[0]))
        if chromium := shutil.which("chromium") or shutil.which("chromium-browser"):
            _check_in_browser(session, folder, sites[0], chromium)
        else:
            session.skip("There is no Chromium on this machine: the site was not looked at in a browser.")


def _check_in_browser(session: nox.Session, folder: Path, site: Path, chromium: str) -> None:
    for name in ("check.mjs", "package.json"):
        shutil.copy(Path("tests", "site", name), folder / name)
    with session.chdir(folder):
        session.run("npm", "install", "--silent", "--no-audit", "--no-fund")
        session.run("node", "check.mjs", str(site), env={"CHROMIUM": chromium})


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure the speed of the installed wheel, as ratios within one run; `--quick` takes smaller sizes."""
    with _elsewhere() as folder:
        _install_wheel(session, folder)
        session.run("python", "-m", "compileall", "-q", session.virtualenv.location, success_codes=[0, 1])
        session.run("python", "benchmarks/run.py", *session.posargs)


@nox.session(name="release-check")
def release_check(session: nox.Session) -> None:
    """Show that what would be uploaded is dated, the same twice, well formed, and tested out of its archive."""
    _prepare(session, "release-check")
    with _elsewhere() as folder:
        builds = [folder / name for name in ("build", "again")]
        for build in builds:  # of the source archive first, and of the wheel out of that
            session.run("python", "-m", "build", "--outdir", str(build), silent=True)
        session.run("python", "tests/site/same.py", *map(str, builds))
        archives = sorted(map(str, builds[0].iterdir()))
        session.run("twine", "check", "--strict", *archives)
        session.run("check-wheel-contents", *(name for name in archives if name.endswith(".whl")))
        (source,) = builds[0].glob("*.tar.gz")
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        unpacked = folder / source.name.removesuffix(".tar.gz")
        session.install("--force-reinstall", *builds[0].glob("*.whl"))
        shutil.rmtree(unpacked / "src")
        with session.chdir(unpacked):
            session.run("pytest", "-q")
        _refuse_undated(session, unpacked.name.rpartition("-")[2])


def _refuse_undated(session: nox.Session, version: str) -> None:
    """Stop unless the changelog has a date for a version, and the citation the same."""
    changelog, citation = (Path(name).read_text("utf-8") for name in ("CHANGELOG.md", "CITATION.cff"))
    dated = re.search(rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)$", changelog, re.MULTILINE)
    if not dated:
        session.error(f"CHANGELOG.md: the section of {version} has no date: give it the day of the release.")
    if f"\ndate-released: {dated[1]}\n" not in citation:
        session.error(f"CITATION.cff: write `date-released: {dated[1]}`, the day that CHANGELOG.md has.")


def _build_docs(session: nox.Session, folder: Path, *arguments: str) -> None:
    _install_wheel(session, folder, extras="all")
    playground = _playground(session, folder)
    session.run("mkdocs", "build", "--strict", *arguments, env=QUIET | {"OKB_PLAYGROUND": str(playground)})


def _playground(session: nox.Session, folder: Path) -> Path:
    """Fetch Python for browsers, and put the wheels of this version and of what it needs beside it."""
    session.run("npm", "pack", PYODIDE, "--silent", "--pack-destination", str(folder))
    (packed,) = folder.glob("pyodide-*.tgz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    playground = folder / "package"
    session.run(
        "python", "-m", "pip", "download", "--quiet", "--dest", str(playground), *folder.glob("octopus_kb-*.whl")
    )
    return playground


def _run_tests(session: nox.Session) -> None:
    _prepare(session, "tests")
    with _elsewhere() as folder:
        _install_wheel(session, folder)
        with session.chdir(_copy_for_tests(folder)):
            session.run("coverage", "run", "-m", "pytest", *session.posargs)
            if session.posargs:
                session.log("Arguments were given: the least coverage is asked of a plain run only.")
                session.run("coverage", "report", "--fail-under=0")
            else:
                session.run("coverage", "report")


def _prepare(session: nox.Session, group: str) -> None:
    """Clear what the machine set, and install a dependency group."""
    session.env.update(dict.fromkeys(UNWANTED_VARIABLES))
    session.install(*nox.project.dependency_groups(PYPROJECT, group))


@contextmanager
def _elsewhere() -> Iterator[Path]:
    """Give a fresh folder outside the source tree, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="octopus-kb-") as folder:
        yield Path(folder).resolve()


def _install_wheel(session: nox.Session, folder: Path, extras: str = "") -> None:
    """Build the wheel and install it, over the one that a reused environment may hold."""
    session.run("python", "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), ".")
    (wheel,) = folder.glob("octopus_kb-*.whl")
    session.install(f"octopus-kb[{extras}] @ {wheel.as_uri()}" if extras else str(wheel))
    session.install("--force-reinstall", "--no-deps", str(wheel))


def _copy_for_tests(folder: Path) -> Path:
    """Copy what the tests read into a folder of its own, and return it."""
    copy = folder / "copy"
    copy.mkdir()
    for name in READ_BY_TESTS:
        if Path(name).is_dir():
            shutil.copytree(name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(name, copy / name)
    return copy
