"""The closed lists that annotations choose from; each member says what it means."""

from enum import StrEnum


class Origin(StrEnum):
    """Whose words, or whose choice, a field of a record holds."""

    VERBATIM = "verbatim"
    """Words of the source, unaltered, proved against it when a bundle is loaded."""
    EDITORIAL = "editorial"
    """Words of the editors: never evidence."""
    CODED = "coded"
    """An id, a number, a date, or a choice of the editors from a closed list."""


class Scheme(StrEnum):
    """The lists that concepts belong to: the part of a concept's id before the colon."""

    TOPIC = "topic"
    """What a statement is about."""
    THREAT = "threat"
    """A crime, a method of offenders, or another danger."""
    MEASURE = "measure"
    """A response: a law, a power, a tool, a practice, a service."""
    INTEREST = "interest"
    """What is protected or at stake: a right, a value, a public good."""
    TECHNOLOGY = "technology"
    """A technology that is used, misused or relied on."""
    EVENT = "event"
    """Something that happens: a conference, a session, a pandemic, a formal act."""
    PLACE = "place"
    """A country or another place."""
    ACTOR = "actor"
    """A person in office, a group, a body, or a class of them."""
    INSTRUMENT = "instrument"
    """A treaty or another legal instrument."""


class PassageKind(StrEnum):
    """What a passage is in the layout of the document."""

    TITLE_LINE = "title_line"
    """A line of the head of the document."""
    PARAGRAPH = "paragraph"
    """A paragraph of running text."""
    LEAD_IN = "lead_in"
    """The words that introduce the key messages."""
    KEY_MESSAGE = "key_message"
    """A key message, without its items."""
    ITEM = "item"
    """An item listed under a key message."""
    SLOGAN = "slogan"
    """The call with which the document ends."""


class Family(StrEnum):
    """The families of statement kinds."""

    DOCUMENT = "document"
    """Of the document itself."""
    EVENT = "event"
    """Of the conference and of formal acts."""
    SITUATION = "situation"
    """Of the state of affairs."""
    RESPONSE = "response"
    """Of what answers it, now or in the future."""
    NORMATIVE = "normative"
    """Of what somebody is to do."""


class StatementKind(StrEnum):
    """What a statement does."""

    METADATA = "metadata"
    """Identifies the document: title, date line, version, heading."""
    FRAMING = "framing"
    """Only introduces or attributes what follows."""
    EVENT_FACT = "event_fact"
    """Reports a fact about the conference, its parts, participants, editions, or a formal act."""
    REPORTED_POSITION = "reported_position"
    """Reports a stance that the document ascribes to named persons or groups."""
    DEFINITION = "definition"
    """Gives the meaning of a term."""
    ASSESSMENT = "assessment"
    """Evaluates or describes the state of affairs, and is no threat, impact or challenge."""
    THREAT = "threat"
    """Something endangers, grows, or uses a method."""
    IMPACT = "impact"
    """Harm to, or effect on, persons, organisations or values."""
    CHALLENGE = "challenge"
    """An obstacle to the response, or a tension inside it."""
    EXISTING_MEASURE = "existing_measure"
    """A tool, framework, practice, programme or capacity said to exist or to be in use."""
    PROVISION = "provision"
    """What a legal instrument is about, contains or provides."""
    EXPECTED_DEVELOPMENT = "expected_development"
    """A future event, announced or predicted."""
    OBLIGATION = "obligation"
    """An actor is said to have the obligation to act."""
    RECOMMENDATION = "recommendation"
    """A directive short of obligation."""
    SLOGAN = "slogan"
    """The concluding call."""

    @property
    def family(self) -> Family:
        """The family that the kind belongs to."""
        return _FAMILIES[self]


_FAMILIES = {
    kind: family
    for family, kinds in {
        Family.DOCUMENT: "metadata framing",
        Family.EVENT: "event_fact reported_position",
        Family.SITUATION: "definition assessment threat impact challenge",
        Family.RESPONSE: "existing_measure provision expected_development",
        Family.NORMATIVE: "obligation recommendation slogan",
    }.items()
    for kind in map(StatementKind, kinds.split())
}


class Modality(StrEnum):
    """The modality of the verb that governs a statement's words."""

    NONE = "none"
    """No verb governs the words, as in a title line."""
    PAST = "past"
    """Past tense: "took place"."""
    PRESENT = "present"
    """Present tense: "is"."""
    PERFECT = "perfect"
    """Perfect tense: "has evolved"."""
    ATTRIBUTED = "attributed"
    """Said to be the view of somebody: "is considered"."""
    POSSIBILITY = "possibility"
    """What can be: "can be made use of"."""
    FUTURE = "future"
    """What will be: "will be opened"."""
    NEED = "need"
    """What is needed: "need to take"."""
    FUTURE_NEED = "future_need"
    """What will be needed: "will need to continue"."""
    OBLIGATION = "obligation"
    """What somebody is obliged to do: "have the obligation to make"."""
    SHOULD = "should"
    """What should be done: "should be strengthened"."""
    ENCOURAGEMENT = "encouragement"
    """What somebody is encouraged to do: "are encouraged to join"."""
    IMPERATIVE = "imperative"
    """A call: "COOPERATE"."""


class Polarity(StrEnum):
    """Whether a statement asserts what its words say."""

    POSITIVE = "positive"
    """The view is asserted."""
    NEGATIVE = "negative"
    """The view is quoted in order to be rejected."""


class Basis(StrEnum):
    """How a statement rests on its words."""

    STATED = "stated"
    """The words say it."""
    PRESUPPOSED = "presupposed"
    """The words take it for granted."""
    INFERRED = "inferred"
    """It follows from the words."""


class Strength(StrEnum):
    """How binding a directive is, strongest first."""

    OBLIGATION = "obligation"
    """An obligation is said to exist."""
    NEED = "need"
    """Something is needed."""
    SHOULD = "should"
    """Something should be done."""
    FUTURE_NEED = "future_need"
    """Something will be needed; as strong as `should`."""
    ENCOURAGEMENT = "encouragement"
    """Somebody is encouraged."""
    IMPERATIVE = "imperative"
    """A call without an addressee; as strong as `encouragement`."""

    @property
    def rank(self) -> int:
        """The place in the order of strength: 1 is the strongest, 4 the weakest."""
        return _RANKS[self]


_RANKS = {
    Strength.OBLIGATION: 1,
    Strength.NEED: 2,
    Strength.SHOULD: 3,
    Strength.FUTURE_NEED: 3,
    Strength.ENCOURAGEMENT: 4,
    Strength.IMPERATIVE: 4,
}


class Role(StrEnum):
    """The part that an actor plays in a statement."""

    AGENT = "agent"
    """Does it."""
    ADDRESSEE = "addressee"
    """Is asked to do it."""
    AFFECTED = "affected"
    """Suffers it."""
    BENEFICIARY = "beneficiary"
    """Gains by it."""
    SUPPORTER = "supporter"
    """Helps the agent."""
    PARTICIPANT = "participant"
    """Takes part in it."""
    REPRESENTED = "represented"
    """Is spoken for by somebody else."""
    COUNTERPART = "counterpart"
    """Is on the other side of a cooperation."""
    SPEAKER = "speaker"
    """Says it."""
    BEARER = "bearer"
    """Has the property that the statement speaks of."""
    PROTECTED = "protected"
    """Is, or is to be, protected."""
    AT_RISK = "at_risk"
    """Is in danger."""
    ORIGIN = "origin"
    """Is where somebody or something comes from."""


class RelationKind(StrEnum):
    """How the text relates one statement to another; read as source, kind, target."""

    CAUSE = "cause"
    """The source brings the target about."""
    CONCOMITANCE = "concomitance"
    """The source goes along with the target; that it causes it is not said."""
    EXACERBATES = "exacerbates"
    """The source makes what the target speaks of worse."""
    MANIFESTATION = "manifestation"
    """The source is the form that what the target speaks of takes."""
    LIMITS = "limits"
    """The source limits what the target speaks of."""
    COMPOUNDS = "compounds"
    """The source adds to the difficulty that the target speaks of."""
    EXPLOITS = "exploits"
    """The source makes use of what the target speaks of."""
    RATIONALE = "rationale"
    """The source is the reason given for the target."""
    INFERENCE = "inference"
    """The source is concluded from the target."""
    CONTRAST = "contrast"
    """The source is set against the target."""
    EXEMPLIFIES = "exemplifies"
    """The source is an example of the target."""
    ELABORATES = "elaborates"
    """The source says more of what the target says."""
    CONDITION = "condition"
    """The source is a condition of the target."""
    PURPOSE = "purpose"
    """The source is what the target is for."""
    RESTATES = "restates"
    """The source says again what the target says."""
    ANAPHORA = "anaphora"
    """The source refers back to the target."""


class SessionKind(StrEnum):
    """The kinds of session a conference has."""

    SPECIAL_EVENT = "special_event"
    """An event for an occasion."""
    WORKSHOP = "workshop"
    """A workshop."""
    LIGHTNING_TALKS = "lightning_talks"
    """A round of lightning talks."""
    OUTLOOK_SESSION = "outlook_session"
    """A session that looks ahead."""


class ConferenceMode(StrEnum):
    """How a conference is held."""

    ONLINE = "online"
    """Online alone."""
    IN_PERSON = "in_person"
    """In one place, in person."""
    HYBRID = "hybrid"
    """Both at once."""
