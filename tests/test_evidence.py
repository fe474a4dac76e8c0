"""Tests of `octopus_kb.evidence`: words stand where the records say, and no word of a passage is left out."""

import re
from collections.abc import Callable, Iterable
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb import evidence
from octopus_kb.evidence import check_quotes, named_quotes, named_quotes_alone
from octopus_kb.parts import Entries, Parts
from octopus_kb.tiling import check_passages
from octopus_kb.vocabulary import Modality, PassageKind, StatementKind

Edit = Callable[[str, Callable[[Any], object]], None]
Put = Callable[[str, str, object], str]

MINIATURE = Path(__file__).parent / "miniature"
SOURCE = (MINIATURE / "source.txt").read_bytes().decode()
END = len(SOURCE)

ABSENT = "the words do not stand in the passage"
OTHER = "the quote is not what stands at its spans"
OUTSIDE = "a span lies outside the passage, or in its marker"
LEFT_OUT = "words are left out between spans"
UNPROVED = "the words lie outside the statement's evidence"


def told(folder: Path) -> list[okb.Problem]:
    """Load a spoilt bundle, and give the problems of the one error that tells them."""
    with pytest.raises(okb.BundleError) as caught:
        okb.load_bundle(folder)
    return list(caught.value.problems)


def at(folder: Path, path: str) -> list[okb.Problem]:
    """Give what is told of one place of a spoilt bundle."""
    return [problem for problem in told(folder) if problem.path == path]


def place(words: str, after: str = "") -> dict[str, int]:
    """Give the span of words of the source: the first after some others."""
    start = SOURCE.index(words, SOURCE.index(after))
    return {"start": start, "end": start + len(words)}


def quoted(*pieces: str, text: str | None = None, after: str = "") -> dict[str, Any]:
    """Give a quote with the spans of its pieces."""
    return {"text": " ".join(pieces) if text is None else text, "spans": [place(piece, after) for piece in pieces]}


@pytest.fixture
def put(edit: Edit) -> Put:
    """A function that sets the value at a place such as `evidence[0].text` of a record, and gives its full path."""

    def change(slug: str, where: str, value: object) -> str:
        found: list[str] = []

        def alter(data: Any) -> None:
            steps = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", where)]
            for key, records in data.items():
                for n, record in enumerate(records if isinstance(records, list) else ()):
                    if record["id"] == f"harbour-2030:{slug}":
                        found.append(f"$.{key}[{n}].{where}")
                        reduce(lambda holder, step: holder[step], steps[:-1], record)[steps[-1]] = value

        for file in ("edition.json", "statements.json", "relations.json"):
            edit(file, alter)
        (path,) = found
        return path

    return change


@pytest.fixture
def write(folder: Path, edit: Edit) -> Callable[[str], None]:
    """A function that gives the copy another source, and records its hash."""

    def change(text: str) -> None:
        (folder / "source.txt").write_bytes(text.encode())
        digest = sha256(text.encode()).hexdigest()
        edit("edition.json", lambda data: data["edition"]["document"].update(sha256=digest))

    return change


class TestSource:
    """The source is the file that was annotated."""

    @pytest.mark.parametrize("text", [f"{SOURCE}\n", SOURCE.rstrip() + " \t"], ids=["a line end", "white space"])
    def test_changed(self, folder: Path, text: str) -> None:
        """A source that differs in its white space alone is told by its hash, and nothing else is."""
        declared = sha256(SOURCE.encode()).hexdigest()
        (folder / "source.txt").write_bytes(text.encode())
        found = sha256(text.encode()).hexdigest()
        hint = "restore the file byte for byte (line ends too), or annotate the new one as a new edition"
        message = "source.txt is not the file that was annotated"
        path = "$.edition.document.sha256"
        expected = okb.Problem("edition.json", path, message, expected=f"{declared!r}", found=f"{found!r}", hint=hint)
        assert told(folder) == [expected]

    @pytest.mark.parametrize("alter", [str.upper, lambda declared: declared[:-1], lambda _: ""])
    def test_changed_hash(self, folder: Path, edit: Edit, alter: Callable[[str], str]) -> None:
        """The hash is written as lower-case hexadecimal, in full."""

        def spoil(data: Any) -> None:
            document = data["edition"]["document"]
            document["sha256"] = alter(document["sha256"])

        edit("edition.json", spoil)
        assert [problem.path for problem in told(folder)] == ["$.edition.document.sha256"]

    @pytest.mark.parametrize(
        "alter",
        [
            lambda text: text.replace("\n", "\r\n"),
            lambda text: f"\ufeff{text}",
            lambda text: text.replace("harmless", "harmful"),
            lambda text: text.replace("Fog", "fog"),
            lambda _: "",
        ],
        ids=["line ends", "byte order mark", "a word", "a letter", "everything"],
    )
    def test_changed_words(self, folder: Path, alter: Callable[[str], str]) -> None:
        """Whatever else a changed source upsets, its hash is told."""
        (folder / "source.txt").write_bytes(alter(SOURCE).encode())
        assert [problem.file for problem in at(folder, "$.edition.document.sha256")] == ["edition.json"]


def test_two_lists_of_quotes(miniature: okb.KnowledgeBase) -> None:
    """The quotes that must lie inside the evidence are, with their paths and without, the same in the same order."""
    for statement in miniature.statements:
        assert named_quotes_alone(statement) == [quote for _, quote in named_quotes(statement)]


def proofs(text: str, pieces: Iterable[okb.Quote], named: Iterable[okb.Quote]) -> list[list[okb.Problem]]:
    """Give what the proof of quotes tells of a statement on two pages: as it is, and without its quick way."""
    source, middle = okb.SourceText.from_bytes(text.encode()), text.index("\n\n")
    spans = (okb.Span(0, middle), okb.Span(middle + 2, len(text)))
    statement = okb.Statement(
        id="e:s",
        kind=StatementKind.FRAMING,
        passage="e:p",
        evidence=tuple(pieces),
        proposition="Fog harms.",
        modality=Modality.PRESENT,
        items=tuple(okb.Item(quote=quote, concept="topic:fog") for quote in named),
    )
    found = []
    for stand in (evidence._stand, lambda *_, **__: False):
        parts = Parts(source=source, statements=Entries([statement], "", "", [0]))
        passage = okb.Passage(id="e:p", kind=PassageKind.PARAGRAPH, spans=spans, marker="- ")
        parts.passages = Entries([passage], "", "", [0])
        assert list(check_passages(parts)) == []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(evidence, "_stand", stand)
            found.append(list(check_quotes(parts)))
    return found


def quoted_of(text: str, start: int, end: int, *, folded: bool = True) -> okb.Quote:
    """Give a quote of a stretch of a text, with a span before its page break and one after."""
    middle = text.index("\n\n")
    spans = [(low, high) for low, high in ((start, min(end, middle)), (max(start, middle + 2), end)) if low < high]
    words = " ".join(text[low:high] for low, high in spans)
    return okb.Quote(
        text=" ".join(words.split()) if folded else words, spans=tuple(okb.Span(low, high) for low, high in spans)
    )


each_text = pytest.mark.parametrize(
    "text",
    ["- Fog harms ships, and so\n\ndo rocks.", "- Fog  harms\nships, and so\n\ndo rocks."],
    ids=["even", "uneven"],
)


@each_text
@pytest.mark.parametrize("folded", [True, False])
def test_two_proofs(text: str, folded: bool) -> None:
    """Of each stretch of a passage, the quick proof of quotes passes what the thorough one does, or less."""
    stretches = [(start, end) for end in range(len(text) + 1) for start in range(end)]
    for start, end in stretches:
        quick, thorough = proofs(text, [quoted_of(text, start, end, folded=folded)], [])
        assert quick == thorough
    assert proofs(text, [quoted_of(text, 2, len(text))], []) == [[], []]


@each_text
@given(data=st.data())
@settings(max_examples=500)
def test_two_proofs_of_several(text: str, data: st.DataObject) -> None:
    """The same holds of several pieces of evidence, and of what must lie in them."""
    words = [word.span() for word in re.finditer(r"\w+|[,.]", text)]
    some = st.tuples(st.sampled_from(words), st.sampled_from(words)).map(sorted)
    quotes = st.lists(some.map(lambda two: quoted_of(text, two[0][0], two[1][1])), max_size=3)
    pieces = sorted(data.draw(quotes), key=lambda quote: quote.spans)
    quick, thorough = proofs(text, pieces, data.draw(quotes))
    event("wrong" if thorough else "right")
    assert quick == thorough


class TestQuotes:
    """Quotes that are written without spans are found, or told."""

    @pytest.mark.parametrize(
        ("slug", "where", "text", "nearest"),
        [
            ("ports-should-light-buoys", "directive.action.quotes[0]", "light evary buoy", "light every buoy"),
            ("ports-should-light-buoys", "directive.condition.quotes[0]", "if they hafe not", "if they have not"),
            ("fog-endangers-ships", "examples[0].quote", "Ferries", "ferries"),
            ("definition-of-danger", "cue", "that was", "that is,"),
            ("km2.2", "misprints[0].quote", "Fog horms", "Fog horns"),
            ("keep-lamps-lit", "directive.action.quotes[0]", "KEEP THE LAMPS LIT?", "KEEP THE LAMPS LIT!"),
        ],
    )
    def test_altered(self, folder: Path, put: Put, slug: str, where: str, text: str, nearest: str) -> None:
        """A quote altered by one character is told, with the words of the passage that come nearest."""
        path = put(slug, where, {"text": text})
        (problem,) = told(folder)
        hint = f"the nearest words of the passage are {nearest!r}"
        assert (problem.path, problem.message, problem.found, problem.hint) == (path, ABSENT, f"{text!r}", hint)

    @pytest.mark.parametrize(
        ("slug", "where", "text"),
        [
            ("keep-lamps-lit", "directive.action.quotes[0]", "lamps clean"),
            ("keep-lamps-lit", "directive.action.quotes[0]", ""),
            ("keep-lamps-lit", "directive.action.quotes[0]", "\n"),
            ("keep-lamps-lit", "directive.action.quotes[0]", "KEEP THE LAMP"),
            ("keep-lamps-lit", "directive.action.quotes[0]", "EEP THE LAMPS"),
            ("fog-defined", "evidence[0]", "- ▶ Fog – that is, cloud at the surface of the sea –"),
            ("fog-endangers-ships", "examples[0].quote", "ferries."),
            ("pilots-took-part", "examples[0].quote", "pilots of ferrie"),
        ],
        ids=["of another passage", "empty", "blank", "cut behind", "cut before", "with marker", "sign", "plural"],
    )
    def test_absent(self, folder: Path, put: Put, slug: str, where: str, text: str) -> None:
        """Words of another passage, of none, cut in two or with the marker are not found in the passage."""
        path = put(slug, where, {"text": text})
        if text == "ferries.":  # the full stop stands in the passage, and in the evidence
            assert okb.load_bundle(folder).statements
        else:
            assert [(problem.message, problem.found) for problem in at(folder, path)] == [(ABSENT, f"{text!r}")]

    @pytest.mark.parametrize("text", ["KEEP THE LAMP", "EEP THE LAMPS"])
    def test_cut_hint(self, folder: Path, put: Put, text: str) -> None:
        """The hint on a quote that cuts a word does not show the very words that are refused."""
        path = put("keep-lamps-lit", "directive.action.quotes[0]", {"text": text})
        (problem,) = at(folder, path)
        assert f"{text!r}" not in (problem.hint or "")

    @pytest.mark.parametrize(
        "text", ['The idea that "fog is harmless" is a myth.', "The idea that “fog is\nharmless” is a myth."]
    )
    def test_other_signs(self, folder: Path, put: Put, text: str) -> None:
        """A quote with other quotation marks or white space is found, but is told: quotes are verbatim."""
        path = put("harmless-fog-a-myth", "evidence[0]", {"text": text})
        words = "The idea that “fog is harmless” is a myth."
        assert told(folder) == [okb.Problem("statements.json", path, OTHER, expected=f"{words!r}", found=f"{text!r}")]

    def test_twice(self, folder: Path, put: Put) -> None:
        """Words that stand in the passage more than once are told, with the offsets to choose from."""
        path = put("ports-should-clean-lamps", "directive.action.quotes[0]", {"text": "the"})
        first, last = SOURCE.index("- ▶ Fog –"), SOURCE.index("lamps clean")
        starts = [match.start() for match in re.finditer(r"\bthe\b", SOURCE) if first < match.start() < last]
        message = "the words stand in the passage more than once"
        hint = f"give spans; the words begin at {' or '.join(map(str, starts))}"
        assert told(folder) == [okb.Problem("statements.json", path, message, found="'the'", hint=hint)]

    def test_twice_with_spans(self, folder: Path, put: Put) -> None:
        """With its spans a quote of such words is right."""
        quote = quoted("the", after="keep")
        put("ports-should-clean-lamps", "directive.action.quotes[0]", quote)
        (found,) = okb.load_bundle(folder).statements["harbour-2030:ports-should-clean-lamps"].directive.action.quotes
        assert [vars_of(span) for span in found.spans] == quote["spans"]

    @pytest.mark.parametrize(
        "evidence",
        [
            [{"text": "Ports should light evary buoy, if they have not yet done so,"}],
            [quoted("Ports should light every buoy, if they have not yet done so", text="Ports should light")],
        ],
        ids=["absent", "other"],
    )
    def test_told_once(self, folder: Path, put: Put, evidence: object) -> None:
        """Wrong evidence is told once: neither its items and clauses nor its passage are blamed for it."""
        path = put("ports-should-light-buoys", "evidence", evidence)
        assert [problem.path for problem in told(folder)] == [f"{path}[0]"]


def vars_of(span: okb.Span) -> dict[str, int]:
    """Give a span as plain data."""
    return {"start": span.start, "end": span.end}


ACTION = "directive.action.quotes[0]"
LIT = place("KEEP THE LAMPS LIT")


class TestSpans:
    """Quotes that are written with spans stand there, or are told."""

    @pytest.mark.parametrize(
        ("slug", "where", "quote"),
        [
            ("keep-lamps-lit", ACTION, quoted("KEEP THE LAMPS LIT")),
            ("keep-lamps-lit", ACTION, quoted("THE LAMPS")),
            ("ports-should-clean-lamps", ACTION, quoted("keep the", "lamps clean")),
            ("ports-should-clean-lamps", ACTION, quoted("the", "lamps", after="keep")),
            ("ports-should-clean-lamps", ACTION, quoted("lamps clean")),
            ("fog-returns", "evidence[0]", quoted("Fog will return in Spring 2031, and:")),
        ],
        ids=["whole", "inner", "across a break", "to and from a break", "after a break", "after the marker"],
    )
    def test_right(self, folder: Path, put: Put, slug: str, where: str, quote: object) -> None:
        """A quote at its spans is right, also where a page break cuts it."""
        put(slug, where, quote)
        assert okb.load_bundle(folder).statements

    @pytest.mark.parametrize("space", ["\t", "\xa0", "\u2028", "\r"])
    def test_unfolded(self, folder: Path, put: Put, write: Callable[[str], None], space: str) -> None:
        """A quote is written as it is read, with white space folded, whatever stands in the source."""
        raw, words = f"KEEP THE{space}LAMPS LIT!", "KEEP THE LAMPS LIT!"
        write(SOURCE.replace(words, raw))
        path = put("keep-lamps-lit", "evidence[0]", {"text": raw, "spans": [place(words)]})
        expected = okb.Problem("statements.json", path, OTHER, expected=f"{words!r}", found=f"{raw!r}")
        assert told(folder) == [expected]
        put("keep-lamps-lit", "evidence[0]", {"text": words, "spans": [place(words)]})
        assert okb.load_bundle(folder).statements

    @pytest.mark.parametrize(("left", "right", "words"), [(1, 1, "EEP THE LAMPS LIT!"), (0, -1, "KEEP THE LAMPS LI")])
    def test_offsets(self, folder: Path, put: Put, left: int, right: int, words: str) -> None:
        """Wrong offsets are told with the words that stand there."""
        spans = [{"start": LIT["start"] + left, "end": LIT["end"] + right}]
        path = put("keep-lamps-lit", ACTION, {"text": "KEEP THE LAMPS LIT", "spans": spans})
        expected = okb.Problem("statements.json", path, OTHER, expected=f"{words!r}", found="'KEEP THE LAMPS LIT'")
        assert told(folder) == [expected]

    @pytest.mark.parametrize(
        ("slug", "where", "words"),
        [
            ("km2.2", "misprints[0].quote", "Fog horns"),
            ("definition-of-danger", "cue", "that is"),
            ("pilots-took-part", "examples[0].quote", "pilots of ferries"),
            ("ports-should-light-buoys", "directive.condition.quotes[0]", "if they have not yet done so"),
        ],
    )
    def test_everywhere(self, folder: Path, put: Put, slug: str, where: str, words: str) -> None:
        """The quotes of misprints, relations, examples and conditions are held against the source as all others."""
        path = put(slug, where, quoted(words, text=f"{words}!"))
        assert [(problem.path, problem.message) for problem in told(folder)] == [(path, OTHER)]

    @pytest.mark.parametrize("text", ["EEP THE LAMPS LIT", "KEEP THE LAMPS LI", "AMP"])
    def test_cut(self, folder: Path, put: Put, text: str) -> None:
        """A quote that cuts a word in two is told."""
        path = put("keep-lamps-lit", ACTION, quoted(text, after="KEEP"))
        assert told(folder) == [okb.Problem("statements.json", path, "the quote cuts a word in two", found=f"{text!r}")]

    @pytest.mark.parametrize("text", ["KEEP ", " THE LAMPS", " "])
    def test_white_space(self, folder: Path, put: Put, text: str) -> None:
        """A quote neither begins nor ends with white space."""
        path = put("keep-lamps-lit", ACTION, quoted(text, after="KEEP"))
        assert [problem.path for problem in told(folder)] == [path]

    @pytest.mark.parametrize(
        ("slug", "spans"),
        [
            ("keep-lamps-lit", [place("Fog horns")]),
            ("keep-lamps-lit", [{"start": LIT["start"] - 2, "end": LIT["end"]}]),
            ("keep-lamps-lit", [{"start": LIT["start"], "end": END + 1}]),
            ("keep-lamps-lit", [{"start": LIT["start"], "end": LIT["start"]}]),
            ("keep-lamps-lit", [{"start": LIT["end"], "end": LIT["start"]}]),
            ("keep-lamps-lit", [{"start": -5, "end": -1}]),
            ("keep-lamps-lit", [{"start": 10**30, "end": 10**31}]),
            ("ports-should-clean-lamps", [place("keep the\n\nlamps clean")]),
            ("ports-should-clean-lamps", [place("keep the"), place("Fog horns")]),
            ("fog-returns", [place("- ▶ Fog will return", after="lamps clean")]),
            ("fog-returns", [place("▶", after="lamps clean")]),
        ],
        ids=["passage", "gap", "end", "empty", "reversed", "negative", "huge", "break", "second", "marker", "arrow"],
    )
    def test_outside(self, folder: Path, put: Put, slug: str, spans: list[dict[str, int]]) -> None:
        """A span that is empty or reaches out of its passage, into its marker or a page break, is told."""
        key = "items" if slug == "fog-returns" else "directive.action.quotes"
        text = "".join(SOURCE[span["start"] : span["end"]] for span in spans)
        quote = {"text": text, "spans": spans}
        path = put(slug, key, [{"quote": quote, "concept": "topic:fog"}] if key == "items" else [quote])
        (problem,) = at(folder, f"{path}[0]" + (".quote" if key == "items" else ""))[:1]
        shown = f"{str([(span['start'], span['end']) for span in spans])!r}"
        assert (problem.message, problem.found, problem.expected is not None) == (OUTSIDE, shown, True)

    @pytest.mark.parametrize(
        ("slug", "pieces"),
        [
            ("ports-should-clean-lamps", ["keep", "lamps clean"]),
            ("ports-should-clean-lamps", ["keep the", "clean"]),
            ("ports-should-clean-lamps", ["lamps clean", "keep the"]),
            ("keep-lamps-lit", ["KEEP", "LAMPS LIT"]),
            ("keep-lamps-lit", ["KEEP THE", "LAMPS LIT"]),
            ("keep-lamps-lit", ["KEEP THE", "THE LAMPS"]),
        ],
    )
    def test_left_out(self, folder: Path, put: Put, slug: str, pieces: list[str]) -> None:
        """Several spans are one stretch that page breaks cut, and nothing else."""
        quote = quoted(*pieces)
        path = put(slug, ACTION, quote)
        found = f"{str([(span['start'], span['end']) for span in quote['spans']])!r}"
        expected = okb.Problem("statements.json", path, LEFT_OUT, found=found, hint="make it two quotes")
        assert at(folder, path)[:1] == [expected]


class TestEvidence:
    """The pieces of a statement's evidence, and what lies inside it."""

    @pytest.mark.parametrize(
        ("where", "value"),
        [
            ("examples", [{"quote": {"text": "cloud"}, "concept": "topic:fog"}]),
            ("items", [{"quote": {"text": "sea"}, "concept": "topic:fog"}]),
            ("items", [{"quote": quoted("Fog – that is"), "concept": "topic:fog"}]),
        ],
    )
    def test_items_outside(self, folder: Path, put: Put, where: str, value: list[dict[str, Any]]) -> None:
        """Items and examples lie inside the evidence of their statement."""
        path = put("fog-endangers-ships", where, value)
        found = f"{value[0]['quote']['text']!r}"
        assert told(folder) == [okb.Problem("statements.json", f"{path}[0].quote", UNPROVED, found=found)]

    @pytest.mark.parametrize("clause", ["action", "condition", "timeframe"])
    def test_clauses_outside(self, folder: Path, put: Put, clause: str) -> None:
        """The clauses of a directive lie inside the evidence of their statement, each of their quotes."""
        path = put(
            "ports-should-clean-lamps", f"directive.{clause}", {"quotes": [{"text": "Ports"}, {"text": "light"}]}
        )
        assert told(folder) == [okb.Problem("statements.json", f"{path}.quotes[1]", UNPROVED, found="'light'")]

    def test_clause_over_a_gap(self, folder: Path, put: Put) -> None:
        """A clause leaves nothing out between its spans, though each lies in a piece of evidence that has its own."""
        put("ports-should-clean-lamps", "evidence", [quoted("Ports should"), quoted("and keep the", "lamps clean.")])
        quote = quoted("Ports should", "and keep the")
        path = put("ports-should-clean-lamps", ACTION, quote)
        assert [(problem.path, problem.message) for problem in told(folder)] == [(path, LEFT_OUT)]

    def test_cue_outside(self, folder: Path, put: Put) -> None:
        """The words that ascribe a view lie inside the evidence of its statement."""
        path = put("ports-should-clean-lamps", "attribution.cue", {"text": "The idea that"})
        assert told(folder) == [okb.Problem("statements.json", path, UNPROVED, found="'The idea that'")]

    def test_cue_inside(self, folder: Path, put: Put) -> None:
        """Where they do, they are found there."""
        put("harmless-fog-a-myth", "attribution.cue", {"text": "The idea that"})
        attribution = okb.load_bundle(folder).statements["harbour-2030:harmless-fog-a-myth"].attribution
        assert [vars_of(span) for span in attribution.cue.spans] == [place("The idea that")]

    @pytest.mark.parametrize(
        "pieces",
        [
            ["and keep the lamps clean.", "Ports should"],
            ["Ports should", "should"],
            ["Ports should", "Ports should", "and keep the lamps clean."],
        ],
        ids=["order", "overlap", "twice"],
    )
    def test_order(self, folder: Path, put: Put, pieces: list[str]) -> None:
        """The pieces of evidence come in source order, and none overlaps another."""
        evidence = [{"text": piece} if piece != "should" else quoted("should") for piece in pieces]
        path = put("ports-should-clean-lamps", "evidence", evidence)
        message = "the pieces of evidence overlap, or are not in source order"
        expected = okb.Problem("statements.json", f"{path}[1]", message)
        assert expected in told(folder)

    @pytest.mark.parametrize(
        ("slug", "pieces"),
        [
            ("document-title", ["Key", "points"]),
            ("ports-should-clean-lamps", ["Ports should", "and keep the", "lamps clean."]),
            ("forum-days", ["3 to 4 May 2030 –", "Online"]),
            ("harmless-fog-a-myth", ["The idea that “fog is harmless” is a myth", "."]),
        ],
        ids=["space", "page break", "dash", "touching"],
    )
    def test_adjacent(self, folder: Path, put: Put, slug: str, pieces: list[str]) -> None:
        """Pieces with nothing between them are one piece: else the quote would show words as left out."""
        evidence = [quoted(piece, after="The idea" if piece == "." else "") for piece in pieces]
        path = put(slug, "evidence", evidence)
        last = len(pieces) - 1
        message = "nothing stands between this piece and the one before"
        expected = okb.Problem("statements.json", f"{path}[{last}]", message, hint="write them as one")
        assert expected in told(folder)

    def test_none(self, folder: Path, edit: Edit) -> None:
        """A statement has evidence."""
        twin = {
            "id": "harbour-2030:from-nowhere",
            "kind": "assessment",
            "passage": "harbour-2030:km1",
            "evidence": [],
            "proposition": "Fog is thick.",
            "modality": "present",
        }
        edit("statements.json", lambda data: data["statements"].insert(0, twin))
        assert told(folder) == [
            okb.Problem("statements.json", "$.statements[0].evidence", "a statement needs evidence")
        ]


def shift(data: Any, first: int, by: int) -> None:
    """Move all spans of passages from an offset on."""
    for passage in data["passages"]:
        for span in passage["spans"]:
            for edge in ("start", "end"):
                span[edge] += by if span[edge] >= first else 0


class TestPassages:
    """The passages tile the source."""

    @pytest.mark.parametrize(
        ("slug", "left", "right", "message"),
        [
            ("title-1", -1, 0, "the span begins or ends with white space"),
            ("title-1", 0, 1, "the span begins or ends with white space"),
            ("lead-in", -2, 1, "the span begins or ends with white space"),
            ("title-1", 0, -18, "the span is empty or reaches outside the source, which has {end} code points"),
            ("title-1", 5, -18, "the span is empty or reaches outside the source, which has {end} code points"),
            ("title-1", -2, 0, "the span is empty or reaches outside the source, which has {end} code points"),
            ("slogan", 0, 2, "the span is empty or reaches outside the source, which has {end} code points"),
            ("slogan", 10**30, 10**30, "the span is empty or reaches outside the source, which has {end} code points"),
        ],
        ids=["white before", "white behind", "white around", "empty", "reversed", "negative", "beyond", "far beyond"],
    )
    def test_edges(self, folder: Path, edit: Edit, slug: str, left: int, right: int, message: str) -> None:
        """A span of a passage lies in the source, and begins and ends with no white space."""
        shown: list[str] = []

        def alter(data: Any) -> None:
            for n, passage in enumerate(data["passages"]):
                if passage["id"].endswith(slug):
                    span = passage["spans"][0]
                    span["start"] += left
                    span["end"] += right
                    shown.extend([f"$.passages[{n}].spans[0]", f"({span['start']}, {span['end']})"])

        edit("edition.json", alter)
        path, found = shown
        assert told(folder) == [okb.Problem("edition.json", path, message.format(end=END), found=found)]

    def test_no_spans(self, folder: Path, put: Put) -> None:
        """A passage stands somewhere; where it does not, the words of its statements are not missed."""
        path = put("slogan", "spans", [])
        expected = okb.Problem("edition.json", path, "a passage needs at least one span")
        problems = told(folder)
        assert (expected in problems, {problem.file for problem in problems}) == (True, {"edition.json"})

    def test_overlap(self, folder: Path, put: Put) -> None:
        """No passage begins before the one before it has ended."""
        before = place("Harbour Forum 2030")
        span = {"start": before["end"] - 4, "end": place("Online")["end"]}
        path = put("title-2", "spans", [span])
        message = "the span overlaps one before it, or the passages are not in source order"
        message += f" (expected {before['end']} or more)"
        found = f"({span['start']}, {span['end']})"
        assert at(folder, f"{path}[0]") == [okb.Problem("edition.json", f"{path}[0]", message, found=found)]

    def test_order(self, folder: Path, edit: Edit) -> None:
        """The passages come in source order."""
        edit("edition.json", lambda data: data["passages"].insert(0, data["passages"].pop(1)))
        (problem,) = at(folder, "$.passages[1].spans[0]")
        assert "not in source order" in problem.message

    def test_order_of_spans(self, folder: Path, edit: Edit) -> None:
        """The spans of a passage come in source order."""

        def alter(data: Any) -> None:
            for passage in data["passages"]:
                passage["spans"].reverse()
                passage["marker"] = "" if len(passage["spans"]) > 1 else passage.get("marker", "")

        edit("edition.json", alter)
        overlapping = [problem.path for problem in told(folder) if "not in source order" in problem.message]
        assert overlapping == ["$.passages[5].spans[1]"]

    @pytest.mark.parametrize(
        ("old", "new", "path", "found"),
        [
            ("\nHarbour Forum 2030", "#\nHarbour Forum 2030", "$.passages[0].spans[0]", "#"),
            ("2030\n\n3 to", "2030\nMore words\n\n3 to", "$.passages[1].spans[0]", "More words"),
            ("keep the\n\nlamps", "keep the\nPage 1\n\nlamps", "$.passages[5].spans[1]", "Page 1"),
        ],
        ids=["before all", "between", "in a page break"],
    )
    def test_left_out(
        self, folder: Path, edit: Edit, write: Callable[[str], None], old: str, new: str, path: str, found: str
    ) -> None:
        """Words before, between or inside passages that belong to none are told with the next span."""
        write(SOURCE.replace(old, new))
        first = (
            SOURCE.index(old) + len(old) - len(old.lstrip("\n"))
            if old.startswith("\n")
            else SOURCE.index("\n", SOURCE.index(old) + 1) + 1
        )
        edit("edition.json", lambda data: shift(data, first, len(new) - len(old)))
        expected = okb.Problem("edition.json", path, "words before the span belong to no passage", found=f"{found!r}")
        assert told(folder) == [expected]

    def test_left_out_behind(self, folder: Path, write: Callable[[str], None]) -> None:
        """Words behind the last passage are told."""
        write(f"{SOURCE}\nMore words \n")
        (problem,) = told(folder)
        assert (problem.path, problem.found) == ("$.passages[9].spans", "'More words'")
        assert problem.message == "words after the last passage belong to none"

    def test_no_passages(self, folder: Path, edit: Edit) -> None:
        """A source without passages is told as words that belong to none."""
        edit("edition.json", lambda data: data.update(passages=[]))
        assert [problem for problem in told(folder) if "belong to no" in problem.message]

    @pytest.mark.parametrize(
        ("slug", "marker", "found"),
        [
            ("km1", "▶", "-"),
            ("km1", "- ►", "- ▶"),
            ("km1", "-▶", "- "),
            ("slogan", "-", "K"),
            ("km2.1", " -", "- "),
        ],
    )
    def test_marker(self, folder: Path, put: Put, slug: str, marker: str, found: str) -> None:
        """A passage begins with its marker."""
        path = put(slug, "marker", marker)
        message = "the passage does not begin with its marker"
        expected = okb.Problem("edition.json", path, message, expected=f"{marker!r}", found=f"{found!r}")
        assert told(folder) == [expected]

    @pytest.mark.parametrize(
        ("slug", "marker"),
        [
            ("slogan", "KEEP THE LAMPS LIT!"),
            ("km2.2", "- Fog horns will need to be heard."),
            ("km2.2", "- Fog horns will need to be heard.\n\nKEEP"),
            ("km2.2", "- Fo"),
            ("km2.2", "- Fog"),
            ("title-3", "Key"),
        ],
        ids=["all", "item", "more than all", "cut", "first word", "title"],
    )
    def test_words_as_marker(self, folder: Path, put: Put, slug: str, marker: str) -> None:
        """Words cannot be hidden from the proof by calling them a marker."""
        put(slug, "marker", marker)
        assert told(folder)

    def test_hidden_words(self, folder: Path, put: Put) -> None:
        """A marker holds no words: what nobody quotes is no marker for that."""
        path = put("km2.1", "marker", "- all")
        put("stakeholders-to-share-charts", "evidence", [{"text": "stakeholders are encouraged to share charts;"}])
        assert [problem.path for problem in told(folder)] == [path]

    @pytest.mark.parametrize("marker", ["1.", "(a)", "iv)", "–", "12.3."])
    def test_other_markers(self, folder: Path, edit: Edit, write: Callable[[str], None], marker: str) -> None:
        """Numbers and letters that count items are markers as good as signs are."""

        def alter(data: Any) -> None:
            shift(data, SOURCE.index("- Fog horns") + 1, len(marker) - 1)
            (item,) = [passage for passage in data["passages"] if passage["id"].endswith("km2.2")]
            item["marker"] = marker

        write(SOURCE.replace("- Fog horns", f"{marker} Fog horns"))
        edit("edition.json", alter)
        assert okb.load_bundle(folder).passages["harbour-2030:km2.2"].marker == marker

    def test_cut_between(self, folder: Path, put: Put, edit: Edit) -> None:
        """No passage begins in the middle of a word."""
        put("title-3", "spans", [place("Key po")])
        new = {"id": "harbour-2030:title-4", "kind": "title_line", "spans": [place("ints")]}
        edit("edition.json", lambda data: data["passages"].insert(3, new))
        (problem,) = at(folder, "$.passages[3].spans[0]")
        assert problem.message == "the span cuts a word in two"

    def test_touching_marker(self, folder: Path, edit: Edit, write: Callable[[str], None]) -> None:
        """A sign is a marker although no white space parts it from the words, as a first draft takes it."""
        write(SOURCE.replace("- ▶ Fog will", "- ▶Fog will"))
        edit("edition.json", lambda data: shift(data, SOURCE.index("Fog will"), -1))
        assert okb.load_bundle(folder).passages["harbour-2030:km2"].marker == "- ▶"

    @pytest.mark.parametrize(("first", "second"), [("KE", "EP THE LAMPS LIT!"), ("KEEP THE LAMPS LIT", "!")])
    def test_broken_word(self, folder: Path, put: Put, first: str, second: str) -> None:
        """Spans of a passage are parted by white space: else its reading would put a space where there is none."""
        path = put("slogan", "spans", [place(first), place(second, "KEEP")])
        put("keep-lamps-lit", "evidence", [{"text": f"{first} {second}"}])
        put("keep-lamps-lit", "directive.action.quotes", [{"text": "THE LAMPS"}])
        assert [problem.path for problem in told(folder)] == [f"{path}[1]"]


class TestCoverage:
    """Every word of every passage, its marker aside, is evidence of some statement."""

    @pytest.mark.parametrize(
        ("slug", "evidence", "passage", "words"),
        [
            ("harmless-fog-a-myth", ["The idea that “fog is harmless” is a"], 5, ["myth."]),
            ("fog-returns", ["in Spring 2031, and:"], 6, ["Fog will return"]),
            ("fog-returns", ["Fog", "Spring 2031"], 6, ["will return in", ", and:"]),
            ("held-online", ["The forum took place online"], 3, ["."]),
            ("fog-defined", ["cloud at the surface of the sea –"], 5, ["– that is,"]),
            ("ports-should-clean-lamps", ["Ports should"], 5, ["and keep the", "lamps clean."]),
            ("stakeholders-to-share-charts", ["share charts"], 7, ["all stakeholders are encouraged to", ";"]),
        ],
    )
    def test_uncovered(
        self, folder: Path, put: Put, slug: str, evidence: list[str], passage: int, words: list[str]
    ) -> None:
        """Words that no evidence covers are told in source order, each stretch on its own."""
        put(slug, "evidence", [{"text": piece} for piece in evidence])
        uncovered = [problem for problem in told(folder) if problem.message.startswith("no statement covers the words")]
        assert [(problem.file, problem.path, problem.found) for problem in uncovered] == [
            ("edition.json", f"$.passages[{passage}]", f"{piece!r}") for piece in words
        ]

    def test_offset(self, folder: Path, edit: Edit) -> None:
        """They are told with the offset of the first of them, in code points of the source."""
        gone = "harbour-2030:harmless-fog-a-myth"
        edit(
            "statements.json",
            lambda data: data.update(statements=[each for each in data["statements"] if each["id"] != gone]),
        )
        words = "The idea that “fog is harmless” is a myth."
        message = f"no statement covers the words at {SOURCE.index(words)}"
        assert told(folder) == [okb.Problem("edition.json", "$.passages[5]", message, found=f"{words!r}")]

    def test_marker(self, miniature: okb.KnowledgeBase) -> None:
        """No statement need cover a marker."""
        held = [span for each in miniature.statements for quote in each.evidence for span in quote.spans]
        markers = [passage.spans[0].start for passage in miniature.passages if passage.marker]
        assert (len(markers), [at for at in markers if any(span.start <= at < span.end for span in held)]) == (4, [])
