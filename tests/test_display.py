"""How records look in a notebook and in a rich terminal."""

from html.parser import HTMLParser
from typing import Any

import attrs
import pytest

import octopus_kb as okb

HOSTILE = "<script>alert('x & \"y\"')</script>"
VOID = {"br"}


class Balance(HTMLParser):
    """Reads HTML, and keeps the elements that are open, those seen, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - HTMLParser gives it
        """Note an element that opens."""
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Prove that the innermost open element is the one that closes."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def read(html: str) -> Balance:
    """Read HTML that must be balanced."""
    found = Balance()
    found.feed(html)
    assert found.open == []
    return found


def records(kb: okb.KnowledgeBase) -> list[Any]:
    """Give one record of each kind that shows itself."""
    check = kb.verify("light every buoy")
    return [
        kb.editions[0],
        kb.editions[0].conference,
        kb.passages["km2.2"],
        kb.passages["km2.2"].misprints[0],
        kb.statements["ports-should-light-buoys"],
        kb.statements["ports-should-light-buoys"].directive,
        kb.statements["fog-defined"].evidence[0],
        kb.relations[0],
        kb.context[0],
        kb.topics[0],
        kb.instruments[0],
        check,
        check.matches[0],
        kb.search("fog")[0],
    ]


def test_records_are_tables(miniature: okb.KnowledgeBase) -> None:
    """Each record is a balanced table that names its type and holds its id."""
    for record in records(miniature):
        found = read(record._repr_html_())
        assert {"table", "caption"} <= found.seen
        assert type(record).__name__ in found.text
        assert getattr(record, "id", "") in found.text


def test_words_are_quoted_and_editors_marked(miniature: okb.KnowledgeBase) -> None:
    """A statement's words stand in a block quote, and its proposition is marked as the editors'."""
    html = miniature.statements["ports-should-clean-lamps"]._repr_html_()
    assert "<blockquote>Ports should [...] and keep the lamps clean.</blockquote>" in html
    assert "proposition <small>(editorial)</small>" in html
    assert "<blockquote>" not in miniature.verify("light every buoy")._repr_html_()


def test_everything_is_escaped(miniature: okb.KnowledgeBase) -> None:
    """No text of a record becomes an element."""
    for record in records(miniature):
        texts = {
            field.name: HOSTILE for field in attrs.fields(type(record)) if type(getattr(record, field.name)) is str
        }
        html = attrs.evolve(record, **texts)._repr_html_()
        assert "script" not in read(html).seen
        assert (HOSTILE in html) is False
    topic = attrs.evolve(miniature.topics[0], preferred_label=HOSTILE)
    assert "script" not in read(okb.Concepts([topic], miniature.hierarchy)._repr_html_()).seen
    assert "script" not in read(miniature.search(f"fog {HOSTILE}")._repr_html_()).seen


@pytest.mark.parametrize("name", ["statements", "passages", "topics", "relations", "context", "editions", "concepts"])
def test_collections_are_tables(miniature: okb.KnowledgeBase, name: str) -> None:
    """A collection shows its first twenty records, and how many more there are."""
    collection = getattr(miniature, name)
    found = read(collection._repr_html_())
    assert [id for id in collection.ids[:20] if id not in found.text] == []
    more = f"and {len(collection) - 20} more"
    assert (more in found.text) is (len(collection) > 20)
    assert next(iter(collection.__rich_repr__())) == len(collection)


def test_knowledge_base(miniature: okb.KnowledgeBase) -> None:
    """A knowledge base shows its editions and how much it holds."""
    found = read(miniature._repr_html_())
    assert ("harbour-2030" in found.text, str(len(miniature.statements)) in found.text) == (True, True)
    assert dict(miniature.__rich_repr__()) == {"editions": ["harbour-2030"], "statements": 16}


def test_rich(miniature: okb.KnowledgeBase) -> None:
    """For `rich`, a record yields the fields that differ from their defaults, from which it can be made again."""
    for record in records(miniature):
        assert type(record)(**dict(record.__rich_repr__())) == record


def test_rich_hits(miniature: okb.KnowledgeBase) -> None:
    """For `rich`, hits yield the query, their number and the first ids, not whole records."""
    hits = miniature.search("fog zeppelin", limit=4)
    ids = [hit.record.id for hit in hits]
    assert list(hits.__rich_repr__()) == ["fog zeppelin", 4, ids[:3], ("relaxed", True, False)]


def test_completion(miniature: okb.KnowledgeBase) -> None:
    """Between square brackets, ids are completed, and short forms, each of which leads to one record."""
    for held in (miniature, miniature.topics, miniature.statements, miniature.passages, miniature.editions):
        completed = held._ipython_key_completions_()
        assert {held[name].id for name in completed} == {name for name in completed if held[name].id == name}
    assert {"km1", "fog-defined"} <= set(miniature._ipython_key_completions_())
    assert "km1" in miniature.passages._ipython_key_completions_()
    assert "topic:fog" in miniature.topics._ipython_key_completions_()
    assert {"topic:fog", "harbour-2030:km1"} <= set(miniature._ipython_key_completions_())


def test_long_lists_are_cut(shipped: okb.KnowledgeBase) -> None:
    """A field with many members shows some of them, and how many more there are."""
    proofs = shipped.editions[0].conference
    many = attrs.evolve(proofs, sectors=tuple(f"actor:{n}" for n in range(30)))
    assert "... and 22 more" in many._repr_html_()


def test_hits_in_html(shipped: okb.KnowledgeBase) -> None:
    """A table of hits says when only some of the words were found, and shows those that were in bold, escaped."""
    html = shipped.search("ransomware zeppelin <b>")._repr_html_()
    assert "for ransomware zeppelin &lt;b&gt; with some of the words" in html
    assert "<b>ransomware</b>" in html
    assert "**" not in html
    assert "with some" not in shipped.search("ransomware")._repr_html_()


def test_lists_in_cells(shipped: okb.KnowledgeBase) -> None:
    """A list within a line stays on the line, so that what follows it is seen to belong to another field."""
    html = shipped.statements["ransomware-paralyses-organisations"]._repr_html_()
    assert "<code>" not in html
    assert "event:lightning-talks-2021, event:outlook-sessions-2021; statement: " in html
