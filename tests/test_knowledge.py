"""Tests of `octopus_kb.knowledge`: editions loaded, and the ways from one record to another."""

import builtins
import copy
import io
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from errno import EACCES
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

import octopus_kb as okb
from octopus_kb.loading import load_folder

Edit = Callable[[str, Callable[[Any], object]], None]

MINIATURE = Path(__file__).parent / "miniature"

THREADS = """
import sys
from threading import Barrier, Thread
import octopus_kb as okb

sys.setswitchinterval(1e-6)
together, found = Barrier(16), []

def work(number):
    together.wait()
    kb = okb.load() if number % 2 else okb.load("octopus-2021")
    asked = kb.recommendations.filter(addressee="actor:states", including_wider=True)
    counts = kb.statements.count_by("topic")
    near = kb.statements.get("no-such-statement")
    words = kb.reading("km1").text
    found.append((id(kb), asked.ids, tuple(counts.items()), near, words, kb.key_messages.ids, kb.concepts.ids))

threads = [Thread(target=work, args=(number,)) for number in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(found), len(set(found)), len({one[1:] for one in found}))
"""
"""Threads that load and ask for the same at the same moment: how many answers, unlike ones, unlike but for `is`."""


def rename(folder: Path) -> Path:
    """Give the edition in a copy of the miniature's folder another id."""
    for name in ("edition.json", "relations.json", "statements.json"):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text.replace('"harbour-2030', '"haven-2031'), "utf-8")
    return folder


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> okb.Bundle:
    """Another edition with the same words."""
    folder = tmp_path_factory.mktemp("knowledge") / "haven-2031"
    return load_folder(rename(shutil.copytree(MINIATURE, folder)))


@pytest.fixture(scope="module")
def two(miniature: okb.KnowledgeBase, second: okb.Bundle) -> okb.KnowledgeBase:
    """The miniature edition and another one with the same words."""
    return okb.KnowledgeBase([*miniature.bundles, second])


def every_record(kb: okb.KnowledgeBase) -> list[Any]:
    """Give every record of a knowledge base that has an id."""
    return [*kb.editions, *kb.passages, *kb.statements, *kb.relations, *kb.context, *kb.concepts]


class TestLoad:
    """`editions`, `load`, `load_bundle`."""

    def test_whole(self) -> None:
        """Of the folder of a shipped edition, all that a bundle can have is read."""
        for name in okb.editions():
            folder = Path(okb.__file__).parent / "data" / "editions" / name
            assert okb.load(name).bundles == okb.load_bundle(folder).bundles
            assert "vocabularies" not in [path.name for path in folder.iterdir()]

    def test_editions(self) -> None:
        """The shipped editions are listed, and each of them can be loaded."""
        assert okb.editions() == ("octopus-2021",)
        assert [okb.load(name).editions.ids for name in okb.editions()] == [(name,) for name in okb.editions()]

    def test_everything_by_default(self, shipped: okb.KnowledgeBase) -> None:
        """All shipped editions are loaded unless some are named."""
        assert shipped.editions.ids == okb.editions()

    @pytest.mark.parametrize("names", [(), ("octopus-2021",), ("octopus-2021", "octopus-2021")])
    def test_once(self, names: tuple[str, ...]) -> None:
        """The same knowledge base is given for the same editions, however they are named."""
        assert okb.load(*names) is okb.load()

    @pytest.mark.parametrize(
        ("names", "id", "near"),
        [
            (("octopus-2022",), "octopus-2022", ("octopus-2021",)),
            (("octopus-2021", "zzz"), "zzz", ()),
            (("",), "", ()),
        ],
    )
    def test_unknown(self, names: tuple[str, ...], id: str, near: tuple[str, ...]) -> None:
        """An edition that is not shipped is refused with those whose names resemble its own."""
        with pytest.raises(okb.UnknownIdError) as caught:
            okb.load(*names)
        assert (caught.value.id, caught.value.near) == (id, near)

    @pytest.mark.parametrize("folder", [MINIATURE, str(MINIATURE), f"{MINIATURE}/"], ids=["path", "text", "slash"])
    def test_folder(self, folder: str | Path) -> None:
        """A folder of one's own is loaded, and anew each time: it may have changed."""
        kb = okb.load_bundle(folder)
        assert (kb.editions.ids, kb is okb.load_bundle(folder)) == (("harbour-2030",), False)

    def test_folder_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A folder may be named from where one stands."""
        monkeypatch.chdir(MINIATURE.parent)
        assert okb.load_bundle("miniature").editions.ids == ("harbour-2030",)

    def test_wrong_folder(self, tmp_path: Path) -> None:
        """A folder that is not there is one BundleError."""
        with pytest.raises(okb.BundleError, match="the folder is not there"):
            okb.load_bundle(tmp_path / "nowhere")

    @pytest.mark.parametrize("part", [".", "vocabularies"])
    def test_unreadable_folder(self, folder: Path, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
        """A folder that may not be read is a BundleError too: no other error comes of a folder."""

        def guarded(work: Callable[..., Any]) -> Callable[..., Any]:
            def refuse(path: Any, *args: Any, **options: Any) -> Any:
                if isinstance(path, str | Path) and Path(path).is_relative_to(folder / part):
                    raise PermissionError(EACCES, "Permission denied", str(path))
                return work(path, *args, **options)

            return refuse

        for module, name in ((os, "listdir"), (os, "scandir"), (builtins, "open"), (io, "open")):
            monkeypatch.setattr(module, name, guarded(getattr(module, name)))
        with pytest.raises(okb.BundleError):
            okb.load_bundle(folder)

    def test_threads(self) -> None:
        """Threads that load and ask at the same moment get one knowledge base and the same answers."""
        done = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, check=False)
        assert (done.stderr, done.stdout.split()) == ("", ["16", "1", "1"])


class TestTogether:
    """Several bundles in one knowledge base."""

    def test_collections(self, two: okb.KnowledgeBase, miniature: okb.KnowledgeBase) -> None:
        """Records of all editions stand together, edition by edition; what they share stands there once."""
        assert two.editions.ids == ("harbour-2030", "haven-2031")
        for name in ("passages", "key_messages", "statements", "recommendations", "relations"):
            one = getattr(miniature, name).ids
            both = one + tuple(id.replace("harbour-2030", "haven-2031") for id in one)
            assert getattr(two, name).ids == both
        for name in ("concepts", "actors", "topics", "context"):
            assert getattr(two, name).ids == getattr(miniature, name).ids

    def test_by_id(self, two: okb.KnowledgeBase) -> None:
        """Each record of each edition is found by its id."""
        for record in every_record(two):
            assert two[record.id] == record

    @pytest.mark.parametrize("name", ["km1", "fog-returns", "definition-of-danger"])
    def test_ambiguous(self, two: okb.KnowledgeBase, name: str) -> None:
        """A short form that fits records of two editions is refused with both, and is no id of any record."""
        for ask in (two.__getitem__, two.get):
            with pytest.raises(okb.AmbiguousIdError) as caught:
                ask(name)
            assert isinstance(caught.value, LookupError)
            assert (caught.value.id, caught.value.candidates) == (name, (f"harbour-2030:{name}", f"haven-2031:{name}"))
        assert name not in two

    def test_ambiguous_in_collections(self, two: okb.KnowledgeBase) -> None:
        """A collection refuses an ambiguous short form, too."""
        for ask in (two.passages.__getitem__, two.passages.get, two.items, two.reading):
            with pytest.raises(okb.AmbiguousIdError):
                ask("km2")
        assert "km2" not in two.passages

    def test_same_name_elsewhere(self, two: okb.KnowledgeBase) -> None:
        """What a short form of one edition leads to stays in that edition."""
        assert two.items("haven-2031:km2").ids == ("haven-2031:km2.1", "haven-2031:km2.2")
        found = two.statements.filter(passage="haven-2031:km2", kind="recommendation")
        assert found.ids == ("haven-2031:stakeholders-to-share-charts", "haven-2031:horns-to-be-heard")

    @pytest.mark.parametrize(
        ("name", "changes"), [("concepts", {"preferred_label": "another"}), ("context", {"claim": "Another claim."})]
    )
    def test_conflict(
        self, miniature: okb.KnowledgeBase, second: okb.Bundle, name: str, changes: dict[str, str]
    ) -> None:
        """Two bundles that give one id to different things are refused."""
        *rest, last = getattr(second, name)
        other = evolve(second, **{name: (*rest, evolve(last, **changes))})
        with pytest.raises(okb.BundleError) as caught:
            okb.KnowledgeBase([*miniature.bundles, other])
        assert caught.value.source == "haven-2031"
        assert [str(problem) for problem in caught.value.problems] == [
            f".: $: the id {last.id!r} is taken by another record"
        ]

    def test_every_conflict(self, miniature: okb.KnowledgeBase, second: okb.Bundle) -> None:
        """Every id that is given to different things is told, not only the first."""
        *rest, last_but_one, last = second.concepts
        concepts = (*rest, evolve(last_but_one, preferred_label="one"), evolve(last, preferred_label="other"))
        with pytest.raises(okb.BundleError) as caught:
            okb.KnowledgeBase([*miniature.bundles, evolve(second, concepts=concepts)])
        told = [problem.message for problem in caught.value.problems]
        assert [id for id in (last_but_one.id, last.id) if not any(id in message for message in told)] == []

    @pytest.mark.parametrize("fewer", [False, True], ids=["same", "fewer statements"])
    def test_one_edition_twice(self, miniature: okb.KnowledgeBase, fewer: bool) -> None:
        """One edition cannot stand beside itself, nor beside another reading of itself: its ids would lead to both."""
        (bundle,) = miniature.bundles
        twin = evolve(bundle, statements=bundle.statements[:-1]) if fewer else bundle
        with pytest.raises(okb.BundleError) as caught:
            okb.KnowledgeBase([bundle, twin])
        assert caught.value.source == "harbour-2030"
        assert "edition.json: $.edition.id: the edition 'harbour-2030' is there already" in str(caught.value)

    def test_short_form_in_a_part(self, two: okb.KnowledgeBase) -> None:
        """In a collection that holds one record that a short form fits, the short form is unambiguous."""
        later = two.passages.filter(edition="haven-2031")
        assert (later["km1"].id, "km1" in later, later.get("km9")) == ("haven-2031:km1", True, None)


class TestRecords:
    """`kb[...]`, `get` and `in`: any record by its id."""

    def test_every_record(self, miniature: okb.KnowledgeBase) -> None:
        """Each record is found by its id."""
        for record in every_record(miniature):
            assert miniature[record.id] is miniature.get(record.id) is record
            assert record.id in miniature

    def test_short_forms(self, miniature: okb.KnowledgeBase) -> None:
        """A record of the edition is found by what follows the colon of its id."""
        for record in (*miniature.passages, *miniature.statements, *miniature.relations):
            name = record.id.removeprefix("harbour-2030:")
            assert (miniature[name], name in miniature) == (record, True)

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("topic:mist", "topic:fog"),
            ("harbour-2030:horns", "harbour-2030:horns-to-be-heard"),
            ("horns", "harbour-2030:horns-to-be-heard"),
        ],
    )
    def test_former_ids(self, miniature: okb.KnowledgeBase, name: str, expected: str) -> None:
        """An id that a record had before still finds it, in its short form too."""
        assert (miniature[name].id, name in miniature) == (expected, True)

    def test_former_id_of_a_relation(self, edit: Edit, folder: Path) -> None:
        """A relation is found by its former id."""
        edit("relations.json", lambda data: data["relations"][0].update(former_ids=["harbour-2030:danger-defined"]))
        assert okb.load_bundle(folder)["danger-defined"].id == "harbour-2030:definition-of-danger"

    @pytest.mark.parametrize(
        ("name", "near"),
        [
            ("fog", {"topic:fog"}),
            ("topic:fogs", {"topic:fog", "topic:sea-fog"}),
            ("harbour-2030:km2.3", {"harbour-2030:km2.1", "harbour-2030:km2.2"}),
            ("zzz", set()),
            ("", set()),
            ("x" * 10_000, set()),
        ],
    )
    def test_unknown(self, miniature: okb.KnowledgeBase, name: str, near: set[str]) -> None:
        """An id that no record has is refused with those that resemble it."""
        with pytest.raises(okb.UnknownIdError) as caught:
            miniature[name]
        assert (caught.value.id, near <= set(caught.value.near), len(caught.value.near) <= 3) == (name, True, True)
        assert (miniature.get(name), name in miniature) == (None, False)

    @pytest.mark.parametrize("thing", [None, 5, b"km1", ("km1",)])
    def test_no_id(self, miniature: okb.KnowledgeBase, thing: object) -> None:
        """What is no text is nobody's id."""
        assert thing not in miniature

    def test_records(self, miniature: okb.KnowledgeBase, two: okb.KnowledgeBase) -> None:
        """A record is in a knowledge base that holds an equal one, as it is in a collection."""
        for record in every_record(miniature):
            assert record in miniature
        assert two["haven-2031:km1"] not in miniature
        assert evolve(miniature.topics[0], preferred_label="another") not in miniature


class TestCollections:
    """The collections of a knowledge base."""

    @pytest.mark.parametrize(
        ("name", "scheme", "record"),
        [
            ("actors", "actor", okb.Actor),
            ("events", "event", okb.Concept),
            ("instruments", "instrument", okb.Instrument),
            ("interests", "interest", okb.Concept),
            ("measures", "measure", okb.Concept),
            ("places", "place", okb.Concept),
            ("technologies", "technology", okb.Concept),
            ("threats", "threat", okb.Concept),
            ("topics", "topic", okb.Concept),
        ],
    )
    def test_schemes(self, miniature: okb.KnowledgeBase, name: str, scheme: str, record: type[okb.Concept]) -> None:
        """Each scheme has a collection of its concepts, of the type that they have."""
        found = getattr(miniature, name)
        assert found.ids == tuple(id for id in miniature.concepts.ids if id.startswith(f"{scheme}:"))
        assert {type(one) for one in found} == {record}
        assert found == miniature.concepts.filter(scheme=scheme)

    def test_every_scheme(self, miniature: okb.KnowledgeBase) -> None:
        """Each concept belongs to a scheme that has a collection."""
        names = {okb.Scheme.TECHNOLOGY: "technologies"}
        found = [one for scheme in okb.Scheme for one in getattr(miniature, names.get(scheme, f"{scheme}s"))]
        assert sorted(one.id for one in found) == sorted(miniature.concepts.ids)

    def test_own_beside_packaged(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """An edition of one's own has the packaged concepts, and its own after them."""
        own = [id for id in miniature.concepts.ids if id not in shipped.concepts]
        assert len(own) == 13
        assert miniature.concepts.ids == shipped.concepts.ids + tuple(own)

    def test_key_messages(self, miniature: okb.KnowledgeBase) -> None:
        """Key messages are the passages of that kind, without their items."""
        assert [(one.id, one.heading) for one in miniature.key_messages] == [
            ("harbour-2030:km1", "Fog and buoys"),
            ("harbour-2030:km2", "Fog to come"),
        ]

    def test_recommendations(self, miniature: okb.KnowledgeBase) -> None:
        """Recommendations are the statements that have a directive, of whatever kind."""
        found = [statement.id.partition(":")[2] for statement in miniature.recommendations]
        assert found == [
            "ports-should-light-buoys",
            "ports-should-clean-lamps",
            "stakeholders-to-share-charts",
            "horns-to-be-heard",
            "keep-lamps-lit",
        ]
        assert all(statement.directive for statement in miniature.recommendations)

    def test_kept(self, miniature: okb.KnowledgeBase) -> None:
        """A collection is made once."""
        assert miniature.statements is miniature.statements
        assert miniature.statements[0] is miniature.bundles[0].statements[0]

    def test_bundles(self, miniature: okb.KnowledgeBase) -> None:
        """The collections hold what the bundles hold, in their order."""
        (bundle,) = miniature.bundles
        assert tuple(miniature.editions) == (bundle.edition,)
        for name in ("passages", "statements", "relations", "context", "concepts"):
            assert tuple(getattr(miniature, name)) == getattr(bundle, name)


class TestWays:
    """From one record to another: `items`, `source`, `reading`."""

    def test_items(self, miniature: okb.KnowledgeBase) -> None:
        """The items of a key message are the passages listed under it; a passage stands for its id."""
        assert miniature.items("km2").ids == ("harbour-2030:km2.1", "harbour-2030:km2.2")
        assert miniature.items(miniature.key_messages[1]) == miniature.items("harbour-2030:km2")
        assert (type(miniature.items("km1")), len(miniature.items("km1"))) == (okb.Passages, 0)

    @pytest.mark.parametrize("wrong", ["km7", "topic:fog", "fog-returns", "harbour-2030", ""])
    def test_no_passage(self, miniature: okb.KnowledgeBase, wrong: str) -> None:
        """Items and words of what is no passage are refused."""
        for ask in (miniature.items, miniature.reading):
            with pytest.raises(okb.UnknownIdError) as caught:
                ask(wrong)
            assert caught.value.id == wrong

    def test_source(self, miniature: okb.KnowledgeBase) -> None:
        """The source is the text of the edition, be it named or not."""
        source = miniature.source()
        assert source.text == (MINIATURE / "source.txt").read_bytes().decode()
        assert source is miniature.source("harbour-2030") is miniature.source(miniature.editions[0])

    def test_source_of_two(self, two: okb.KnowledgeBase) -> None:
        """Of several editions each has its source."""
        for bundle in two.bundles:
            assert two.source(bundle.edition.id) is two.source(bundle.edition) is bundle.source

    @pytest.mark.parametrize(("wrong", "near"), [("harbour-2031", ("harbour-2030",)), ("km1", ()), ("topic:fog", ())])
    def test_no_source(self, miniature: okb.KnowledgeBase, wrong: str, near: tuple[str, ...]) -> None:
        """The source of what is no edition is refused, with the edition that resembles it."""
        with pytest.raises(okb.UnknownIdError) as caught:
            miniature.source(wrong)
        assert (caught.value.id, caught.value.near) == (wrong, near)

    def test_which_source(self, two: okb.KnowledgeBase) -> None:
        """Where several editions are loaded, one must be named, and the error says which there are."""
        with pytest.raises(okb.AmbiguousIdError) as caught:
            two.source()
        assert caught.value.candidates == ("harbour-2030", "haven-2031")
        assert "'harbour-2030' or 'haven-2031'" in str(caught.value)
        assert "edition" in str(caught.value)
        assert "''" not in str(caught.value)

    def test_reading(self, miniature: okb.KnowledgeBase) -> None:
        """The reading text has neither marker nor page break, and knows its place in the source."""
        reading = miniature.reading("km1")
        assert reading.text.startswith("Fog – that is, cloud")
        assert "and keep the lamps clean." in reading.text
        assert reading == miniature.reading(miniature.passages["km1"])
        assert miniature.source().words(reading.locate("keep the lamps clean")) == "keep the lamps clean"

    def test_reading_of_two(self, miniature: okb.KnowledgeBase, folder: Path, edit: Edit) -> None:
        """Of two editions, the words of a passage are read from its own edition's source."""
        for name in ("source.txt", "statements.json"):
            (folder / name).write_bytes((folder / name).read_bytes().replace(b"KEEP THE", b"TEND THE"))
        sha256 = okb.SourceText.from_bytes((folder / "source.txt").read_bytes()).sha256
        edit("edition.json", lambda data: data["edition"]["document"].update(sha256=sha256))
        kb = okb.KnowledgeBase([*miniature.bundles, load_folder(rename(folder))])
        assert kb.reading("haven-2031:slogan").text == "TEND THE LAMPS LIT!"
        assert kb.reading("harbour-2030:slogan").text == "KEEP THE LAMPS LIT!"


class TestWhole:
    """A knowledge base as a value."""

    def test_repr(self, miniature: okb.KnowledgeBase, two: okb.KnowledgeBase) -> None:
        """A knowledge base shows its editions and the number of its statements, and no more."""
        assert repr(miniature) == "<KnowledgeBase of harbour-2030: 16 statements>"
        assert repr(two) == "<KnowledgeBase of harbour-2030, haven-2031: 32 statements>"

    @pytest.mark.parametrize("name", ["bundles", "statements", "remark"])
    def test_immutable(self, miniature: okb.KnowledgeBase, name: str) -> None:
        """Nothing of a knowledge base can be set or taken away, whether it was asked for before or not."""
        with pytest.raises(FrozenInstanceError):
            setattr(miniature, name, ())
        with pytest.raises(FrozenInstanceError):
            delattr(miniature, name)
        assert len(miniature.statements) == 16

    @pytest.mark.parametrize("asked_before", [False, True])
    @pytest.mark.parametrize("twin_of", [copy.copy, copy.deepcopy, lambda kb: pickle.loads(pickle.dumps(kb))])  # noqa: S301 - pickled here
    def test_travels(self, twin_of: Callable[[okb.KnowledgeBase], okb.KnowledgeBase], asked_before: bool) -> None:
        """A copy of a knowledge base, even one that another process gets, holds the same and answers the same."""
        kb = okb.load_bundle(MINIATURE)
        if asked_before:
            assert kb.statements.filter(topic="topic:fog")
        twin = twin_of(kb)
        assert (repr(twin), twin.bundles, twin.statements, twin["topic:mist"]) == (
            repr(kb),
            kb.bundles,
            kb.statements,
            kb["topic:fog"],
        )
        assert twin.statements.filter(passage="km2") == kb.statements.filter(passage="km2")
        assert twin.reading("km1") == kb.reading("km1")

    def test_equal(self, miniature: okb.KnowledgeBase, two: okb.KnowledgeBase) -> None:
        """Knowledge bases that hold the same are equal, and so are their hashes."""
        twin = okb.load_bundle(MINIATURE)
        assert (twin == miniature, hash(twin) == hash(miniature)) == (True, True)
        assert (miniature == two, miniature == miniature.bundles) == (False, False)

    def test_in_another_process(self, tmp_path: Path) -> None:
        """A pickled knowledge base is read by a process that has imported nothing yet."""
        (tmp_path / "kb.pickle").write_bytes(pickle.dumps(okb.load_bundle(MINIATURE)))
        read = (
            "import pickle, sys; kb = pickle.load(open(sys.argv[1], 'rb')); print(len(kb.statements), kb['horns'].kind)"
        )
        command = [sys.executable, "-c", read, str(tmp_path / "kb.pickle")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.stderr, done.stdout.split()) == ("", ["16", "recommendation"])

    def test_none(self) -> None:
        """A knowledge base of no edition is empty, and says so when asked for a source."""
        kb = okb.KnowledgeBase([])
        assert (len(kb.statements), len(kb.concepts), "km1" in kb) == (0, 0, False)
        with pytest.raises(LookupError):
            kb.source()

    @pytest.mark.parametrize("bundles", [list, tuple, iter])
    def test_made_of(self, miniature: okb.KnowledgeBase, bundles: Callable[[Any], Any]) -> None:
        """A knowledge base takes bundles in whatever can be gone through, and keeps them."""
        assert okb.KnowledgeBase(bundles(miniature.bundles)).bundles == miniature.bundles
