"""How each record is written as Markdown: paragraphs and lists, one block after the other."""

from collections.abc import Iterable, Iterator

from octopus_kb.concepts import Concept, Instrument
from octopus_kb.edition import ContextFact, Edition
from octopus_kb.export import _places
from octopus_kb.export._page import Page, escape, local, outside
from octopus_kb.model import Attribution, Clause, Item, Passage, Relation, Statement
from octopus_kb.references import FIELD_OF_SCHEME
from octopus_kb.uncertain import Quantity
from octopus_kb.vocabulary import Basis, Polarity

REJECTED = "The document quotes this view in order to reject it."


def quoted(*pieces: str) -> str:
    """Give words of the document inside a line; what is left out between two pieces shows."""
    return f"\u201c{' [...] '.join(map(escape, pieces))}\u201d"


def told(value: str) -> str:
    """Give a member of a closed list as words."""
    return value.replace("_", " ")


def bullets(lines: Iterable[str]) -> str:
    """Give a list."""
    return "\n".join(f"- {line}" for line in lines)


def passage_blocks(page: Page, record: Passage, *, statements: bool) -> Iterator[str]:
    """Yield a passage: its words, its misprints, its statements, and what is listed under it."""
    place = _places.locator(page.kb, record)
    head = f"{place[0].upper()}{place[1:]}"
    yield page.heading(f"{head}: {record.heading} (editors\u2019 heading)" if record.heading else head, record.id)
    yield page.quotation(record)
    if record.misprints:
        yield bullets(
            f"Misprint: {quoted(slip.quote.text)}. Editors\u2019 reading: {escape(slip.reading)}. "
            f"Editors\u2019 note: {escape(slip.note)}"
            for slip in record.misprints
        )
    if statements:
        for statement in page.kb.statements.filter(passage=record, exact=True):
            yield from statement_blocks(page.deeper(), statement)
    for item in page.kb.items(record):
        yield from passage_blocks(page.deeper(), item, statements=statements)


def statement_blocks(page: Page, record: Statement) -> Iterator[str]:
    """Yield a statement: its words, then what the editors say of it."""
    yield page.heading(f"Statement {local(record.id)}", record.id)
    if record.polarity is Polarity.NEGATIVE:
        yield REJECTED
    yield page.quotation(record)
    yield bullets(
        (
            f"In the editors\u2019 words: {escape(record.proposition)}",
            *_classified(record),
            *_asked(page, record),
            *_attributed(page, record.attribution),
            *_named(page, record),
            *_values(record),
            *_related(page, record),
            *_noted(record.note),
        )
    )


def _classified(record: Statement) -> Iterator[str]:
    yield f"Kind: {told(record.kind)}"
    yield f"Modality: {told(record.modality)}"
    if record.polarity is Polarity.NEGATIVE:
        yield "Polarity: negative"
    if record.basis is not Basis.STATED:
        yield f"Basis: {told(record.basis)}"


def _asked(page: Page, record: Statement) -> Iterator[str]:
    if found := record.directive:
        whom = _references(page, found.addressees) or "nobody is named"
        yield f"Asked of: {whom}; strength: {told(found.strength)}"
        yield f"What is asked: {clause(found.action)}"
        if found.condition:
            yield f"On condition: {clause(found.condition)}"
        if found.timeframe:
            yield f"When: {clause(found.timeframe)}"


def clause(found: Clause) -> str:
    """Give a part of a directive in the words of the text, and the editors' paraphrase if there is one."""
    words = quoted(*(quote.text for quote in found.quotes))
    return f"{words} (editors\u2019 paraphrase: {escape(found.paraphrase)})" if found.paraphrase else words


def _attributed(page: Page, found: Attribution | None) -> Iterator[str]:
    if found:
        said = f"; said so in: {page.reference(found.statement)}" if found.statement else ""
        cue = f"; in the words {quoted(found.cue.text)}" if found.cue else ""
        yield f"View of: {_references(page, found.holders)}{said}{cue}"


def _named(page: Page, record: Statement) -> Iterator[str]:
    if record.participants:
        members = (f"{page.reference(one.actor)} ({told(one.role)})" for one in record.participants)
        yield f"Participants: {', '.join(members)}"
    for name in FIELD_OF_SCHEME.values():
        if ids := getattr(record, name):
            yield f"{name.capitalize()}: {_references(page, ids)}"
    for title, items in (("Lists", record.items), ("Examples", record.examples)):
        if items:
            yield f"{title}: {', '.join(_item(page, one) for one in items)}"


def _item(page: Page, item: Item) -> str:
    return f"{quoted(item.quote.text)} ({page.reference(item.concept)})"


def _values(record: Statement) -> Iterator[str]:
    for date in record.dates:
        note = f"; editors\u2019 note: {escape(date.note)}" if date.note else ""
        yield f"Date: {quoted(date.words)} ({escape(date.value.edtf)} in EDTF{note})"
    for amount in record.quantities:
        yield f"Number: {quantity(amount)}"


def quantity(amount: Quantity) -> str:
    """Give a number in the words of the text, and what it counts."""
    about = ", not exact" if amount.approximate else ""
    return f"{quoted(amount.words)} ({amount.value} {escape(amount.unit)}{about})"


def _related(page: Page, record: Statement) -> Iterator[str]:
    for relation, other in page.kb.related(record, direction="out"):
        cue = f"in the words {quoted(relation.cue.text)}"
        yield f"Relation: {told(relation.kind)}, to {page.reference(other.id)}, {cue}"


def _noted(note: str | None) -> Iterator[str]:
    if note:
        yield f"Editors\u2019 note: {escape(note)}"


def _references(page: Page, ids: Iterable[str]) -> str:
    return ", ".join(map(page.reference, ids))


def relation_blocks(page: Page, record: Relation) -> Iterator[str]:
    """Yield a relation: the words that state it, and the statements at its ends."""
    yield page.heading(f"Relation {local(record.id)}", record.id)
    yield page.quotation(record)
    yield bullets(
        (
            f"Kind: {told(record.kind)}",
            *(f"{name}: {_end(page, id)}" for name, id in (("From", record.source), ("To", record.target))),
            *_noted(record.note),
        )
    )


def _end(page: Page, id: str) -> str:
    statement = page.kb.statements[id]
    rejected = f" {REJECTED}" if statement.polarity is Polarity.NEGATIVE else ""
    return f"{quoted(*(quote.text for quote in statement.evidence))} ({page.reference(id)}){rejected}"


def concept_blocks(page: Page, record: Concept, *, mentions: bool) -> Iterator[str]:
    """Yield a concept: what the editors say of it, where it stands, and the words that mention it."""
    yield page.heading(f"{record.preferred_label} ({record.scheme})", record.id)
    yield bullets(_described(page, record))
    for statement in page.kb.mentions(record, exact=True) if mentions else ():
        rejected = f". {REJECTED}" if statement.polarity is Polarity.NEGATIVE else ""
        yield f"Mentioned in: {page.reference(statement.id)}{rejected}"
        yield page.quotation(statement)


def _described(page: Page, record: Concept) -> Iterator[str]:
    yield f"Id: `{record.id}`"
    for title, text in (("definition", record.definition), ("scope note", record.scope_note)):
        if text:
            yield f"Editors\u2019 {title}: {escape(text)}"
    if record.alternative_labels:
        yield f"Other labels, as documents have them: {', '.join(map(quoted, record.alternative_labels))}"
    narrower = page.kb.narrower(record, transitive=False).ids
    supplements = (record.supplements,) if isinstance(record, Instrument) and record.supplements else ()
    for title, ids in (("Broader", record.broader), ("Narrower", narrower), ("Protocol to", supplements)):
        if ids:
            yield f"{title}: {_references(page, ids)}"
    if record.links:
        yield f"Pages outside: {', '.join(outside(one.publisher, one.url) for one in record.links)}"


def context_blocks(page: Page, record: ContextFact) -> Iterator[str]:
    """Yield a fact from outside the document, set apart from it."""
    yield page.heading(f"Later fact {local(record.id)}", record.id)
    yield "This is from outside the document: no statement rests on it."
    when = (f"When: {escape(_places.date_in_words(record.date))}",) if record.date else ()
    read = escape(_places.date_in_words(record.retrieved))
    yield bullets(
        (
            f"About: {page.reference(record.about)}",
            f"In the editors\u2019 words: {escape(record.claim)}",
            *when,
            f"Source: {outside(record.publisher, record.url)}, read: {read}",
        )
    )


def edition_blocks(page: Page, record: Edition, *, statements: bool) -> Iterator[str]:
    """Yield a document: what is known of it and of the conference, then its passages."""
    yield page.heading(_places.title(record), record.id)
    yield escape(_places.credit(record))
    yield (
        "The block quotes give the words of the document as they stand, each with its place. What stands between "
        "quotation marks in the lists is quoted too; all else is the editors\u2019."
    )
    yield bullets(_facts(page, record))
    for passage in page.kb.passages.filter(edition=record):
        if not passage.parent:
            yield from passage_blocks(page.deeper(), passage, statements=statements)


def _facts(page: Page, record: Edition) -> Iterator[str]:
    conference, document = record.conference, record.document
    yield f"Version: {escape(_places.date_in_words(document.version_date))}"
    yield f"Language: {escape(document.language)}"
    yield f"Rights: {escape(document.rights)}"
    yield f"Source: {escape(document.source_file)}, SHA-256 `{document.sha256}`"
    series = f"number {conference.edition_number} of the {quoted(conference.series)}"
    yield f"Conference: {quoted(conference.title)}, {series}"
    yield f"Held: {escape(_places.date_in_words(conference.dates))}, {told(conference.mode)}"
    yield f"Took part: {quantity(conference.participants)} from {quantity(conference.countries)}"
    if conference.sectors:
        yield f"Sectors: {_references(page, conference.sectors)}"
    if conference.sessions:
        yield f"Sessions: {', '.join(quantity(group.count) for group in conference.sessions)}"
    yield f"Annotations: version {escape(record.content_version)}"
