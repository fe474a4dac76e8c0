"""Asking the shipped edition: search, verify and relate, as a reader would."""

import gc
import re
import sqlite3
import sys
import threading
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb import query
from octopus_kb.edition import Bundle
from octopus_kb.search import SearchIndex

HOSTILE = [
    "",
    " ",
    '"',
    '""',
    '"unclosed',
    "AND OR NOT",
    "NEAR(a b)",
    "label:cybercrime",
    "(((((",
    "*",
    "-",
    "--x",
    "^a",
    "a\0b",
    "\0",
    "\ud800",
    "crime\udfff",
    "\N{PILE OF POO}",
    "\u202ecrime",
    "'; DROP TABLE records; --",
    "[...]",
    "... ... ...",
    "\u2026" * 1000,
    "\u201c" * 1000,
    "crime " * 20_000,
    "x" * 200_000,
    "(" * 100_000,
    '"' * 100_001,
]


@pytest.mark.parametrize(
    ("quote", "grade"),
    [
        ("Ransomware attacks are currently considered the priority threat", "exact"),
        ("individuals, businesses\n\nand organisations on information technology", "exact"),
        ("individuals, businesses and organisations on information technology", "spacing"),
        ("Ransomware   attacks are\ncurrently considered", "spacing"),
        ("16-18 November 2021", "spacing"),
        ("16 - 18 November 2021 \u2013Online", "spacing"),
        ("RANSOMWARE ATTACKS ARE CURRENTLY CONSIDERED", "typography"),
        ('insignificantly "is a myth"', "typography"),
        ("signi\ufb01cant threat to funda\u00admental rights; democracy", "typography"),
        ("Public private cooperation", "typography"),
        ("States must take additional measures for better protecting and supporting victims of cybercrime", "altered"),
        ("Governments have not the obligation to make the means available", "altered"),
        ("ransom ware attacks", "absent"),
        ("omware attack", "absent"),
        ("paralysing hospitals on the moon", "absent"),
        ("organisations on information technology. Cybercrime offenders exploit this reliance", "exact"),
        ("hospitals or more opportunities for reporting online crime. At the same time", "absent"),
        ("reporting online crime. At the same time, more research", "absent"),
        ("reporting online crime. ... At the same time, more research", "exact"),
        ("more research \u2026 reporting online crime", "absent"),
        ("Ransomware attacks [...] they are causing risks to the life of people.", "exact"),
        ("Ransomware attacks [. . .] they are causing risks to the life of people.", "exact"),
        ("Ransomware attacks . . . . they are causing risks to the life of people.", "exact"),
        ("Ransomware attacks \u2026. they are causing risks to the life of people.", "exact"),
        ("public \u2026 tools", "exact"),
        ("Ransomware attacks are currently considered the priority threat +", "altered"),
        ("Ransomware attacks are currently considered the \u20ac priority threat", "altered"),
        ("", "absent"),
        ("...", "absent"),
        ("?!", "absent"),
        ("%", "absent"),
    ],
)
def test_grades(shipped: okb.KnowledgeBase, quote: str, grade: str) -> None:
    """A quotation has the grade of what differs from the source."""
    check = shipped.verify(quote)
    assert (check.grade.value, bool(check)) == (grade, grade in {"exact", "spacing", "typography"})


def test_altered_shows_what_differs(shipped: okb.KnowledgeBase) -> None:
    """A lost or an added word shows."""
    for lost, words in (
        ("if they have yet", "not"),
        ("Convention if they have yet", "not"),
        ("join the Budapest Convention if they have done so", "not yet"),
        ("Governments have obligation", "the"),
        ("Governments the obligation", "have"),
    ):
        assert [str(change) for change in shipped.verify(lost).matches[0].changes] == [f"[-{words}-]"]
    added = shipped.verify(
        "States do not need to take additional measures for better protecting and supporting victims"
    )
    assert [str(change) for change in added.matches[0].changes] == ["{+do not+}"]
    dropped = shipped.verify("Governments have obligation to make the means available to protect individuals")
    assert [str(change) for change in dropped.matches[0].changes] == ["[-the-]"]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_lost_word_shows(data: st.DataObject) -> None:
    """A word that is lost from within five or more is told, unless the words left stand so in another place."""
    kb = okb.load()
    passage = data.draw(st.sampled_from([one for one in kb.passages if len(kb.reading(one).text.split()) > 5]))
    words = re.findall(r"\w+", kb.reading(passage).text)
    start = data.draw(st.integers(0, len(words) - 5))
    end = data.draw(st.integers(start + 5, min(start + 12, len(words))))
    lost = data.draw(st.integers(start + 1, end - 2))
    check = kb.verify(" ".join([*words[start:lost], *words[lost + 1 : end]]))
    assert check or any(change.source and not change.quote for change in check.matches[0].changes)


def test_least_likeness(shipped: okb.KnowledgeBase) -> None:
    """Of four words, one may be another; of seven, two may not."""
    assert shipped.verify("individuals, businesses and firms").grade == "altered"
    assert shipped.verify("the reliance of persons, businesses and firms").grade == "absent"


@pytest.mark.parametrize("quote", ["crime", "he", "ransom", "ware"])
def test_whole_words(shipped: okb.KnowledgeBase, quote: str) -> None:
    """A quotation begins and ends where words do."""
    found = re.findall(rf"(?i)\b{quote}\b", shipped.source().text)
    assert len(shipped.verify(quote).matches) == len(found)


@pytest.mark.parametrize("sign", ["\u2620", "\U0001f480", "\xa9", "\0", "\ud800", "\ue000", "+", "\u20ac"])
def test_added_sign(shipped: okb.KnowledgeBase, sign: str) -> None:
    """A sign that is no punctuation is an addition."""
    check = shipped.verify(f"Governments have the {sign} obligation to make the means available")
    assert [str(change) for change in check.matches[0].changes] == [f"{{+{sign}+}}"]


def test_own_quote_without_cautions(shipped: okb.KnowledgeBase) -> None:
    """Of what a statement shares with others, nothing is missed in its own quote: it is quoted whole."""
    assert [one.id for one in shipped.statements if shipped.verify(one.quote).cautions] == []
    (match,) = shipped.verify("Ransomware attacks are currently").matches  # the words of one that is not quoted whole
    assert [caution.kind.value for caution in match.cautions] == ["attribution"]


def test_verify_all_goes_on(shipped: okb.KnowledgeBase) -> None:
    """A block quote goes on in lines without the mark, until an empty line, a list, a heading or a fence."""
    draft = (
        "> Governments have the obligation to make\nthe means unavailable to everybody\n\nNot quoted.\n\n"
        "> Ransomware attacks\n- a list\n\n> COOPERATE\n# Heading\n\n> crime\n\u2014 Key messages\n\n>\nNot quoted.\n"
    )
    assert [(one.check.quote, one.line) for one in shipped.verify_all(draft)] == [
        ("Governments have the obligation to make\nthe means unavailable to everybody", 1),
        ("Ransomware attacks", 6),
        ("COOPERATE", 9),
        ("crime", 12),
    ]


def test_elided_negation(shipped: okb.KnowledgeBase) -> None:
    """A negation that an ellipsis leaves out of a condition is told."""
    check = shipped.verify("if they have \u2026 yet done so")
    assert [(one.kind.value, one.words) for one in check.cautions] == [("negation", "not")]


def test_every_statement_verifies(shipped: okb.KnowledgeBase) -> None:
    """The quote of each statement stands in the source."""
    assert [one.id for one in shipped.statements if not shipped.verify(one.quote)] == []


def test_all_matches_in_order(shipped: okb.KnowledgeBase) -> None:
    """Every place is told, in order, with the source's own words at its offsets."""
    source = shipped.source().text
    check = shipped.verify("cybercrime")
    places = [match.spans[0].start for match in check.matches]
    assert places == sorted(places)
    assert {source[match.spans[0].start : match.spans[0].end].lower() for match in check.matches} == {"cybercrime"}
    assert {match.grade.value for match in check.matches} == {"exact", "typography"}
    assert len(places) == source.lower().count("cybercrime")


@pytest.mark.parametrize(
    ("quote", "kinds"),
    [
        ("cybercrime affects individuals insignificantly", {"rejected"}),
        ("The idea that cybercrime affects individuals insignificantly \u201cis a myth\u201d.", set()),
        ("to join the Budapest Convention", {"condition"}),
        ("to join the Budapest Convention (if they have not yet done so)", set()),
        ("the priority threat", {"attribution"}),
        ("Ransomware attacks are currently considered the priority threat", set()),
        ("crime prevention measures should be strengthened", set()),
    ],
)
def test_cautions(shipped: okb.KnowledgeBase, quote: str, kinds: set[str]) -> None:
    """What a quotation leaves out although its meaning hangs on it is told; what it has is not."""
    check = shipped.verify(quote)
    assert {caution.kind.value for caution in check.cautions} == kinds
    assert all(caution.words in str(caution) for caution in check.cautions)


def test_negation(miniature: okb.KnowledgeBase) -> None:
    """A negation that is left out is told, wherever it stands in the statement."""
    (bundle,) = miniature.bundles
    statement = miniature.statements["fog-endangers-ships"]
    assert miniature.verify("danger to ships").cautions == ()
    negated = bundle.source.text.replace("is a danger", "is no danger")
    assert "no danger" in negated
    kb = _rewritten(bundle, negated, statement)
    assert {one.kind.value for one in kb.verify("danger to ships").cautions} == {"negation"}
    assert kb.verify("is no danger to ships").cautions == ()


def _rewritten(bundle: Bundle, text: str, statement: okb.Statement) -> okb.KnowledgeBase:
    """Give an unproved bundle of one statement over another text."""
    import attrs

    source = okb.SourceText(text, "0")
    start = text.index("is no danger")
    span = okb.Span(start, start + len("is no danger to ships"))
    passage = okb.Passage(id=statement.passage, kind=okb.PassageKind.PARAGRAPH, spans=(okb.Span(0, len(text)),))
    one = attrs.evolve(statement, evidence=(okb.Quote(text="is no danger to ships", spans=(span,)),))
    return okb.KnowledgeBase(
        [attrs.evolve(bundle, source=source, passages=(passage,), statements=(one,), relations=())]
    )


def test_negation_apart_from_condition(miniature: okb.KnowledgeBase) -> None:
    """A negation is told that stands outside the condition, even if the condition has the same letters or word."""
    import attrs

    (bundle,) = miniature.bundles
    text = "Ports should not light any buoy, if another port has not lit it."

    def quote(words: str) -> okb.Quote:
        return okb.Quote(text=words, spans=(okb.Span(text.index(words), text.index(words) + len(words)),))

    statement = next(one for one in miniature.statements if one.directive)
    directive = attrs.evolve(
        statement.directive,
        action=okb.Clause(quotes=(quote("light any buoy"),)),
        condition=okb.Clause(quotes=(quote("if another port has not lit it"),)),
    )
    one = attrs.evolve(statement, evidence=(quote(text),), directive=directive, attribution=None)
    passage = okb.Passage(id=one.passage, kind=okb.PassageKind.PARAGRAPH, spans=(okb.Span(0, len(text)),))
    parts = {"source": okb.SourceText(text, "0"), "passages": (passage,), "statements": (one,), "relations": ()}
    kb = okb.KnowledgeBase([attrs.evolve(bundle, **parts)])
    assert [caution.kind.value for caution in kb.verify("light any buoy").cautions] == ["condition", "negation"]
    assert [caution.kind.value for caution in kb.verify("should not light any buoy").cautions] == ["condition"]

    # A statement of its own for the words that are asked leaves nothing out; a view that is rejected stays one.
    own = attrs.evolve(one, id=f"{one.id}-own", evidence=(quote("light any buoy"),), directive=None)
    for polarity, kinds in ((okb.Polarity.POSITIVE, []), (okb.Polarity.NEGATIVE, ["rejected"])):
        parts["statements"] = (own, attrs.evolve(one, polarity=polarity))
        kb = okb.KnowledgeBase([attrs.evolve(bundle, **parts)])
        assert [caution.kind.value for caution in kb.verify("light any buoy").cautions] == kinds


def test_edition(shipped: okb.KnowledgeBase) -> None:
    """An edition may be named; one that is not loaded is refused."""
    assert shipped.verify("Key messages", edition="octopus-2021").matches[0].edition == "octopus-2021"
    assert shipped.search("ransomware", edition=shipped.editions[0], kinds="statement")
    for ask in (shipped.verify, shipped.search, shipped.verify_all):
        with pytest.raises(okb.UnknownIdError):
            ask("ransomware", edition="octopus-2020")


def test_edition_of_several(shipped: okb.KnowledgeBase, miniature: okb.KnowledgeBase) -> None:
    """Of two editions, the one that is named is asked alone; without a name, both are."""
    both = okb.KnowledgeBase([*shipped.bundles, *miniature.bundles])
    assert {match.edition for match in both.verify("the").matches} == {"octopus-2021", "harbour-2030"}
    kinds: tuple[Any, ...] = ("statement", "passage")
    for kb in (shipped, miniature):
        (edition,) = kb.editions.ids
        assert both.verify("the", edition=edition).matches == kb.verify("the").matches
        found = both.search("the", kinds=kinds, edition=edition, limit=500)
        assert {hit.record.id for hit in found} == {hit.record.id for hit in kb.search("the", kinds=kinds, limit=500)}


def test_fewest_cautions() -> None:
    """What holds wherever a quotation stands are the cautions of the place that has the fewest."""
    caution = okb.Caution(kind=okb.CautionKind.NEGATION, statement="a:b", words="not")
    place = {"grade": okb.Grade.EXACT, "edition": "a", "passages": ("a:p",), "spans": (okb.Span(0, 1),), "words": "x"}
    matches = tuple(okb.QuoteMatch(**place, cautions=some) for some in ((caution, caution), (caution,)))  # type: ignore[arg-type]
    assert okb.QuoteCheck(quote="x", grade=okb.Grade.EXACT, matches=matches).cautions == (caution,)


@pytest.mark.parametrize("thing", [5, None, ("cooperate",), object()])
def test_no_id(shipped: okb.KnowledgeBase, thing: Any) -> None:
    """What is neither an id nor a record is refused by name."""
    asked = [
        lambda: shipped.related(thing),
        lambda: shipped.path("cooperate", thing),
        lambda: shipped.mentions(thing),
        lambda: shipped.narrower(thing),
        lambda: shipped.broader(thing),
        lambda: shipped.reading(thing),
    ]
    if thing is not None:
        asked += [lambda: shipped.search("crime", edition=thing), lambda: shipped.verify("crime", edition=thing)]
    for ask in asked:
        with pytest.raises(TypeError, match="an id or a record is wanted"):
            ask()


def test_limit(shipped: okb.KnowledgeBase) -> None:
    """A limit is a whole number that is not negative."""
    assert len(shipped.search("cybercrime", limit=0)) == 0
    with pytest.raises(okb.CriterionError, match="limit cannot be -1"):
        shipped.search("cybercrime", limit=-1)
    for limit in (1.5, float("nan"), "3", None):
        with pytest.raises(TypeError):
            shipped.search("cybercrime", limit=limit)  # type: ignore[arg-type]


def test_verify_all(shipped: okb.KnowledgeBase) -> None:
    """Each quotation of a draft is told with its line and column."""
    draft = (
        'They say "Ransomware attacks", and \u201ctools are dear\u201d.\n\n'
        "> Governments have the obligation to make\n> the means available\n> \u2014 Key messages\n\n"
        'An "unclosed mark.\n\n```\n"COOPERATE"\n```\n\u00abCOOPERATE\u00bb\n'
    )
    found = shipped.verify_all(draft)
    assert [(one.check.quote, one.check.grade.value, one.line, one.column) for one in found] == [
        ("Ransomware attacks", "exact", 1, 11),
        ("tools are dear", "absent", 1, 37),
        ("Governments have the obligation to make\nthe means available", "spacing", 3, 1),
        ("COOPERATE", "exact", 12, 2),
    ]
    assert [draft[one.start : one.end] for one in found if one.line != 3] == [
        "Ransomware attacks",
        "tools are dear",
        "COOPERATE",
    ]


def test_verify_all_marks(shipped: okb.KnowledgeBase) -> None:
    """Single and reversed marks quote too, an apostrophe does not, and no quotation runs on beyond a fence."""
    draft = (
        "\u2018Ransomware attacks\u2019 aren\u2019t rare; \u00bbCOOPERATE\u00ab, \u203acrime\u2039.\n"
        'An "unclosed mark\n```\nx = 1\n```\nis" no quotation.\n \nNor "is\n \nthis" one.\n'
    )
    found = shipped.verify_all(draft)
    assert [one.check.quote for one in found] == ["Ransomware attacks", "COOPERATE", "crime"]


@pytest.mark.parametrize(
    "text",
    [
        '"cybercrime" ' * 20_000,
        "cybercrime \u2026 " * 20_000,
        "\n".join(f'"w{n}"' for n in range(20_000)),
        "a-" * 100_000,
        "a" + "\u0301\u0323" * 50_000,
        " " * 1_000_000,
        "\u00a0" * 1_000_000 + "\n",
        f"```\n{'x' * 1_000_000}\n```\n",
        f"> {'word ' * 100_000}\n",
        ">" * 1_000_000,
        "`" * 1_000_000,
    ],
    ids=[
        "one quotation",
        "one piece",
        "many quotations",
        "one long term",
        "marks out of order",
        "spaces",
        "no-break spaces",
        "a fence",
        "a block quote",
        "block quotes in each other",
        "backquotes",
    ],
)
def test_long_text(shipped: okb.KnowledgeBase, text: str) -> None:
    """A long text takes about as long as it is long: none of these ends in a lifetime where each mark costs a scan."""
    assert len(shipped.search(text)) <= 10
    assert shipped.verify(text).grade in okb.Grade
    assert len(shipped.verify_all(text)) == text.count('"') // 2 + text.startswith(">")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ransomware", "topic:ransomware"),
        ("victims of cyber crime", "actor:victims"),
        ("victims of cyber-crime", "actor:victims"),
        ("cyber-crim*", "actor:offenders"),
        ("Restorative JUSTICE", "measure:restorative-justice"),
        ("phish*", "threat:phishing"),
        ("cybercriminals", "actor:offenders"),
        ('"expedited cooperation"', "measure:expedited-cooperation"),
    ],
)
def test_search_finds(shipped: okb.KnowledgeBase, query: str, first: str) -> None:
    """What is meant comes first: the concept whose label is the query, if there is one."""
    hits = shipped.search(query)
    assert (first in [hit.record.id for hit in hits[:2]], hits.relaxed) == (True, False)


def test_search_spans(shipped: okb.KnowledgeBase) -> None:
    """A hit tells where the words that were found stand in the source."""
    source = shipped.source().text
    for hit in shipped.search("attack businesses", kinds=("statement", "passage")):
        words = {source[span.start : span.end].lower() for span in hit.spans}
        assert words <= {"attacks", "businesses", "attack", "business"}
        assert hit.spans
    (hit,) = shipped.search('"organisations on information"', kinds="passage")
    assert " ".join(source[span.start : span.end] for span in hit.spans).split()[0] == "organisations"


def test_search_beginnings(shipped: okb.KnowledgeBase) -> None:
    """Each beginning of a word, of three letters or more, finds every passage that has a word which begins so."""
    words = {passage.id: set(re.findall(r"[^\W_]+", shipped.reading(passage).text)) for passage in shipped.passages}
    beginnings = {word[:end].lower() for some in words.values() for word in some for end in range(3, len(word) + 1)}
    for begun in sorted(beginnings):
        held = {id for id, some in words.items() if any(word.lower().startswith(begun) for word in some)}
        found = {hit.record.id for hit in shipped.search(f"{begun}*", kinds="passage", limit=100)}
        assert held <= found, begun


@pytest.mark.parametrize(
    ("query", "quote"),
    [
        ("cooperat*", "cooperation"),
        ("AUTHORIT*", "authorities"),
        ("crime-as-a-serv*", "crime-as-a-service"),
        ('ransomware -"hospital" -priorit*', "risks to the life"),
    ],
)
def test_search_beginning(shipped: okb.KnowledgeBase, query: str, quote: str) -> None:
    """A beginning may go beyond the stem, may have case, may be of several words, or be of what is left out."""
    hits = shipped.search(query, kinds="statement", limit=50)
    assert any(quote in hit.record.quote for hit in hits)
    assert not any("priority" in hit.record.quote for hit in hits if "priorit*" in query)


@pytest.mark.parametrize("begun", ["c*", "zeppelin*", "-c*", "*", "c* a* e* -s*"])
def test_search_any_beginning(shipped: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch, begun: str) -> None:
    """A beginning of very many words, or of none, is one like any other."""
    found = len(shipped.search(begun, limit=200))
    monkeypatch.setattr(query, "_MOST_BEGUN", 5)
    assert (found > 0) == (len(shipped.search(begun, limit=200)) > 0) == (begun[0] == "c")


@pytest.mark.parametrize("phrase", ["pandemic cybercrime", "ransomware ransomware", "response investigation"])
def test_search_keeps_labels_apart(shipped: okb.KnowledgeBase, phrase: str) -> None:
    """A phrase is not found across two labels."""
    labels = [label for one in shipped.concepts for label in (one.preferred_label, *one.alternative_labels)]
    assert not any(phrase in label.lower() for label in labels)
    assert len(shipped.search(f'"{phrase}"')) == 0
    assert "\ue001" not in "".join(hit.snippet for hit in shipped.search("ransomware pandemic response", limit=200))


def test_search_first(shipped: okb.KnowledgeBase) -> None:
    """The concept comes first whose label the query is, an alternative one too, whatever its case and diacritics."""
    for one in shipped.concepts:
        for label in (one.preferred_label, *one.alternative_labels):
            asked = unicodedata.normalize("NFD", label.upper().replace("E", "\u00c9"))
            first = shipped.search(asked, kinds="concept")[0].record
            assert label.lower() in [one.lower() for one in (first.preferred_label, *first.alternative_labels)]


def test_search_keeps_pieces_apart(shipped: okb.KnowledgeBase) -> None:
    """A phrase is not found across the words that a statement's evidence leaves out; a snippet shows the gap."""
    assert len(shipped.search('"attacks and are paralysing"', kinds="statement")) == 0
    (hit,) = shipped.search('"are paralysing"', kinds="statement")
    assert hit.snippet.startswith("Ransomware attacks [...] and **are paralysing** government")


def test_search_control_characters(miniature: okb.KnowledgeBase) -> None:
    """Characters that mark words inside the index may stand in a source."""
    import attrs

    (bundle,) = miniature.bundles
    text = "Fog\x02 is\x03 a \ue000 danger."
    spans = (okb.Span(0, len(text)),)
    passage = okb.Passage(id="harbour-2030:km1", kind=okb.PassageKind.PARAGRAPH, spans=spans)
    one = attrs.evolve(miniature.statements[0], evidence=(okb.Quote(text=text, spans=spans),), passage=passage.id)
    parts = {"source": okb.SourceText(text, "0"), "passages": (passage,), "statements": (one,), "relations": ()}
    hits = okb.KnowledgeBase([attrs.evolve(bundle, **parts)]).search("danger fog", kinds=("passage", "statement"))
    assert [[text[span.start : span.end] for span in hit.spans] for hit in hits] == [["Fog", "danger"]] * 2


def test_search_relaxes(shipped: okb.KnowledgeBase) -> None:
    """Words that nothing has together find what has some of them, and the result says so."""
    hits = shipped.search("ransomware zeppelin")
    assert (hits.relaxed, "some of the words" in repr(hits), len(hits[:3])) == (True, True, 3)
    assert (len(shipped.search("zeppelin")), shipped.search("zeppelin").relaxed) == (0, False)
    assert len(shipped.search("-ransomware")) == 0


def test_search_leaves_out(shipped: okb.KnowledgeBase) -> None:
    """A word with a minus sign is not in what is found, and a limit is kept."""
    found = shipped.search("ransomware -hospitals", kinds="statement", limit=50)
    assert [hit.record.id for hit in found if "hospitals" in hit.record.quote] == []
    assert (len(shipped.search("cybercrime", limit=3)), len(shipped.search("cybercrime", limit=0))) == (3, 0)
    assert len(shipped.search("cybercrime", limit=10**30)) > 50


def test_context_only_when_asked(shipped: okb.KnowledgeBase) -> None:
    """Facts from outside the document are found only when they are asked for."""
    assert {hit.kind for hit in shipped.search("Strasbourg 2022", limit=50)} <= {"statement", "passage", "concept"}
    hits = shipped.search("Strasbourg", kinds=("context",))
    assert [hit.record.id for hit in hits] == ["context:protocol-opened-for-signature"]
    with pytest.raises(okb.CriterionError):
        shipped.search("Strasbourg", kinds="fact")  # type: ignore[arg-type]


def test_without_fts5(shipped: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python whose SQLite lacks FTS5 says what is missing."""
    closed = []

    class Poor:
        def execute(self, _: str) -> None:
            raise sqlite3.OperationalError("no such module: fts5")

        def close(self) -> None:
            closed.append(self)

    monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: Poor())
    with pytest.raises(okb.MissingFeatureError, match="FTS5"):
        SearchIndex(shipped.bundles).search("crime", kinds=("statement",), edition=None, limit=1)
    assert len(closed) == 1


def test_without_sqlite(shipped: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that lacks SQLite says so."""
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    with pytest.raises(okb.MissingFeatureError, match="search needs SQLite"):
        SearchIndex(shipped.bundles).search("crime", kinds=("statement",), edition=None, limit=1)


def test_closed(shipped: okb.KnowledgeBase) -> None:
    """An index that nobody holds any more leaves no connection open."""
    index = SearchIndex(shipped.bundles)
    index.search("crime", kinds=("statement",), edition=None, limit=1)
    connection = index._connection
    assert connection
    del index
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_threads(shipped: okb.KnowledgeBase) -> None:
    """Many threads may search a fresh knowledge base at once, and find the same."""
    kb, found, gate = okb.KnowledgeBase(shipped.bundles), [], threading.Barrier(12)

    def work() -> None:
        gate.wait()
        found.append([hit.record.id for hit in kb.search("ransomware", limit=5)])

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len({tuple(ids) for ids in found})) == (12, 1)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile(shipped: okb.KnowledgeBase, text: str) -> None:
    """No string of any kind raises."""
    assert len(shipped.search(text)) <= 10
    assert shipped.verify(text).grade in okb.Grade
    assert isinstance(shipped.verify_all(text), tuple)


@settings(max_examples=1000, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60) | st.text('crime "*-^().:\u201c\u201d\u2026\0', max_size=60))
def test_any_string(text: str) -> None:
    """A thousand strings more, among them operators, marks and halves of surrogate pairs."""
    kb = okb.load()
    assert len(kb.search(text)) <= 10
    assert kb.verify(text).grade in okb.Grade
    assert isinstance(kb.verify_all(text), tuple)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_stretch_is_exact(data: st.DataObject) -> None:
    """Any words of a passage, as they stand in the source, are exact."""
    kb = okb.load()
    passage = data.draw(st.sampled_from(list(kb.passages)))
    words = kb.reading(passage).text.split(" ")
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    check = kb.verify(" ".join(words[start:end]))
    if any(character.isalnum() for word in words[start:end] for character in word):
        assert check.grade in {okb.Grade.EXACT, okb.Grade.SPACING}
        assert passage.id in {id for match in check.matches for id in match.passages}


def test_related(shipped: okb.KnowledgeBase) -> None:
    """Relations lead from a statement, to it, or both ways, and may be of one kind."""
    target = "child-abuse-exacerbated"
    assert [(one.kind.value, other.id) for one, other in shipped.related(target, direction="in")] == [
        ("exacerbates", "octopus-2021:covid-19-pandemic"),
        ("manifestation", "octopus-2021:child-abuse-forms"),
    ]
    assert shipped.related(target, direction="out") == ()
    assert len(shipped.related(shipped.statements[target], kind="exacerbates")) == 1
    with pytest.raises(okb.CriterionError):
        shipped.related(target, direction="up")  # type: ignore[arg-type]
    with pytest.raises(okb.UnknownIdError):
        shipped.related("km1")


def test_path(shipped: okb.KnowledgeBase) -> None:
    """A path leads along relations, whichever way they point; there may be none."""
    steps = shipped.path("the-tools-are-there", "thirteenth-edition")
    assert [other.id.removeprefix("octopus-2021:") for _, other in steps or ()] == [
        "bottom-line-supplemented",
        "earlier-bottom-line",
        "thirteenth-edition",
    ]
    assert (shipped.path("cooperate", "cooperate"), shipped.path("cooperate", "theme-line")) == ((), None)


def test_mentions(shipped: okb.KnowledgeBase) -> None:
    """A concept is mentioned in whatever field names it, its narrower concepts taken in unless that is refused."""
    assert "octopus-2021:states-to-join-convention" in shipped.mentions("actor:states").ids
    assert "octopus-2021:most-states-have-legal-frameworks" in shipped.mentions("actor:states").ids
    assert "octopus-2021:most-states-have-legal-frameworks" not in shipped.mentions("actor:states", exact=True).ids
    assert len(shipped.mentions("event:workshops-2021")) > 50
    assert len(shipped.mentions(shipped.topics["topic:ransomware"])) == 4
    with pytest.raises(okb.UnknownIdError):
        shipped.mentions("km1")


def test_hierarchies(shipped: okb.KnowledgeBase) -> None:
    """Concepts above and below come nearest first, all of them or the next ones."""
    assert shipped.narrower("topic:cooperation", transitive=False).ids == (
        "topic:international-cooperation",
        "topic:emergency-cooperation",
        "topic:public-private-cooperation",
    )
    assert shipped.broader("threat:phishing").ids == ("threat:social-engineering", "threat:offender-techniques")
    assert shipped.broader("threat:phishing", transitive=False).ids == ("threat:social-engineering",)


def test_relations_rest_on_their_words(shipped: okb.KnowledgeBase) -> None:
    """Each relation's cue stands in the passage of one of its ends."""
    for relation in shipped.relations:
        ends = (shipped.statements[relation.source].passage, shipped.statements[relation.target].passage)
        assert relation.passage in ends
        assert shipped.source().words(relation.cue.spans) == relation.cue.text


def test_context(shipped: okb.KnowledgeBase) -> None:
    """Later facts each have a page, and are found by what they are about."""
    found = shipped.context.filter(about="instrument:second-additional-protocol")
    assert "context:protocol-opened-for-signature" in found.ids
    assert [fact.id for fact in shipped.context if not fact.url.startswith("http") or not fact.publisher] == []
