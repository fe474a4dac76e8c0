"""The terms of linked data: what each key of a node stands for, and the names of the members of closed lists."""

from enum import StrEnum
from typing import Any

from octopus_kb.vocabulary import (
    Basis,
    ConferenceMode,
    Family,
    Modality,
    Origin,
    PassageKind,
    Polarity,
    RelationKind,
    Role,
    Scheme,
    SessionKind,
    StatementKind,
    Strength,
)

PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "oa": "http://www.w3.org/ns/oa#",
    "okb": "urn:octopus-kb:vocabulary#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The vocabularies that are used; `okb` is this package's own, and is the same below any base."""

LISTS: dict[type[StrEnum], str] = {
    StatementKind: "kind",
    Family: "family",
    Modality: "modality",
    Polarity: "polarity",
    Basis: "basis",
    Strength: "strength",
    Role: "role",
    RelationKind: "relation",
    PassageKind: "passage-kind",
    SessionKind: "session-kind",
    Scheme: "scheme",
    Origin: "origin",
}
"""The closed lists, each with what the names of its members begin with."""

ATTENDANCE = {
    ConferenceMode.ONLINE: "schema:OnlineEventAttendanceMode",
    ConferenceMode.IN_PERSON: "schema:OfflineEventAttendanceMode",
    ConferenceMode.HYBRID: "schema:MixedEventAttendanceMode",
}
"""What schema.org calls the ways in which a conference is held."""

CONCEPT_TERMS = {
    Scheme.TOPIC: "subject",
    Scheme.THREAT: "threat",
    Scheme.MEASURE: "measure",
    Scheme.INTEREST: "interest",
    Scheme.TECHNOLOGY: "technology",
    Scheme.INSTRUMENT: "instrument",
    Scheme.EVENT: "event",
    Scheme.PLACE: "place",
}
"""The term that ties a statement to the concepts of each scheme; actors are tied by their roles."""

_LITERALS = """
    dcterms:identifier dcterms:rights dc:publisher oa:exact oa:prefix oa:suffix
    okb:approximate okb:claim okb:codePoints okb:editionNumber okb:fact okb:fileName okb:formerId okb:heading
    okb:marker okb:note okb:number okb:paraphrase okb:proposition okb:quote okb:reading okb:sha256 okb:words
    rdfs:label schema:inLanguage schema:name schema:position schema:text schema:unitText schema:value
    schema:version skos:altLabel skos:definition skos:prefLabel skos:scopeNote
"""
_LINKS = """
    dcterms:audience dcterms:hasPart dcterms:isPartOf dcterms:source dcterms:subject oa:hasSelector oa:hasSource
    okb:about okb:action okb:ascribedBy okb:attribution okb:basis okb:concept okb:condition okb:count okb:cue
    okb:directive okb:event okb:evidence okb:example okb:holder okb:instrument okb:interest okb:item okb:kind
    okb:measure okb:misprint okb:modality okb:numberOfCountries okb:numberOfParticipants okb:outcomeOf okb:participant
    okb:passageKind okb:place okb:polarity okb:proof okb:provenBy okb:quantity okb:quotation okb:relationKind
    okb:related okb:relationSource okb:relationTarget okb:sector okb:sessionKind okb:sessions okb:sourceText okb:span
    okb:statedDate okb:strength okb:supplements okb:technology okb:threat okb:timeframe
    prov:used prov:wasAssociatedWith prov:wasAttributedTo prov:wasDerivedFrom prov:wasGeneratedBy rdfs:seeAlso
    schema:appearance schema:eventAttendanceMode schema:superEvent skos:broader skos:inScheme skos:topConceptOf
"""
_TYPED = {
    "dcterms:date": "edtf:EDTF",
    "oa:end": "xsd:nonNegativeInteger",
    "oa:start": "xsd:nonNegativeInteger",
    "okb:retrieved": "edtf:EDTF",
    "schema:endDate": "xsd:date",
    "schema:startDate": "xsd:date",
}


def member(value: StrEnum) -> str:
    """Give the name of a member of a closed list: `okb:kind-threat`."""
    return f"okb:{LISTS[type(value)]}-{value.value.replace('_', '-')}"


def context() -> dict[str, Any]:
    """Give the JSON-LD context: it stands in each file, so that nothing has to be fetched."""
    ties = [member(value) for value in (*Role, *RelationKind)]
    typed = {**dict.fromkeys((*_LINKS.split(), *ties), "@id"), **_TYPED}
    terms = {_local(name): name for name in _LITERALS.split()}
    terms |= {_local(name): {"@id": name, "@type": kind} for name, kind in typed.items()}  # type: ignore[misc]  # a definition is a name or an object
    return {**PREFIXES, "id": "@id", "type": "@type", **dict(sorted(terms.items()))}


def _local(name: str) -> str:
    return name.partition(":")[2]
