"""The key messages of the Octopus Conference 2021 on cybercrime, to quote, query, verify and link."""

# typing costs more to import than all else here together; type checkers take this constant for true.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from octopus_kb import export
    from octopus_kb._version import __version__
    from octopus_kb.catalogue import Concepts, ContextFacts, Passages, Relations
    from octopus_kb.collection import Collection
    from octopus_kb.concepts import Actor, Concept, Instrument, Link, origin
    from octopus_kb.edition import Bundle, Conference, ContextFact, Document, Edition, Proof, SessionGroup
    from octopus_kb.errors import (
        AmbiguousIdError,
        AmbiguousQuoteError,
        BundleError,
        CriterionError,
        DateError,
        MissingExtraError,
        MissingFeatureError,
        NotOneError,
        OctopusError,
        Problem,
        QuoteError,
        UndecidedError,
        UnknownIdError,
    )
    from octopus_kb.facets import Statements
    from octopus_kb.knowledge import KnowledgeBase, editions, load, load_bundle
    from octopus_kb.model import (
        Attribution,
        Clause,
        Directive,
        Item,
        Misprint,
        Participant,
        Passage,
        Quote,
        Relation,
        StatedDate,
        Statement,
    )
    from octopus_kb.quotecheck import Caution, CautionKind, Change, FoundQuotation, Grade, QuoteCheck, QuoteMatch
    from octopus_kb.search import Hit, Hits
    from octopus_kb.text import Reading, SourceText, Span
    from octopus_kb.uncertain import PartialDate, Quantity, Truth
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

_HOMES = {
    "_version": "__version__",
    "catalogue": "Concepts ContextFacts Passages Relations",
    "collection": "Collection",
    "concepts": "Actor Concept Instrument Link origin",
    "edition": "Bundle Conference ContextFact Document Edition Proof SessionGroup",
    "errors": "AmbiguousIdError AmbiguousQuoteError BundleError CriterionError DateError MissingExtraError"
    " MissingFeatureError NotOneError OctopusError Problem QuoteError UndecidedError UnknownIdError",
    "export": "",
    "facets": "Statements",
    "knowledge": "KnowledgeBase editions load load_bundle",
    "model": "Attribution Clause Directive Item Misprint Participant Passage Quote Relation StatedDate Statement",
    "search": "Hit Hits",
    "text": "Reading SourceText Span",
    "uncertain": "PartialDate Quantity Truth",
    "quotecheck": "Caution CautionKind Change FoundQuotation Grade QuoteCheck QuoteMatch",
    "vocabulary": "Basis ConferenceMode Family Modality Origin PassageKind Polarity RelationKind Role Scheme"
    " SessionKind StatementKind Strength",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Actor",
    "AmbiguousIdError",
    "AmbiguousQuoteError",
    "Attribution",
    "Basis",
    "Bundle",
    "BundleError",
    "Caution",
    "CautionKind",
    "Change",
    "Clause",
    "Collection",
    "Concept",
    "Concepts",
    "Conference",
    "ConferenceMode",
    "ContextFact",
    "ContextFacts",
    "CriterionError",
    "DateError",
    "Directive",
    "Document",
    "Edition",
    "Family",
    "FoundQuotation",
    "Grade",
    "Hit",
    "Hits",
    "Instrument",
    "Item",
    "KnowledgeBase",
    "Link",
    "Misprint",
    "MissingExtraError",
    "MissingFeatureError",
    "Modality",
    "NotOneError",
    "OctopusError",
    "Origin",
    "PartialDate",
    "Participant",
    "Passage",
    "PassageKind",
    "Passages",
    "Polarity",
    "Problem",
    "Proof",
    "Quantity",
    "Quote",
    "QuoteCheck",
    "QuoteError",
    "QuoteMatch",
    "Reading",
    "Relation",
    "RelationKind",
    "Relations",
    "Role",
    "Scheme",
    "SessionGroup",
    "SessionKind",
    "SourceText",
    "Span",
    "StatedDate",
    "Statement",
    "StatementKind",
    "Statements",
    "Strength",
    "Truth",
    "UndecidedError",
    "UnknownIdError",
    "__version__",
    "editions",
    "export",
    "load",
    "load_bundle",
    "origin",
]


if not TYPE_CHECKING:  # a type checker would take any name for one that this finds

    def __getattr__(name: str) -> object:
        """Import a public name when it is first asked for."""
        # `from . import ...` would call this function again without end.
        from importlib import import_module

        if name in _HOME_OF:
            value: object = getattr(import_module(f"octopus_kb.{_HOME_OF[name]}"), name)
        elif name in _HOMES:
            value = import_module(f"octopus_kb.{name}")
        else:
            raise AttributeError(f"module 'octopus_kb' has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
