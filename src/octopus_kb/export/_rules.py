"""What a JSON Schema says of a field besides its type: patterns of ids and dates, bounds, and rules between fields.

- Nothing here is stricter than the loader: whatever a schema refuses on its account, loading refuses too.
"""

from typing import Any

from octopus_kb.checks import ADDRESS, DIRECTIVE_KINDS, DIRECTIVE_MODALITIES
from octopus_kb.concepts import Concept, Instrument, Link
from octopus_kb.edition import Conference, ContextFact, Document, Edition, Proof, SessionGroup
from octopus_kb.model import Attribution, Directive, Item, Participant, Passage, Quote, Relation, Statement
from octopus_kb.references import EDITION_ID, FIELD_OF_SCHEME, SLUG
from octopus_kb.text import Span
from octopus_kb.vocabulary import Basis, PassageKind, Scheme

Rules = dict[tuple[type, str], dict[str, Any]]

# Validators differ in what they take for a regular expression: these keep to what all of them know.
_YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_DAYS = (
    "(?:0[13578]|1[02])(?:-(?:0[1-9]|[12][0-9]|3[01]))?",
    "(?:0[469]|11)(?:-(?:0[1-9]|[12][0-9]|30))?",
    "02(?:-(?:0[1-9]|[12][0-9]))?",
)
_DATE = f"{_YEAR}(?:-(?:2[1-4]|{'|'.join(_DAYS)}))?[~?%]?"
EDTF = rf"^(?:{_DATE}(?:/(?:{_DATE}|\.\.))?|\.\./{_DATE})$"
"""The regular expression of a date; leap years, and intervals that end before they begin, are beyond one."""


def id_pattern(*heads: str) -> str:
    """Give the regular expression of an id that begins with one of some words."""
    head = "|".join(heads)
    return f"^{f'(?:{head})' if len(heads) > 1 else head}:{SLUG}$"


def scheme_rules(scheme: Scheme) -> dict[str, Any]:
    """Give what the ids in a concept of a scheme keep besides what those of every concept do."""
    one = {"pattern": f"^{scheme}:"}
    return {"properties": {"id": one, "broader": {"items": one}, "former_ids": {"items": one}}}


_LOCAL = {"pattern": f"^{EDITION_ID}:{SLUG}$"}
_CONCEPT = {"pattern": id_pattern(*Scheme)}
_ACTOR, _EVENT = {"pattern": id_pattern(Scheme.ACTOR)}, {"pattern": id_pattern(Scheme.EVENT)}
_NOT_BLANK = {"pattern": r"[^ \t\r\n]"}

IDS: Rules = {
    **{(Statement, name): {"pattern": id_pattern(scheme)} for scheme, name in FIELD_OF_SCHEME.items()},
    **{(Statement, name): _LOCAL for name in ("id", "passage", "former_ids")},
    **{(Relation, name): _LOCAL for name in ("id", "source", "target", "passage", "former_ids")},
    **{(Passage, name): _LOCAL for name in ("id", "parent")},
    **{(holder, "statement"): _LOCAL for holder in (Attribution, Proof, SessionGroup)},
    **{(Concept, name): _CONCEPT for name in ("id", "broader", "former_ids")},
    (Instrument, "supplements"): {"pattern": id_pattern(Scheme.INSTRUMENT)},
    (Item, "concept"): _CONCEPT,
    (Participant, "actor"): _ACTOR,
    (Directive, "addressees"): _ACTOR,
    (Attribution, "holders"): {"pattern": id_pattern(Scheme.ACTOR, Scheme.EVENT)},
    (Conference, "event"): _EVENT,
    (Conference, "sectors"): _ACTOR,
    (SessionGroup, "event"): _EVENT,
    (ContextFact, "id"): {"pattern": id_pattern("context")},
    (ContextFact, "about"): _CONCEPT,
    (Edition, "id"): {"pattern": f"^{EDITION_ID}$", "not": {"enum": [*(scheme.value for scheme in Scheme), "context"]}},
}
"""The form of ids; that they lead somewhere is beyond a schema."""
TEXTS: Rules = {
    (Statement, "proposition"): _NOT_BLANK,
    (Quote, "text"): _NOT_BLANK,
    (Document, "sha256"): {"pattern": "^[0-9a-f]{64}$"},
    (ContextFact, "url"): {"pattern": f"^{ADDRESS}"},
    (Link, "url"): {"pattern": f"^{ADDRESS}"},
}
"""The form of texts."""
NUMBERS: Rules = {
    (Span, "start"): {"minimum": 0},
    (Span, "end"): {"minimum": 1},
    (Passage, "number"): {"minimum": 1},
}
"""The bounds of numbers."""
ARRAYS: Rules = {
    (Statement, "evidence"): {"minItems": 1},
    (Passage, "spans"): {"minItems": 1},
    **{(Statement, name): {"uniqueItems": True} for name in (*FIELD_OF_SCHEME.values(), "participants")},
}
"""How many members an array has, and whether one may come twice."""


def _where(**values: list[str]) -> dict[str, Any]:
    """Give the schema of objects whose keys have some of these values."""
    return {"properties": {key: {"enum": some} for key, some in values.items()}, "required": list(values)}


def _there(**types: str) -> dict[str, Any]:
    """Give the schema of objects whose keys are there, each with a value of a type."""
    return {"properties": {key: {"type": kind} for key, kind in types.items()}, "required": list(types)}


def _not_there(*names: str) -> dict[str, Any]:
    """Give the schema of objects that lack some keys, or say `null` under them."""
    return {"properties": {name: {"type": "null"} for name in names}}


RULES: dict[type, list[dict[str, Any]]] = {
    Passage: [
        {
            "if": _where(kind=[PassageKind.KEY_MESSAGE.value]),
            "then": _there(number="integer", heading="string"),
            "else": _not_there("number", "heading"),
        },
        {
            "if": _where(kind=[PassageKind.ITEM.value]),
            "then": _there(parent="string"),
            "else": _not_there("parent"),
        },
    ],
    Statement: [
        {
            "if": _where(basis=[basis.value for basis in Basis if basis is not Basis.STATED]),
            "then": {"properties": {"note": {"type": "string", "minLength": 1}}, "required": ["note"]},
        },
        {
            "if": _where(
                kind=sorted(kind.value for kind in DIRECTIVE_KINDS),
                modality=sorted(modality.value for modality in DIRECTIVE_MODALITIES),
            ),
            "then": _there(directive="object"),
            "else": _not_there("directive"),
        },
    ],
}
"""What the fields of one record ask of each other."""
