"""The shipped edition: what must be true of it, whatever the code does."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import octopus_kb as okb
from octopus_kb import loading
from octopus_kb.codec import dumps
from octopus_kb.segment import segment

SEED = Path(__file__).parents[1] / "seeds" / "000_9bf3c6d919f61d6a.txt"
DATA = Path(loading.__file__).parent / "data"
SESSIONS = (
    "event:special-event-2021",
    "event:workshops-2021",
    "event:lightning-talks-2021",
    "event:outlook-sessions-2021",
)


def _quotes(record: object) -> Iterator[okb.Quote]:
    """Find every quote in a record, however deep."""
    if isinstance(record, okb.Quote):
        yield record
    elif isinstance(record, tuple):
        for member in record:
            yield from _quotes(member)
    elif hasattr(record, "__attrs_attrs__"):
        for field in record.__attrs_attrs__:
            yield from _quotes(getattr(record, field.name))


def _plain_quotes(data: Any) -> Iterator[dict[str, Any]]:
    """Find every quote in plain data: what has a text."""
    if isinstance(data, dict):
        if "text" in data:
            yield data
        data = list(data.values())
    for member in data if isinstance(data, list) else ():
        yield from _plain_quotes(member)


def test_source_is_the_seed(shipped: okb.KnowledgeBase) -> None:
    """The shipped source is the seed, byte for byte, with the hash on record."""
    seed = SEED.read_bytes()
    assert (DATA / "editions/octopus-2021/source.txt").read_bytes() == seed
    assert shipped.source().to_bytes() == seed
    assert shipped.editions[0].document.sha256 == sha256(seed).hexdigest()
    assert shipped.editions[0].document.sha256 == "e7f587a58fc4f83690d7c8d46581924f69da0630694cc5afb74c6a0f5e984ac6"
    assert (len(seed), shipped.source().code_points) == (6775, 6745)


def test_passages_tile_the_source(shipped: okb.KnowledgeBase) -> None:
    """Passages and the white space between them, joined again, are the file."""
    source = shipped.source()
    spans = [span for passage in shipped.passages for span in passage.spans]
    gaps = source.gaps(spans)
    assert all(source.text[gap.start : gap.end].isspace() for gap in gaps)
    tiles = sorted([*spans, *gaps])
    assert "".join(source.text[tile.start : tile.end] for tile in tiles).encode() == SEED.read_bytes()


def test_passages_are_the_documents(shipped: okb.KnowledgeBase) -> None:
    """The passages are the five title lines, opening, lead-in, messages with their items, closing and slogan."""
    short = " ".join(passage.id.removeprefix("octopus-2021:") for passage in shipped.passages)
    assert short == (
        "title-1 title-2 title-3 title-4 title-5 opening-1 opening-2 opening-3 lead-in km1 km2 km3 km4 km4.1 km4.2"
        " km4.3 km4.4 km4.5 km5 km6 km6.1 km6.2 km6.3 closing slogan"
    )
    assert [(draft.spans, draft.marker) for draft in segment(shipped.source())] == [
        (passage.spans, passage.marker) for passage in shipped.passages
    ]
    cut = [passage.id.removeprefix("octopus-2021:") for passage in shipped.passages if len(passage.spans) > 1]
    assert cut == ["km1", "km3", "km4.5"]


def test_quotes_stand_in_the_source(shipped: okb.KnowledgeBase) -> None:
    """Each quote of each record is, span by span, the source's own words."""
    source = shipped.source().text
    quotes = [*_quotes(shipped.bundles[0].statements), *_quotes(shipped.bundles[0].relations)]
    quotes += _quotes(shipped.bundles[0].passages)
    assert len(quotes) > 200
    for quote in quotes:
        assert " ".join(source[span.start : span.end] for span in quote.spans) == quote.text


def test_every_word_is_covered(shipped: okb.KnowledgeBase) -> None:
    """Each character of the source but white space and list markers is evidence of some statement."""
    source = shipped.source().text
    left = {at for at, character in enumerate(source) if not character.isspace()}
    for passage in shipped.passages:
        left -= set(range(passage.spans[0].start, passage.spans[0].start + len(passage.marker)))
    for statement in shipped.statements:
        for quote in statement.evidence:
            left -= {at for span in quote.spans for at in range(span.start, span.end)}
    assert left == set()


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.json")), ids=lambda path: path.name)
def test_files_are_canonical(path: Path) -> None:
    """Each data file is in canonical form, and gives the spans of each quote."""
    text = path.read_bytes().decode("utf-8")
    assert dumps(json.loads(text)) == text
    assert [quote for quote in _plain_quotes(json.loads(text)) if not quote.get("spans")] == []


def test_order_is_that_of_the_words(shipped: okb.KnowledgeBase) -> None:
    """Statements stand in the order of their passages."""
    order = {passage.id: n for n, passage in enumerate(shipped.passages)}
    places = [order[statement.passage] for statement in shipped.statements]
    assert places == sorted(places)


def test_concepts_are_explained_and_used(shipped: okb.KnowledgeBase) -> None:
    """Each concept has a definition or a scope note, and it, or a narrower one, is mentioned by a statement."""
    used = {one for s in shipped.statements for one in (*s.topics, *s.threats, *s.measures, *s.interests)}
    used |= {one for s in shipped.statements for one in (*s.technologies, *s.instruments, *s.events, *s.places)}
    used |= {member.actor for s in shipped.statements for member in s.participants}
    for concept in shipped.concepts:
        assert concept.definition or concept.scope_note, concept.id
        assert used & {concept.id, *shipped.hierarchy.narrower(concept.id)}, concept.id


def test_labels_stand_in_the_text(shipped: okb.KnowledgeBase) -> None:
    """Each alternative label stands in the text as it is spelt, but for its case."""
    text = " ".join(shipped.reading(passage).text for passage in shipped.passages).lower()
    strange = [one for c in shipped.concepts for one in c.alternative_labels if one.lower() not in text]
    assert strange == []


def test_misprints(shipped: okb.KnowledgeBase) -> None:
    """The five misprints stay as they stand, each with the reading that was meant."""
    found = {slip.quote.text: slip.reading for passage in shipped.passages for slip in passage.misprints}
    assert found == {
        "16 -18": "16-18",
        "businesses of sizes": "businesses of all sizes",
        "area also available": "are also available",
        "data protection safeguards is challenging": "data protection safeguards, is challenging",
        "the Second Additional once": "the Second Additional Protocol once",
    }


def test_directives(shipped: okb.KnowledgeBase) -> None:
    """Eleven directives, with these strengths and addressees and no others; where the text names nobody, nobody."""
    found = [
        (s.id.removeprefix("octopus-2021:"), s.directive.strength.value, " ".join(s.directive.addressees))
        for s in shipped.recommendations
        if s.directive
    ]
    assert found == [
        ("governments-obliged-to-make-means-available", "obligation", "actor:governments"),
        ("states-need-to-support-victims", "need", "actor:states"),
        ("more-research-on-offenders", "should", ""),
        ("prevention-to-be-strengthened", "should", ""),
        ("tools-should-be-used", "should", ""),
        ("stakeholders-to-use-tools", "encouragement", "actor:all-stakeholders"),
        ("stakeholders-to-create-synergies", "encouragement", "actor:all-stakeholders"),
        ("states-to-join-convention", "encouragement", "actor:states"),
        ("states-to-sign-protocol", "encouragement", "actor:states"),
        ("search-for-solutions-to-continue", "future_need", ""),
        ("cooperate", "imperative", ""),
    ]


def test_conditions(shipped: okb.KnowledgeBase) -> None:
    """Two directives have a condition, in the words of the text."""
    found = {
        s.id.removeprefix("octopus-2021:"): s.directive.condition.quotes[0].text
        for s in shipped.recommendations
        if s.directive and s.directive.condition
    }
    assert found == {
        "states-to-join-convention": "if they have not yet done so",
        "states-to-sign-protocol": "once it will be opened for signature",
    }


def test_rejected_view_is_not_asserted(shipped: okb.KnowledgeBase) -> None:
    """The one view that the text rejects is the one statement of negative polarity."""
    (rejected,) = shipped.statements.filter(polarity="negative")
    assert rejected.quote == "The idea that cybercrime affects individuals insignificantly “is a myth”."


def test_attribution(shipped: okb.KnowledgeBase) -> None:
    """All that the key messages say is underlined by the sessions; other views are those of whoever is named."""
    for statement in shipped.statements:
        short = statement.passage.removeprefix("octopus-2021:")
        if short.startswith("km"):
            assert statement.attribution
            assert statement.attribution.holders == SESSIONS
            assert statement.attribution.statement == "octopus-2021:sessions-underlined"
        else:
            assert (statement.attribution is not None) is (statement.kind is okb.StatementKind.REPORTED_POSITION)


def test_cues_of_attribution(shipped: okb.KnowledgeBase) -> None:
    """Where a statement's own words ascribe a view, they are on record: a quotation without them misleads."""
    cues = {s.attribution.cue.text for s in shipped.statements if s.attribution and s.attribution.cue}
    speakers = "ministers, prosecutors general and other senior officials from all regions of the world"
    assert cues == {"Participants welcomed", f"Interventions by {speakers} confirmed", "are currently considered"}


def test_accompanied_is_not_caused(shipped: okb.KnowledgeBase) -> None:
    """The only cause that the text states is why the conference was held online."""
    causes = [(one.source, one.target) for one in shipped.relations.filter(kind="cause")]
    assert causes == [("octopus-2021:covid-19-pandemic", "octopus-2021:held-online")]


def test_actors_are_kept_apart(shipped: okb.KnowledgeBase) -> None:
    """No two of the five kinds of public body that the text names are taken for one another."""
    apart = [
        "states",
        "governments",
        "authorities-of-many-countries",
        "government-organisations",
        "government-authorities",
    ]
    for one in apart:
        for other in apart:
            assert (f"actor:{other}" in shipped.hierarchy.narrower(f"actor:{one}")) is False


def test_conference(shipped: okb.KnowledgeBase) -> None:
    """The facts of the conference are those of the text."""
    conference = shipped.editions[0].conference
    assert (conference.title, conference.edition_number) == ("Octopus Conference 2021", 13)
    assert conference.dates == okb.PartialDate("2021-11-16/2021-11-18")
    assert conference.mode is okb.ConferenceMode.ONLINE
    assert (conference.participants.words, conference.participants.value) == ("About 1200", 1200)
    assert conference.participants.at_least(1000) is okb.Truth.UNKNOWN
    assert (conference.countries.words, conference.countries.value) == ("some 120", 120)
    assert [(group.kind.value, group.count.value) for group in conference.sessions] == [
        ("special_event", 1),
        ("workshop", 14),
        ("lightning_talks", 2),
        ("outlook_session", 3),
    ]


def test_spring_is_not_guessed(shipped: okb.KnowledgeBase) -> None:
    """Spring 2022 is a season: that it is before June 2022 is not known, that it is after the conference is."""
    opening = shipped.statements["protocol-opening-announced"].dates[0].value
    assert opening == okb.PartialDate("2022-21")
    assert opening.before(okb.PartialDate("2022-06-01")) is okb.Truth.UNKNOWN
    assert opening.after(shipped.editions[0].conference.dates) is okb.Truth.YES


def test_evidence_has_the_governing_verb(shipped: okb.KnowledgeBase) -> None:
    """A phrase that hangs on a verb, and is restated with it, has that verb among its evidence."""
    verbs = {
        "child-abuse-forms": "is exacerbated",
        "legal-frameworks-provide": "have adopted",
        "authorities-equipped-to-cooperate": "are increasingly equipped",
        "states-to-sign-protocol": "are, therefore, also encouraged",
    }
    assert [name for name, verb in verbs.items() if verb not in shipped.statements[name].quote] == []


def test_lists_under_one_verb_are_items(shipped: okb.KnowledgeBase) -> None:
    """What the text joins under one verb is itemised: occasions, cases and challenges as much as sectors and harms."""
    items = {
        name: [(item.quote.text.split()[0], item.concept) for item in shipped.statements[name].items]
        for name in (
            "opened-with-special-event",
            "authorities-equipped-to-prosecute",
            "stakeholders-to-create-synergies",
        )
    }
    assert items == {
        "opened-with-special-event": [
            ("20th", "event:anniversary-of-the-convention"),
            ("forthcoming", "instrument:second-additional-protocol"),
        ],
        "authorities-equipped-to-prosecute": [
            ("cybercrime", "threat:cybercrime"),
            ("other", "topic:electronic-evidence"),
        ],
        "stakeholders-to-create-synergies": [
            ("cybercrime", "topic:cybercrime"),
            ("electronic", "topic:electronic-evidence"),
        ],
    }


def test_tags_say_no_less_and_no_more_than_the_words(shipped: okb.KnowledgeBase) -> None:
    """Who adopts what is welcomed is on record; at which session officials intervened is not, as no words say it."""
    adopts = okb.Participant(role=okb.Role.AGENT, actor="actor:committee-of-ministers")
    for name in ("participants-welcomed-adoption", "protocol-adopted"):
        assert adopts in shipped.statements[name].participants
    assert shipped.statements["interventions-confirmed"].events == ("event:octopus-2021",)
    for name in ("protocol-will-provide-tools", "protocol-tools-include"):
        assert "topic:tools" in shipped.statements[name].topics


def test_words_that_refer_back_do_so_in_each_statement(shipped: okb.KnowledgeBase) -> None:
    """Where words refer back for one statement, they do so for each whose evidence has them, but not to itself."""
    cues = {one.cue.spans: one.passage for one in shipped.relations.filter(kind="anaphora")}
    for (cue,), passage in cues.items():
        holders = {
            statement.id
            for statement in shipped.statements.filter(passage=passage)
            for span in [span for quote in statement.evidence for span in quote.spans]
            if span.start <= cue.start and cue.end <= span.end
        }
        tied = [one for one in shipped.relations.filter(kind="anaphora") if one.cue.spans == (cue,)]
        assert {one.source for one in tied} == holders - {one.target for one in tied}
