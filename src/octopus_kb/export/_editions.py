"""Editions, concepts and facts from outside as nodes of linked data; and how the annotations came about."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from octopus_kb.concepts import Actor, Concept, Instrument
from octopus_kb.edition import Conference, ContextFact, Edition, Proof
from octopus_kb.export._context import ATTENDANCE, member
from octopus_kb.export._nodes import Node, Places, node, quantity
from octopus_kb.loading import EDITIONS
from octopus_kb.selection import Selection
from octopus_kb.uncertain import PartialDate

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|\\^`]')


def edition_nodes(places: Places, selection: Selection, edition: Edition) -> Iterator[Node]:
    """Describe a document, its source text and its annotation; the whole text, and the conference, only of a whole."""
    document, id = edition.document, edition.id
    top = [one.id for one in selection.passages if one.parent is None and one.id.partition(":")[0] == id]
    yield node(
        places.iri(id),
        "schema:Report",
        "prov:Entity",
        identifier=id,
        name=document.title,
        date=str(document.version_date),
        inLanguage=document.language,
        rights=document.rights,
        outcomeOf=places.iri(edition.conference.event),
        sourceText=places.source(id),
        hasPart=places.iris(top),
        proof=_proofs(places, id, "document", document.proofs) if selection.whole else None,
    )
    source = selection.holdings.source(id)
    yield node(
        places.source(id),
        "okb:SourceText",
        "prov:Entity",
        fileName=document.source_file,
        sha256=document.sha256,
        codePoints=source.code_points,
        text=source.text if selection.whole else None,
        wasDerivedFrom=places.iri(id),
    )
    yield from _provenance(places, edition)
    if selection.whole:
        yield from _conference(places, selection, edition)


def _provenance(places: Places, edition: Edition) -> Iterator[Node]:
    id = edition.id
    activity, editors = places.part(id, "annotation"), places.part(id, "editors")
    yield node(
        places.part(id, "annotations"),
        "schema:Dataset",
        "prov:Entity",
        version=edition.content_version,
        wasDerivedFrom=places.source(id),
        wasGeneratedBy=activity,
        wasAttributedTo=editors,
    )
    yield node(activity, "prov:Activity", used=places.source(id), wasAssociatedWith=editors)
    name = "The octopus-kb authors" if id in EDITIONS else f"The editors of {id}"
    yield node(editors, "prov:Agent", label=name)


def _conference(places: Places, selection: Selection, edition: Edition) -> Iterator[Node]:
    conference, id = edition.conference, edition.id
    series = _series(places, selection, edition)
    yield node(series, "schema:EventSeries", name=conference.series)
    yield node(
        places.iri(conference.event),
        "schema:Event",
        name=conference.title,
        superEvent=series,
        editionNumber=conference.edition_number,
        date=str(conference.dates),
        **_days(conference.dates),
        eventAttendanceMode=ATTENDANCE[conference.mode],
        numberOfParticipants=quantity(places.part(id, "participants"), conference.participants),
        numberOfCountries=quantity(places.part(id, "countries"), conference.countries),
        sector=places.iris(conference.sectors),
        sessions=_sessions(places, id, conference),
        proof=_proofs(places, id, "conference", conference.proofs),
    )


def _series(places: Places, selection: Selection, edition: Edition) -> str:
    """Give the IRI of the series: of the wider event that bears its name, if there is one."""
    for wider in selection.holdings.hierarchy.broader(edition.conference.event):
        concept = selection.concepts[wider]
        if edition.conference.series in (concept.preferred_label, *concept.alternative_labels):
            return places.iri(wider)
    return places.part(edition.id, "series")


def _days(dates: PartialDate) -> dict[str, str]:
    """Give the first and the last day, if the date says both: schema.org takes whole days only."""
    first, _, last = str(dates).partition("/")
    whole = _DAY.fullmatch(first) and _DAY.fullmatch(last or first)
    return {"startDate": first, "endDate": last or first} if whole else {}


def _sessions(places: Places, id: str, conference: Conference) -> list[Node]:
    """Describe the groups of sessions: fourteen workshops are one group, and no events of their own."""
    return [
        node(
            places.part(id, f"sessions-{n}"),
            "okb:SessionGroup",
            sessionKind=member(group.kind),
            count=quantity(places.part(id, f"sessions-{n}/count"), group.count),
            event=places.iri(group.event),
            provenBy=places.iri(group.statement),
        )
        for n, group in enumerate(conference.sessions, 1)
    ]


def _proofs(places: Places, id: str, name: str, proofs: tuple[Proof, ...]) -> list[Node]:
    return [
        node(places.part(id, f"{name}/{one.fact}"), "okb:Proof", fact=one.fact, provenBy=places.iri(one.statement))
        for one in proofs
    ]


def concept_node(places: Places, concept: Concept) -> Node:
    """Describe a concept."""
    scheme, supplements = member(concept.scheme), getattr(concept, "supplements", None)
    return node(
        places.iri(concept.id),
        "skos:Concept",
        *(["okb:Actor"] if isinstance(concept, Actor) else []),
        *(["schema:Legislation"] if isinstance(concept, Instrument) else []),
        identifier=concept.id,
        formerId=list(concept.former_ids),
        prefLabel=concept.preferred_label,
        altLabel=list(concept.alternative_labels),
        definition=concept.definition,
        scopeNote=concept.scope_note,
        inScheme=scheme,
        topConceptOf=None if concept.broader else scheme,
        broader=places.iris(concept.broader),
        supplements=places.iri(supplements) if supplements else None,
        seeAlso=[page_iri(link.url) for link in concept.links],
    )


def fact_node(places: Places, fact: ContextFact) -> Node:
    """Describe a fact from outside: it is no statement of the document, and evidence for none."""
    return node(
        places.iri(fact.id),
        "okb:ContextFact",
        identifier=fact.id,
        about=places.iri(fact.about),
        claim=fact.claim,
        date=str(fact.date) if fact.date else None,
        source=page_iri(fact.url),
        retrieved=str(fact.retrieved),
    )


def page_nodes(selection: Selection) -> Iterator[Node]:
    """Describe the pages outside that concepts and facts lead to."""
    for concept in selection.concepts:
        for link in concept.links:
            yield node(page_iri(link.url), "schema:WebPage", publisher=link.publisher)
    for fact in selection.context:
        yield node(page_iri(fact.url), "schema:WebPage", publisher=fact.publisher)


def page_iri(url: str) -> str:
    """Give the IRI of a page: its address, with what may stand in no IRI escaped."""
    return _NOT_IN_IRIS.sub(lambda found: quote(found[0], safe=""), url)
