"""Markdown: the document's words exact and in their place, the editors' words marked, no text read as markup."""

import html
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb.export import markdown

HOSTILE = "# *a* <b>b</b> | [c](d) ![e](f) `g` _h_ ~~i~~ &copy; {#j} $k$ \\ <!-- l"
"""A text that is full of markup."""
ESCAPED = (
    "\\# \\*a\\* &lt;b&gt;b&lt;/b&gt; &#124; \\[c\\](d) !\\[e\\](f) \\`g\\` \\_h\\_ &#126;&#126;i&#126;&#126; "
    "&amp;copy; \\{\\#j\\} &#36;k&#36; \\\\ &lt;!-- l"
)
"""How it is written."""
Edit = Callable[[str, Callable[[Any], object]], None]


def blocks(kb: okb.KnowledgeBase, text: str) -> list[okb.FoundQuotation]:
    """Give the block quotes of a text, checked."""
    return [one for one in kb.verify_all(text) if text[one.start] == ">"]


def address(id: str) -> str:
    """Give a made-up address of a record."""
    return f"http://example.org/{id}"


def collections(kb: okb.KnowledgeBase) -> list[okb.Collection[Any]]:
    """Give the collections of a knowledge base."""
    return [kb.passages, kb.statements, kb.relations, kb.concepts, kb.context, kb.editions]


class TestVerbatim:
    """The words of the document."""

    @pytest.mark.parametrize("name", ["miniature", "shipped"])
    def test_exact(self, name: str, request: pytest.FixtureRequest) -> None:
        """Every block quote of the document, and of each collection, is exact."""
        kb: okb.KnowledgeBase = request.getfixturevalue(name)
        for of in (kb, *collections(kb)):
            found = blocks(kb, markdown.dumps(of))
            assert {one.check.grade for one in found} <= {okb.Grade.EXACT}
            assert bool(found) == (of is not kb.context)

    def test_all_passages(self, shipped: okb.KnowledgeBase) -> None:
        """The block quotes of the document without its statements are its passages, all of them, in order."""
        found = blocks(shipped, markdown.document(shipped, statements=False))
        words = [line for one in found for line in one.check.quote.split("\n")]
        read = " ".join(shipped.reading(one).text for one in shipped.passages)
        assert read == " ".join(words)

    def test_place(self, miniature: okb.KnowledgeBase) -> None:
        """A block quote ends with its place; a page break parts its paragraphs as it parts the source's."""
        found = markdown.passage(miniature, "km1", statements=False)
        quote = found.partition("\n\n")[2]
        assert quote.startswith("> Fog – that is, cloud at the surface")
        assert "and keep the\n>\n> lamps clean." in quote
        assert quote.endswith(">\n> — Key points, Harbour Forum 2030, key message 1, code points 307-468 and 470-525\n")

    def test_pieces(self, miniature: okb.KnowledgeBase) -> None:
        """What is left out between two pieces shows, and a page break inside a piece does too."""
        found = markdown.statement(miniature, "ports-should-clean-lamps")
        assert "\n> Ports should [...] and keep the\n>\n> lamps clean.\n>\n> — " in found

    def test_misprint(self, miniature: okb.KnowledgeBase) -> None:
        """A misprint stays in the words; what was meant is told as the editors'."""
        found = markdown.passage(miniature, "km2.2", statements=False)
        assert "\n> Fog horns will need to be heard.\n" in found
        assert "- Misprint: “Fog horns”. Editors’ reading: fog horns. Editors’ note: A capital" in found


class TestEditorial:
    """What the editors say."""

    def test_statement(self, miniature: okb.KnowledgeBase) -> None:
        """A statement has its words, and what is asked of whom, on what condition, in whose view."""
        expected = """\
## Statement ports-should-light-buoys

> Ports should light every buoy, if they have not yet done so,
>
> — Key points, Harbour Forum 2030, key message 1, code points 395-455

- In the editors’ words: Ports that have not done so should light every buoy.
- Kind: recommendation
- Modality: should
- Asked of: ports; strength: should
- What is asked: “light every buoy”
- On condition: “if they have not yet done so” (editors’ paraphrase: if the port has not yet done so)
- View of: panels; said so in: panels-underlined
- Participants: ports (addressee)
- Topics: lights
- Measures: tools and good practices
"""
        assert markdown.statement(miniature, "ports-should-light-buoys") == expected

    def test_values(self, miniature: okb.KnowledgeBase) -> None:
        """Dates, numbers and examples are told with the words that give them; "about" has no bounds."""
        found = markdown.statement(miniature, "pilots-took-part")
        assert "- Date: “from 3 to 4 May 2030” (2030-05-03/2030-05-04 in EDTF)" in found
        assert "- Number: “About 40” (40 pilots, not exact)" in found
        assert "- Examples: “pilots of ferries” (" in found

    def test_rejected(self, miniature: okb.KnowledgeBase) -> None:
        """A view that the document rejects is never shown without saying so."""
        said = "The document quotes this view in order to reject it."
        found = markdown.statement(miniature, "harmless-fog-a-myth")
        assert found.index(said) < found.index("> The idea that")
        assert "- Polarity: negative\n" in found
        everywhere = markdown.concept(miniature, "topic:fog")
        assert f"harmless-fog-a-myth. {said}\n\n> The idea" in everywhere
        assert said not in markdown.statement(miniature, "fog-returns")

    def test_rejected_end(self, folder: Path, edit: Edit) -> None:
        """A relation to a view that the document rejects says so too."""
        edit("relations.json", lambda data: data["relations"][0].update(target="harbour-2030:harmless-fog-a-myth"))
        kb = okb.load_bundle(folder)
        found = markdown.relation(kb, kb.relations[0])
        assert "is a myth.” (harmless-fog-a-myth) The document quotes this view in order to reject it.\n" in found

    def test_relation(self, miniature: okb.KnowledgeBase) -> None:
        """A relation has the words that state it, and the words of both its ends."""
        found = markdown.relation(miniature, "lamps-restated")
        assert "\n> lamps\n" in found
        assert "- Kind: restates\n- From: “KEEP THE LAMPS LIT!” (keep-lamps-lit)\n- To: “Ports should [...] " in found

    def test_related(self, miniature: okb.KnowledgeBase) -> None:
        """A statement names the relations that start from it, with the words that state them, and no others."""
        line = "- Relation: restates, to ports-should-clean-lamps, in the words “lamps”\n"
        assert line in markdown.statement(miniature, "keep-lamps-lit")
        assert "- Relation" not in markdown.statement(miniature, "ports-should-clean-lamps")

    def test_concept(self, miniature: okb.KnowledgeBase) -> None:
        """A concept has its label with its scheme, and the words that mention it unless they are not wanted."""
        found = markdown.concept(miniature, "topic:fog")
        assert found.startswith("## fog (topic)\n\n- Id: `topic:fog`\n")
        assert markdown.concept(miniature, "topic:fog", mentions=False) == found.partition("\n\nMentioned in")[0] + "\n"

    def test_described(self, shipped: okb.KnowledgeBase) -> None:
        """A definition is marked as the editors'; labels are told to be the documents'; a protocol names its treaty."""
        found = "".join(markdown.concept(shipped, one, mentions=False) for one in shipped.concepts)
        for line in ("Editors’ definition: ", "Editors’ scope note: ", "Other labels, as documents have them: “"):
            assert f"\n- {line}" in found
        protocol = markdown.concept(shipped, "instrument:second-additional-protocol", mentions=False)
        assert "\n- Protocol to: Budapest Convention on Cybercrime\n" in protocol

    def test_later(self, miniature: okb.KnowledgeBase) -> None:
        """A fact from outside the document says so, and has its source and the day on which it was read."""
        expected = """\
## Later fact fog-returned

This is from outside the document: no statement rests on it.

- About: fog
- In the editors’ words: Fog returned in March 2031.
- When: March 2031
- Source: [Example](https://example.org/fog), read: 1 April 2031
"""
        assert markdown.context_fact(miniature, "context:fog-returned") == expected

    def test_basis(self, shipped: okb.KnowledgeBase) -> None:
        """What is taken for granted is told to be."""
        one = shipped.statements.where(lambda statement: statement.basis is okb.Basis.PRESUPPOSED)[0]
        assert "\n- Basis: presupposed\n" in markdown.statement(shipped, one)


class TestTable:
    """The table of what is asked of whom."""

    def test_rows(self, miniature: okb.KnowledgeBase) -> None:
        """All that is asked has a row, the most binding first, with the words of the document."""
        head, rule, *rows = markdown.recommendations_table(miniature).splitlines()
        assert head == "| Strength | Asked of | What is asked | On condition | When | Where |"
        assert rule == "| --- | --- | --- | --- | --- | --- |"
        found = [row.split(" | ")[0].strip("| ") for row in rows]
        assert found == ["should", "should", "future need", "encouragement", "imperative"]
        assert rows[1] == ("| should | ports | “keep the lamps clean” | – | – | km1, ports-should-clean-lamps |")
        assert " | nobody is named | " in rows[2]

    def test_collection(self, miniature: okb.KnowledgeBase) -> None:
        """Of a collection, those that ask for something are shown."""
        found = markdown.recommendations_table(miniature, miniature.statements.filter(passage="km1"), link=address)
        assert len(found.splitlines()) == 4
        assert "| [ports](http://example.org/actor:ports) |" in found

    def test_timeframe(self, shipped: okb.KnowledgeBase) -> None:
        """A time has a column of its own."""
        found = markdown.recommendations_table(shipped)
        assert re.search(r"\| “once it will be opened for signature in Spring 2022”[^|]*\| km6\.2, ", found)


class TestShape:
    """What all functions have in common."""

    def functions(self, kb: okb.KnowledgeBase) -> list[Callable[..., str]]:
        """Give every function that writes a record, with one to write."""
        return [
            lambda **given: markdown.document(kb, **given),
            lambda **given: markdown.passage(kb, "km2", **given),
            lambda **given: markdown.statement(kb, kb.statements[0], **given),
            lambda **given: markdown.relation(kb, kb.relations[0], **given),
            lambda **given: markdown.concept(kb, "topic:fog", **given),
            lambda **given: markdown.context_fact(kb, kb.context[0], **given),
            lambda **given: markdown.dumps(kb, **given),
            *(lambda one=one, **given: markdown.dumps(one, **given) for one in collections(kb)),
        ]

    def test_heading(self, miniature: okb.KnowledgeBase) -> None:
        """The first heading has the level that is asked for, and those below go down by one, to the sixth at most."""
        for write in self.functions(miniature):
            for level in range(1, 7):
                found = [len(sharps) for sharps in re.findall("^(#+) ", write(heading=level), re.MULTILINE)]
                assert (found[0], min(found), max(found) <= 6) == (level, level, True)
                assert all(after <= before + 1 for before, after in pairwise(found))

    @pytest.mark.parametrize("level", [0, 7, "2", None])
    def test_no_such_heading(self, miniature: okb.KnowledgeBase, level: Any) -> None:
        """There are no headings of other levels."""
        for write in self.functions(miniature):
            with pytest.raises(okb.CriterionError, match="heading cannot be"):
                write(heading=level)

    def test_end(self, miniature: okb.KnowledgeBase) -> None:
        """Each text ends with one line break, has no blank at the end of a line, and comes out the same again."""
        for write in self.functions(miniature):
            text = write()
            assert (text.endswith("\n"), text.endswith("\n\n"), re.search(r"[ \t]\n|\n\n\n|\r", text)) == (
                True,
                False,
                None,
            )
            assert write() == text

    def test_anchors(self, miniature: okb.KnowledgeBase) -> None:
        """Headings of records have explicit ids if they are asked for, each once in the document."""
        text = markdown.dumps(miniature, anchors=True)
        found = re.findall(r"^#+ .* \{#(\S+)\}$", text, re.MULTILINE)
        assert len(set(found)) == len(found)
        records = (*miniature.passages, *miniature.statements, *miniature.context)
        assert {"harbour-2030", *(markdown.anchor(one.id) for one in records)} == set(found)
        assert "{#" not in markdown.dumps(miniature)

    def test_own_anchors(self, miniature: okb.KnowledgeBase) -> None:
        """A function gives ids of one's own, or none."""
        found = markdown.passage(miniature, "km2", anchors=lambda id: "x" if id.endswith("km2.1") else None)
        assert re.findall(r"\{#.*\}", found) == ["{#x}"]

    @pytest.mark.parametrize(
        ("id", "expected"),
        [
            ("octopus-2021:km4.5", "km4.5"),
            ("octopus-2021:states-to-join-convention", "states-to-join-convention"),
            ("octopus-2021", "octopus-2021"),
            ("topic:ransomware", "topic-ransomware"),
            ("context:protocol-adopted", "context-protocol-adopted"),
        ],
    )
    def test_anchor(self, id: str, expected: str) -> None:
        """An anchor hangs on the id alone."""
        assert markdown.anchor(id) == expected

    def test_several(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """Of several editions, each document is below one title, and no two anchors are alike."""
        kb = okb.KnowledgeBase([*miniature.bundles, *shipped.bundles])
        text = markdown.dumps(kb, anchors=True)
        assert text.startswith("# Documents\n\n## Key points, Harbour Forum 2030 {#harbour-2030}\n")
        assert "\n## Key messages, Octopus Conference 2021 {#octopus-2021}\n" in text
        found = re.findall(r"\{#(\S+)\}$", text, re.MULTILINE)
        assert len(set(found)) == len(found) > len(kb.statements)
        with pytest.raises(okb.AmbiguousIdError, match="no edition is named"):
            markdown.document(kb)
        expected = markdown.document(miniature)
        assert [markdown.document(kb, one) for one in ("harbour-2030", kb.editions[0])] == [expected] * 2

    def test_links(self, miniature: okb.KnowledgeBase) -> None:
        """Each record that is named is linked, if it has an address; without a function nothing is."""
        found = markdown.statement(miniature, "fog-defined", link=address)
        assert "- Topics: [fog](http://example.org/topic:fog)\n" in found
        assert "[panels-underlined](http://example.org/harbour-2030:panels-underlined)" in found
        assert markdown.statement(miniature, "fog-defined", link=lambda _: None) == markdown.statement(
            miniature, "fog-defined"
        )

    def test_unknown(self, miniature: okb.KnowledgeBase) -> None:
        """An unknown record is told, with near ones."""
        for write in (markdown.passage, markdown.statement, markdown.relation, markdown.concept, markdown.context_fact):
            with pytest.raises(okb.UnknownIdError, match="nowhere"):
                write(miniature, "nowhere")
        with pytest.raises(okb.UnknownIdError, match="harbour-2030"):
            markdown.document(miniature, "harbour-2031")

    def test_nothing(self, miniature: okb.KnowledgeBase) -> None:
        """An empty collection says that it is."""
        assert markdown.dumps(miniature.statements[:0]) == "# Statements\n\nNone.\n"

    def test_dump(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """A file holds what `dumps` gives, with line feeds."""
        markdown.dump(miniature, tmp_path / "points.md", heading=2, anchors=True, link=address)
        expected = markdown.dumps(miniature, heading=2, anchors=True, link=address).encode()
        assert (tmp_path / "points.md").read_bytes() == expected


class TestEscape:
    """No text of a record is read as Markdown or HTML."""

    def test_records(self, folder: Path, edit: Edit) -> None:
        """Whatever the editors write is shown as it stands, in headings, lists, tables and links."""

        def statement(data: Any) -> None:
            found = data["statements"][9]
            found.update(proposition=HOSTILE, note=HOSTILE)
            found["directive"]["condition"]["paraphrase"] = HOSTILE

        edit("statements.json", statement)
        edit("edition.json", lambda data: data["passages"][5].update(heading=HOSTILE))
        edit("edition.json", lambda data: data["edition"]["document"].update(rights=HOSTILE))
        edit("context.json", lambda data: data["facts"][0].update(claim=HOSTILE, publisher=HOSTILE))
        kb = okb.load_bundle(folder)
        text = markdown.dumps(kb) + markdown.recommendations_table(kb)
        assert text.count(ESCAPED) == 9

    def test_words(self, folder: Path, edit: Edit) -> None:
        """The words of a source are shown as they stand, too, at the head of a line as inside it."""
        source = folder / "source.txt"
        source.write_bytes(source.read_bytes().replace(b"KEEP THE LAMPS LIT!", b"1. <LAMPS> *LIT*!!!"))
        digest = okb.SourceText.from_bytes(source.read_bytes()).sha256
        edit("edition.json", lambda data: data["edition"]["document"].update(sha256=digest))

        def slogan(data: Any) -> None:
            found = data["statements"][-1]
            found["evidence"][0]["text"] = "1. <LAMPS> *LIT*!!!"
            found["directive"]["action"]["quotes"][0]["text"] = "LAMPS"

        edit("statements.json", slogan)
        edit("relations.json", lambda data: data["relations"].pop())
        kb = okb.load_bundle(folder)
        found = markdown.passage(kb, "slogan")
        assert found.count("\n> 1\\. &lt;LAMPS&gt; \\*LIT\\*!!!\n") == 2

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (HOSTILE, ESCAPED),
            ("plain words, (in brackets) – “quoted”: 5-10 km!", "plain words, (in brackets) – “quoted”: 5-10 km!"),
            ("1. a", "1\\. a"),
            ("12) a", "12\\) a"),
            ("3.5 a", "3.5 a"),
            ("- a", "\\- a"),
            ("+ a", "\\+ a"),
            ("---", "\\---"),
            ("-5", "-5"),
            ("!!! note", "\\!!! note"),
            ("??? note", "&#63;?? note"),
            (": a", "&#58; a"),
            ("/// a", "&#47;// a"),
            (":: a :smile:", "&#58;: a &#58;smile:"),
            ("a\n\n  b\tc", "a b c"),
            ("", ""),
        ],
    )
    def test_signs(self, text: str, expected: str) -> None:
        """Signs that Markdown reads are written so that they show, and no others are touched."""
        assert markdown.escape(text) == expected

    @given(st.text())
    def test_read_back(self, text: str) -> None:
        """Without the backslashes and the entities, the text is there, white space folded, on one line."""
        found = markdown.escape(text)
        assert " ".join(text.split()) == html.unescape(re.sub(r"\\(.)", r"\1", found)) or "&#0;" in text
        assert re.search(r"[<>|~$^=\n]|(?<!\\)(?:\\\\)*[`*_{}\[\]#](?<!&#)", found.replace("&#", "")) is None

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://example.org/a?b=c&d=e", "[x](https://example.org/a?b=c&amp;d=e)"),
            ("https://example.org/a(b)", "[x](<https://example.org/a(b)>)"),
            ("https://example.org/a b>c|d", "[x](https://example.org/a%20b%3Ec%7Cd)"),
            ("HTTP://example.org/é", "[x](<HTTP://example.org/é>)"),
            ("javascript:alert(1)", "x (javascript:alert(1))"),
        ],
    )
    def test_outside(self, folder: Path, edit: Edit, url: str, expected: str) -> None:
        """A page outside is linked if it is one of the web, whatever its address holds; anything else is no link."""
        edit("context.json", lambda data: data["facts"][0].update(url=url, publisher="x"))
        kb = okb.load_bundle(folder)
        assert f"- Source: {expected}, read" in markdown.context_fact(kb, kb.context[0])
