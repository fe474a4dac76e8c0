"""Tests of `octopus_kb.loading`: a folder in, a checked bundle or one clear error out."""

import copy
import json
import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb import gathering
from octopus_kb.codec import SCHEMA_VERSION, structure

Edit = Callable[[str, Callable[[Any], object]], None]

MINIATURE = Path(__file__).parent / "miniature"
ARRAYS = {
    "edition.json": "passages",
    "statements.json": "statements",
    "relations.json": "relations",
    "context.json": "facts",
    "vocabularies/topic.json": "concepts",
}
"""A file of each kind, with the key under which its records stand."""
DATA: dict[str, Any] = {
    path.relative_to(MINIATURE).as_posix(): json.loads(path.read_text("utf-8")) for path in MINIATURE.rglob("*.json")
}
"""The parsed files of the miniature edition."""
SOURCE = (MINIATURE / "source.txt").read_bytes()
EVERY_RECORD = [("edition.json", "edition", None)] + [
    (file, key, n)
    for file, data in DATA.items()
    for key in data.keys() - {"$schema", "schema_version", "edition"}
    for n in range(len(data[key]))
]
"""The place of every record of the miniature edition: file, key, and number if the key holds several."""

each_json_file = pytest.mark.parametrize("file", ARRAYS)


def told(folder: str | os.PathLike[str]) -> list[okb.Problem]:
    """Load a spoilt bundle, and give the problems of the one error that tells them."""
    with pytest.raises(okb.BundleError) as caught:
        okb.load_bundle(folder)
    assert caught.value.source == str(folder)
    return list(caught.value.problems)


def places(folder: Path) -> list[tuple[str, str]]:
    """Give the file and the JSON path of each problem that is told of a spoilt bundle."""
    return [(problem.file, problem.path) for problem in told(folder)]


class TestFolder:
    """The folder, and the files in it."""

    def test_loads(self, folder: Path) -> None:
        """The miniature edition, which the tests below spoil, is sound, whether named as a path or as text."""
        assert list(okb.load_bundle(folder).statements) == list(okb.load_bundle(str(folder)).statements)

    @pytest.mark.parametrize(
        "name",
        [
            "nowhere",
            "no\0where",
            "x" * 5000,
        ],
        ids=["missing", "null character", "too long"],
    )
    def test_missing_folder(self, folder: Path, name: str) -> None:
        """A folder that is not there, or cannot be, is told."""
        missing = f"{folder}/{name}"
        expected = okb.Problem(".", "$", "the folder is not there", hint="give the folder of a bundle")
        assert told(missing) == [expected]

    def test_file_for_folder(self, folder: Path) -> None:
        """A file is no folder."""
        expected = okb.Problem(".", "$", "this is a file, not a folder", hint="give the folder of a bundle")
        assert told(folder / "edition.json") == [expected]

    @pytest.mark.parametrize("file", ["source.txt", "edition.json", "statements.json"])
    def test_missing_file(self, folder: Path, file: str) -> None:
        """A required file that is missing is told, and nothing else on its account."""
        (folder / file).unlink()
        assert told(folder) == [okb.Problem(file, "$", "the file is not there")]

    def test_missing_source(self, folder: Path, edit: Edit) -> None:
        """Nor is anything told on its account of a source that is missing where quotes have spans."""
        spans = [{"start": 0, "end": 9}]
        pieces = [{"text": "Fog", "spans": spans}, {"text": "fog", "spans": spans}]
        edit("statements.json", lambda data: data["statements"][-1].update(evidence=pieces))
        (folder / "source.txt").unlink()
        assert told(folder) == [okb.Problem("source.txt", "$", "the file is not there")]

    def test_empty_folder(self, tmp_path: Path) -> None:
        """All required files that are missing are told together."""
        assert places(tmp_path) == [("source.txt", "$"), ("edition.json", "$"), ("statements.json", "$")]

    @pytest.mark.parametrize(
        ("file", "left"), [("relations.json", "relations"), ("context.json", "context")], ids=["relations", "context"]
    )
    def test_optional_file(self, folder: Path, file: str, left: str) -> None:
        """A bundle can do without relations, and without facts from outside."""
        (folder / file).unlink()
        assert list(getattr(okb.load_bundle(folder), left)) == []

    def test_optional_vocabulary(self, folder: Path) -> None:
        """A bundle can do without a vocabulary of its own."""
        (folder / "vocabularies/instrument.json").unlink()
        assert "instrument:rule-of-fog" not in okb.load_bundle(folder)

    def test_no_vocabularies(self, folder: Path) -> None:
        """Without any vocabularies of its own a bundle may name packaged concepts alone."""
        shutil.rmtree(folder / "vocabularies")
        unknown = {problem.message.split(" has")[0] for problem in told(folder) if " has this id" in problem.message}
        assert unknown == {"no actor", "no topic", "no event", "no actor or event", "no concept"}

    @pytest.mark.parametrize("file", ["source.txt", *ARRAYS])
    def test_folder_for_file(self, folder: Path, file: str) -> None:
        """A folder where a file should be is told, and nothing else on its account."""
        (folder / file).unlink()
        (folder / file).mkdir()
        ((name, path, message),) = [(problem.file, problem.path, problem.message) for problem in told(folder)]
        assert (name, path, message.partition(":")[0]) == (file, "$", "the file cannot be read")

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="whoever may do all is not kept out")
    @pytest.mark.parametrize("mode", [0o000, 0o111, 0o444], ids=["neither", "not listed", "not entered"])
    @pytest.mark.parametrize("place", [".", "vocabularies"])
    def test_forbidden(self, folder: Path, mode: int, place: str) -> None:
        """What may not be read is told."""
        (folder / place).chmod(mode)
        try:
            assert told(folder)
        finally:
            (folder / place).chmod(0o755)

    def test_file_for_vocabularies(self, folder: Path) -> None:
        """A file where the folder of vocabularies should be is told."""
        shutil.rmtree(folder / "vocabularies")
        (folder / "vocabularies").write_text("")
        assert told(folder)

    @pytest.mark.parametrize("file", ["source.txt", *ARRAYS])
    def test_link_to_nowhere(self, folder: Path, file: str) -> None:
        """A link that leads nowhere is told, even in the place of a file that a bundle can do without."""
        (folder / file).unlink()
        (folder / file).symlink_to("nowhere")
        problem = okb.Problem(file, "$", "the file cannot be read: it is a link that leads nowhere")
        assert told(folder) == [problem]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
    @pytest.mark.parametrize("file", ["source.txt", *ARRAYS])
    def test_pipe(self, folder: Path, file: str) -> None:
        """A pipe is refused, and nobody waits for what may come through it."""
        (folder / file).unlink()
        os.mkfifo(folder / file)
        message = "the file cannot be read: it is neither a file nor a folder"
        assert told(folder) == [okb.Problem(file, "$", message)]

    def test_no_folder_of_vocabularies(self, folder: Path) -> None:
        """What stands in the place of the folder of vocabularies is told at its own name."""
        shutil.rmtree(folder / "vocabularies")
        (folder / "vocabularies").symlink_to("nowhere")
        assert places(folder) == [("vocabularies", "$")]

    @pytest.mark.parametrize(
        ("name", "hint"),
        [
            ("Relations.JSON", "did you mean relations.json"),
            ("relation.json", "did you mean relations.json"),
            ("statments.json", "did you mean statements.json"),
            ("vocabularies/topics.json", "did you mean vocabularies/topic.json"),
            ("vocabularies/actors.json", "did you mean vocabularies/actor.json"),
            ("zzz.json", "files of a bundle: context.json, edition.json, relations.json, statements.json, voc"),
        ],
    )
    def test_misspelt_file(self, folder: Path, name: str, hint: str) -> None:
        """A JSON file that a bundle has no place for does not go unseen, and what was meant is named."""
        (folder / name).write_text("{}")
        (problem,) = told(folder)
        assert (problem.file, problem.path, problem.message) == (name, "$", "no such file belongs to a bundle")
        assert problem.hint is not None
        assert problem.hint.startswith(hint)

    def test_renamed_file(self, folder: Path) -> None:
        """A required file under a misspelt name is told as missing, and the misspelt name with what was meant."""
        (folder / "statements.json").rename(folder / "statement.json")
        assert [str(problem) for problem in told(folder)] == [
            "statement.json: $: no such file belongs to a bundle; did you mean statements.json?",
            "statements.json: $: the file is not there",
        ]

    def test_other_files(self, folder: Path) -> None:
        """Files that are no JSON may lie in the folder."""
        (folder / "README.md").write_text("Notes.")
        (folder / "drafts").mkdir()
        assert okb.load_bundle(folder).editions


def test_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of records that are made of arrays comes the same bundle as of those that are made while arrays are read."""
    (bundle,) = okb.load_bundle(MINIATURE).bundles
    monkeypatch.setattr(gathering, "read_object", lambda data, **_: json.loads(data))
    assert okb.load_bundle(MINIATURE).bundles == (bundle,)


def test_while_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """All records of arrays are made while the arrays are read: none is left to be made afterwards but the edition."""
    made: list[type] = []

    def noted(data: object, record: type, **place: str) -> object:
        made.append(record)
        return structure(data, record, **place)

    monkeypatch.setattr(gathering, "structure", noted)
    assert okb.load_bundle(MINIATURE).relations
    assert made == [okb.Edition]


class TestFiles:
    """What every file must be before its records are looked at."""

    @pytest.mark.parametrize("file", ["source.txt", *ARRAYS])
    @pytest.mark.parametrize(
        ("wrong", "found", "reason"),
        [(b"\xff", "0xff", "invalid start byte"), (b"\xe2\x82", "0xe2", "invalid continuation byte")],
    )
    def test_not_utf8(self, folder: Path, file: str, wrong: bytes, found: str, reason: str) -> None:
        """Bytes that are not UTF-8 are told with their offset, and nothing else on their account."""
        data = (folder / file).read_bytes()
        (folder / file).write_bytes(data[:9] + wrong + b" " + data[9:])
        message = f"the file is not UTF-8: byte 9 ({reason})"
        assert told(folder) == [okb.Problem(file, "$", message, found=found, hint="save it as UTF-8")]

    @each_json_file
    @pytest.mark.parametrize(
        ("written", "message"),
        [
            (b"", "malformed JSON at line 1, column 1: Expecting value"),
            (b'{"schema_version": 1,\n  oops}', "malformed JSON at line 2, column 3: Expecting property name"),
            (b'{"schema_version": NaN}', "malformed JSON: NaN is not JSON"),
            (b'{"schema_version": 1, "schema_version": 1}', 'the key "schema_version" stands twice in one object'),
            (b'{"schema_version": "\\ud800"}', "malformed JSON: half a surrogate pair stands for no character"),
            (b'{"schema_version": ' + b"9" * 5000 + b"}", "malformed JSON: Exceeds the limit"),
            (b'{"schema_version": ' + b"[" * 200_000, "malformed JSON: maximum recursion depth exceeded"),
            (b"\xef\xbb\xbf{}", "malformed JSON at line 1, column 1: Unexpected UTF-8 BOM"),
        ],
        ids=["empty", "malformed", "NaN", "repeated key", "surrogate", "huge number", "deep", "byte order mark"],
    )
    def test_malformed(self, folder: Path, file: str, written: bytes, message: str) -> None:
        """What is not JSON is told with its place, and nothing else on its account."""
        (folder / file).write_bytes(written)
        (problem,) = told(folder)
        assert (problem.file, problem.path, problem.message[: len(message)]) == (file, "$", message)

    @each_json_file
    @pytest.mark.parametrize("written", ["[]", "5", "null", '"text"', "true", "1e999"])
    def test_no_object(self, folder: Path, file: str, written: str) -> None:
        """A file holds one object at its top, and nothing else is told where it does not."""
        (folder / file).write_text(written)
        found = written.replace("1e999", "Infinity")
        assert told(folder) == [okb.Problem(file, "$", "wrong value", expected="an object", found=found)]

    @each_json_file
    @pytest.mark.parametrize("wrong", ["abc", {}, None, 5])
    def test_no_array(self, folder: Path, edit: Edit, file: str, wrong: object) -> None:
        """Records stand in an array, and nothing else is told where they do not."""
        edit(file, lambda data: data.update({ARRAYS[file]: wrong}))
        expected = okb.Problem(file, f"$.{ARRAYS[file]}", "wrong value", expected="an array", found=json.dumps(wrong))
        assert told(folder) == [expected]

    @each_json_file
    def test_missing_key(self, folder: Path, edit: Edit, file: str) -> None:
        """A file without its records is told, and nothing else on its account."""
        edit(file, lambda data: data.pop(ARRAYS[file]))
        assert told(folder) == [okb.Problem(file, f"$.{ARRAYS[file]}", "a required key is missing")]

    def test_no_edition(self, folder: Path, edit: Edit) -> None:
        """A bundle without its edition is told, and nothing else on its account."""
        edit("edition.json", lambda data: data.pop("edition"))
        assert told(folder) == [okb.Problem("edition.json", "$.edition", "a required key is missing")]

    @each_json_file
    def test_misspelt_key(self, folder: Path, edit: Edit, file: str) -> None:
        """A misspelt key at the top of a file is told with what was meant, and the key that is missing for it."""
        key = ARRAYS[file]
        edit(file, lambda data: data.update({f"{key}x": data.pop(key)}))
        assert told(folder) == [
            okb.Problem(file, f"$.{key}", "a required key is missing"),
            okb.Problem(file, f"$.{key}x", "no such key is known", hint=f"did you mean {key}?"),
        ]

    def test_misspelt_version(self, folder: Path, edit: Edit) -> None:
        """A misspelt `schema_version` is told with what was meant."""
        edit("relations.json", lambda data: data.update(schema_verson=data.pop("schema_version")))
        assert told(folder) == [
            okb.Problem("relations.json", "$.schema_version", "a required key is missing"),
            okb.Problem(
                "relations.json", "$.schema_verson", "no such key is known", hint="did you mean schema_version?"
            ),
        ]

    def test_unknown_key(self, folder: Path, edit: Edit) -> None:
        """A key at the top of a file that resembles none is told with the keys there are."""
        edit("edition.json", lambda data: data.update(zzz=1))
        (problem,) = told(folder)
        assert str(problem).startswith("edition.json: $.zzz: no such key is known; known keys: edition, passages")

    @each_json_file
    @pytest.mark.parametrize("version", [0, 2, "1", 1.0, True, None, [1]])
    def test_unknown_version(self, folder: Path, edit: Edit, file: str, version: object) -> None:
        """A file in another version of the format, or in what is no version, is refused."""
        edit(file, lambda data: data.update(schema_version=version))
        assert told(folder) == [
            okb.Problem(
                file,
                "$.schema_version",
                "unknown version of the format",
                expected=str(SCHEMA_VERSION),
                found=json.dumps(version),
                hint="load it with the version of octopus-kb that it was written for",
            )
        ]

    def test_no_version(self, folder: Path, edit: Edit) -> None:
        """A file says in which version of the format it is."""
        edit("context.json", lambda data: data.pop("schema_version"))
        assert told(folder) == [okb.Problem("context.json", "$.schema_version", "a required key is missing")]

    @each_json_file
    def test_schema(self, folder: Path, edit: Edit, file: str) -> None:
        """A file may name its JSON Schema, as editors want it."""
        edit(file, lambda data: data.update({"$schema": "https://example.org/schema.json"}))
        assert okb.load_bundle(folder).editions

    @pytest.mark.parametrize("wrong", [5, None, {}])
    def test_wrong_schema(self, folder: Path, edit: Edit, wrong: object) -> None:
        """The name of a JSON Schema is a string."""
        edit("context.json", lambda data: data.update({"$schema": wrong}))
        (problem,) = told(folder)
        assert str(problem).startswith('context.json: $["$schema"]: wrong value (expected a string')


class TestRecords:
    """What a record must be before it is held against others."""

    @pytest.mark.parametrize(
        ("file", "alter", "expected"),
        [
            (
                "edition.json",
                lambda data: data["edition"]["conference"].update(edition_number="2"),
                '$.edition.conference.edition_number: wrong value (expected a whole number, found "2")',
            ),
            (
                "edition.json",
                lambda data: data["edition"]["document"].update(languages="en"),
                '$.edition.document.languages: no such key is known; did you mean "language"?',
            ),
            (
                "edition.json",
                lambda data: data["passages"][0].update(spans=[{"start": 1}]),
                "$.passages[0].spans[0].end: a required key is missing",
            ),
            (
                "statements.json",
                lambda data: data["statements"][0].update(events="event:x"),
                '$.statements[0].events: wrong value (expected an array, found "event:x")',
            ),
            (
                "statements.json",
                lambda data: data["statements"][0].update(topic=[]),
                '$.statements[0].topic: no such key is known; did you mean "topics"?',
            ),
            (
                "relations.json",
                lambda data: data["relations"][0].update(cue="that is"),
                '$.relations[0].cue: wrong value (expected an object, found "that is")',
            ),
            (
                "context.json",
                lambda data: data["facts"][0].update(date="soon"),
                '$.facts[0].date: wrong date (found "soon");',
            ),
            (
                "vocabularies/topic.json",
                lambda data: data["concepts"][0].update(supplements="topic:x"),
                "$.concepts[0].supplements: no such key is known;",
            ),
        ],
    )
    def test_wrong(self, folder: Path, edit: Edit, file: str, alter: Callable[[Any], object], expected: str) -> None:
        """A wrong value or a misspelt key is told with its place in its file, and nothing else on its account."""
        edit(file, alter)
        (problem,) = told(folder)
        assert str(problem).startswith(f"{file}: {expected}")

    @pytest.mark.parametrize(("file", "key", "number"), EVERY_RECORD)
    @pytest.mark.parametrize(
        ("alter", "where"),
        [
            (lambda record: {**record, "nonsense": 1}, ".nonsense"),
            (lambda record: {key: value for key, value in record.items() if key != "id"}, ".id"),
            (lambda record: {**record, "id": 5}, ".id"),
            (lambda _: 5, ""),
        ],
        ids=["unknown key", "no id", "wrong id", "no object"],
    )
    def test_blames_nothing_else(
        self,
        folder: Path,
        edit: Edit,
        file: str,
        key: str,
        number: int | None,
        alter: Callable[[Any], object],
        where: str,
    ) -> None:
        """Whichever record cannot be read, no other is blamed for it: no id is unknown, no words are uncovered."""

        def spoil(data: Any) -> None:
            holder, place = (data, key) if number is None else (data[key], number)
            holder[place] = alter(holder[place])

        edit(file, spoil)
        at = f"$.{key}" if number is None else f"$.{key}[{number}]"
        assert places(folder) == [(file, f"{at}{where}")]

    def test_all_together(self, folder: Path, edit: Edit) -> None:
        """Faults of every kind in several files come back in one error."""
        (folder / "source.txt").write_bytes(SOURCE + b"\n")
        edit("edition.json", lambda data: data["passages"][0].update(number=1))
        edit("statements.json", lambda data: data["statements"][0].update(topics=["topic:fogg"], note=5))
        edit("statements.json", lambda data: data["statements"][1].update(topics=["topic:fogg"]))
        edit("relations.json", lambda data: data["relations"][0]["cue"].update(text="that was"))
        edit("context.json", lambda data: data.update(facts={}))
        edit(
            "vocabularies/instrument.json", lambda data: data["concepts"][1].update(broader=[data["concepts"][1]["id"]])
        )
        (folder / "vocabularies/topics.json").write_text("")
        assert sorted(places(folder)) == [
            ("context.json", "$.facts"),
            ("edition.json", "$.edition.document.sha256"),
            ("edition.json", "$.passages[0].number"),
            ("relations.json", "$.relations[0].cue"),
            ("statements.json", "$.statements[0].note"),
            ("statements.json", "$.statements[1].topics[0]"),
            ("vocabularies/instrument.json", "$.concepts[1].broader"),
            ("vocabularies/topics.json", "$"),
        ]

    def test_says_all(self, folder: Path, edit: Edit) -> None:
        """The error names the folder, counts the problems, and has a line for each."""
        edit("context.json", lambda data: data["facts"][0].update(about="topic:fogg", url=5))
        edit("relations.json", lambda data: data.update(schema_version=2))
        with pytest.raises(okb.BundleError) as caught:
            okb.load_bundle(folder)
        first, *rest = str(caught.value).splitlines()
        assert (first, len(rest)) == (f"{folder}: 2 problems, nothing was loaded", 2)

    def test_line_for_each(self, folder: Path, edit: Edit) -> None:
        """Whatever stands in a key, its problem takes one line and its path can be told from others."""
        edit("relations.json", lambda data: data["relations"][0].update({"a\nb.c": 1}))
        with pytest.raises(okb.BundleError) as caught:
            okb.load_bundle(folder)
        assert len(str(caught.value).splitlines()) == 2
        assert caught.value.problems[0].path == '$.relations[0]["a\\nb.c"]'


class TestPacked:
    """Quotes that are written without spans."""

    def test_placed(self, miniature: okb.KnowledgeBase) -> None:
        """Once loaded, every quote has the spans at which its words stand, those of items and clauses included."""
        source, quotes = miniature.source("harbour-2030"), []
        for each in miniature.statements:
            items = [item.quote for item in (*each.items, *each.examples)]
            parts = each.directive and (each.directive.action, each.directive.condition, each.directive.timeframe)
            clauses = [quote for clause in parts or () if clause for quote in clause.quotes]
            cues = [each.attribution.cue] if each.attribution and each.attribution.cue else []
            quotes += [*each.evidence, *items, *clauses, *cues]
        quotes += [each.cue for each in miniature.relations]
        quotes += [slip.quote for each in miniature.passages for slip in each.misprints]
        assert [source.words(quote.spans) for quote in quotes if quote.spans] == [quote.text for quote in quotes]

    def test_long(self, folder: Path, edit: Edit) -> None:
        """Of a quote of a million characters that stands nowhere, the problem shows the beginning."""
        edit("statements.json", lambda data: data["statements"][0]["evidence"].append({"text": "fog " * 250_000}))
        assert max(len(str(problem)) for problem in told(folder)) < 3000

    def test_given(self, folder: Path, edit: Edit, miniature: okb.KnowledgeBase) -> None:
        """A bundle in which every quote has its spans is the same as one without."""

        def give(data: Any) -> None:
            for each in data["statements"]:
                each["evidence"] = [
                    {"text": quote.text, "spans": [{"start": span.start, "end": span.end} for span in quote.spans]}
                    for quote in miniature.statements[each["id"]].evidence
                ]

        edit("statements.json", give)
        assert list(okb.load_bundle(folder).statements) == list(miniature.statements)


WORDS = sorted({word for word in json.dumps(DATA, ensure_ascii=False).split('"') if word and word[0].isalnum()})
"""Every key, id and text of the miniature edition, so that what is put in a wrong place often looks right."""

values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 700) | st.floats() | st.sampled_from(WORDS) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=5,
)


def holders(data: Any) -> Iterator[dict[str, Any] | list[Any]]:
    """Yield every object and every array of plain data, the outer ones first."""
    if isinstance(data, dict | list):
        yield data
        for inner in data.values() if isinstance(data, dict) else data:
            yield from holders(inner)


def damage(draw: st.DrawFn, data: Any) -> None:
    """Replace, delete, insert or alter something anywhere in plain data."""
    holder = draw(st.sampled_from(list(holders(data))))
    places = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    how = draw(st.sampled_from(["replace", "delete", "insert", "alter"])) if places else "insert"
    place = draw(st.sampled_from(places)) if places else None
    if how == "delete":
        del holder[place]
    elif how == "insert" and isinstance(holder, dict):
        holder[draw(st.sampled_from(WORDS) | st.text(max_size=3))] = draw(values)
    elif how == "insert":
        holder.insert(draw(st.integers(0, len(holder))), draw(values))
    elif how == "alter" and isinstance(holder[place], str):
        at = draw(st.integers(0, len(holder[place])))
        holder[place] = holder[place][:at] + draw(st.characters()) + holder[place][at + draw(st.integers(0, 1)) :]
    elif how == "alter" and type(holder[place]) is int:
        holder[place] += draw(st.integers(-2, 2))
    else:
        holder[place] = draw(values)


def muddle(draw: st.DrawFn, data: Any) -> None:
    """Do what leaves every record readable: put what stands under a key under the same key elsewhere."""
    objects = [holder for holder in holders(data) if isinstance(holder, dict)]
    key = draw(st.sampled_from(sorted({key for holder in objects for key in holder} - {"schema_version"})))
    bearers = [holder for holder in objects if key in holder]
    giver, taker = draw(st.sampled_from(bearers)), draw(st.sampled_from(bearers))
    if key == "marker" and "spans" in taker:
        start = taker["spans"][0]["start"]
        taker["marker"] = SOURCE.decode()[start : start + draw(st.integers(0, 200))]
    elif key == "text" and draw(st.booleans()):
        at = draw(st.integers(0, 680))
        taker["spans"] = [{"start": at, "end": at + draw(st.integers(0, 30))}]
    elif isinstance(giver[key], list):
        members = [copy.deepcopy(member) for holder in bearers for member in holder[key]]
        taker[key] = draw(st.permutations(taker[key]) | st.lists(st.sampled_from(members or [0]), max_size=3))
    else:
        taker[key] = copy.deepcopy(giver[key])


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, bytes]:
    """Give the bytes of spoilt files of the miniature edition, by name."""
    data, files, source = copy.deepcopy(DATA), {}, SOURCE
    spoil = draw(st.sampled_from([damage, muddle, muddle]))
    for file in draw(st.lists(st.sampled_from([*ARRAYS, "edition.json", "statements.json"]), max_size=3)):
        spoil(draw, data[file])
        files[file] = data[file]
    if not files or draw(st.integers(0, 9)) == 0:
        at = draw(st.integers(0, len(SOURCE)))
        source = SOURCE[:at] + draw(st.binary(max_size=3)) + SOURCE[at + draw(st.integers(0, 3)) :]
        if draw(st.booleans()) and not files:
            data["edition.json"]["edition"]["document"]["sha256"] = sha256(source).hexdigest()
            files["edition.json"] = data["edition.json"]
    return {"source.txt": source} | {file: json.dumps(spoiled).encode() for file, spoiled in files.items()}


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(files=spoilt())
def test_any_nonsense(folder: Path, files: dict[str, bytes]) -> None:
    """Whatever stands in its files, a bundle is loaded and true, or refused with a BundleError and its reasons."""
    refusal = None
    for file in ["source.txt", *ARRAYS]:
        (folder / file).write_bytes(files.get(file, (MINIATURE / file).read_bytes()))
    try:
        kb = okb.load_bundle(folder)
    except okb.BundleError as error:
        refusal = error
    if refusal is None:
        source = kb.source("harbour-2030")
        quotes = [quote for statement in kb.statements for quote in statement.evidence]
        gaps = source.gaps(span for passage in kb.passages for span in passage.spans)
        assert [source.words(quote.spans) for quote in quotes] == [quote.text for quote in quotes]
        assert source.words(gaps).strip() == ""
    else:
        lines = str(refusal).splitlines()
        assert lines[0].startswith(f"{folder}: {len(refusal.problems)} problem")
        assert {problem.file for problem in refusal.problems} <= {*DATA, "source.txt"}
        assert all(problem.path.startswith("$") and problem.message for problem in refusal.problems)
        assert set(lines[1:]) >= {f"  {problem}".splitlines()[0] for problem in refusal.problems} > set()
