"""Citations: nothing but what the bundle holds, in four styles, with the words and their place."""

import json
import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb.export import _bibtex, _places, citations

ROOT = Path(__file__).parents[1]
PLACES = {
    "title-1": "title line 1",
    "title-3": "title line 3",
    "opening-1": "opening paragraph",
    "lead-in": "lead-in",
    "km1": "key message 1",
    "km2.2": "key message 2, item 2",
    "slogan": "slogan",
}


def rewritten(kb: okb.KnowledgeBase, **changes: Any) -> okb.KnowledgeBase:
    """Give a knowledge base whose document differs."""
    bundle = kb.bundles[0]
    document = attrs.evolve(bundle.edition.document, **changes)
    return okb.KnowledgeBase([attrs.evolve(bundle, edition=attrs.evolve(bundle.edition, document=document))])


class TestPlaces:
    """Where words stand, in words."""

    @pytest.mark.parametrize(("id", "expected"), PLACES.items())
    def test_locator(self, miniature: okb.KnowledgeBase, id: str, expected: str) -> None:
        """Key messages have their numbers; all else is counted among its like, if there is more than one."""
        assert _places.locator(miniature, miniature.passages[id]) == expected

    def test_paragraphs(self, shipped: okb.KnowledgeBase) -> None:
        """Paragraphs before the key messages are the opening's, and the one after them is the closing one."""
        found = [_places.locator(shipped, one) for one in shipped.passages.filter(kind="paragraph")]
        assert found == [*(f"opening, paragraph {number}" for number in (1, 2, 3)), "closing paragraph"]

    def test_apart(self, shipped: okb.KnowledgeBase) -> None:
        """No two passages of a document have the same place."""
        found = [_places.locator(shipped, one) for one in shipped.passages]
        assert len(set(found)) == len(found)

    def test_without_key_messages(self, miniature: okb.KnowledgeBase) -> None:
        """Where there are no key messages, a paragraph is neither of the opening nor of the closing."""
        bundle = miniature.bundles[0]
        kept = tuple(one for one in bundle.passages if one.kind != "key_message")
        kb = okb.KnowledgeBase([attrs.evolve(bundle, passages=kept)])
        assert _places.locator(kb, kb.passages["opening-1"]) == "paragraph"

    @pytest.mark.parametrize(
        ("edtf", "expected"),
        [
            ("2021-11-18", "18 November 2021"),
            ("2021-11-08", "8 November 2021"),
            ("2021-11", "November 2021"),
            ("2021", "2021"),
            ("2022-21", "Spring 2022"),
            ("2021~", "about 2021"),
            ("2021-11?", "November 2021 (uncertain)"),
            ("2021%", "about 2021 (uncertain)"),
            ("2021-11-16/2021-11-18", "16-18 November 2021"),
            ("2021-11-30/2021-12-01", "30 November 2021 to 1 December 2021"),
            ("2017-09/2021-05", "September 2017 to May 2021"),
            ("2021-11-16~/2021-11-18", "about 16 November 2021 to 18 November 2021"),
            ("2021/..", "from 2021"),
            ("../2021-11", "until November 2021"),
        ],
    )
    def test_dates(self, edtf: str, expected: str) -> None:
        """A date in words is as exact as the value, and no more."""
        assert _places.date_in_words(okb.PartialDate(edtf)) == expected

    @pytest.mark.parametrize(
        ("rights", "expected"),
        [
            ("© Council of Europe 2021. The text is not under the licence.", "Council of Europe"),
            ("Text: © A and B, 2030", "A and B"),
            ("Made up for tests; free for all.", None),
            ("© 2021", None),
            ("© Somebody", None),
        ],
    )
    def test_holder(self, miniature: okb.KnowledgeBase, rights: str, expected: str | None) -> None:
        """Who holds the rights is read from `© Holder 2021` alone, and guessed from nothing else."""
        document = attrs.evolve(miniature.editions[0].document, rights=rights)
        assert _places.holder(document) == expected


class TestText:
    """A citation as a sentence."""

    def test_credit_line(self, shipped: okb.KnowledgeBase) -> None:
        """The citation of the shipped document opens with the credit line of the NOTICE."""
        (line,) = re.findall("^    (Key messages, .*)$", (ROOT / "NOTICE").read_text("utf-8"), re.MULTILINE)
        assert citations.cite(shipped) == f"{line}. Version of 18 November 2021."

    def test_document(self, miniature: okb.KnowledgeBase) -> None:
        """Where nobody is said to hold the rights, nobody is named, and the rights are quoted."""
        expected = (
            "Key points, Harbour Forum 2030, 3-4 May 2030. Made up for tests; free for all. Version of 3-4 May 2030."
        )
        assert citations.cite(miniature) == expected

    def test_words(self, shipped: okb.KnowledgeBase) -> None:
        """A passage is cited with its place, its code points, and its words, without the list marker."""
        found = citations.cite(shipped, "km6.2")
        assert ". Version of 18 November 2021, key message 6, item 2, code points 6146-6334: “States are, " in found
        assert shipped.source().text[6146:6334] in found

    @pytest.mark.parametrize("name", ["miniature", "shipped"])
    def test_verifies(self, name: str, request: pytest.FixtureRequest) -> None:
        """What stands between the quotation marks of every citation is the source's, but for spacing."""
        kb: okb.KnowledgeBase = request.getfixturevalue(name)
        for record in (*kb.passages, *kb.statements, *kb.relations):
            checks = [one.check for one in kb.verify_all(citations.cite(kb, record))]
            assert checks
            assert {one.grade for one in checks} <= {okb.Grade.EXACT, okb.Grade.SPACING, okb.Grade.TYPOGRAPHY}

    def test_left_out(self, miniature: okb.KnowledgeBase) -> None:
        """Words that are left out are shown to be, and each piece has its code points."""
        found = citations.cite(miniature, "fog-endangers-ships")
        assert "code points 307-310 and 356-394: “Fog [...] is a danger to ships, such as ferries.”" in found

    def test_rejected(self, miniature: okb.KnowledgeBase) -> None:
        """A view that the document rejects is marked in every style, and no other is."""
        for style in citations.FORMS:
            assert "in order to reject it" in citations.cite(miniature, "harmless-fog-a-myth", style=style)
            assert "in order to reject it" not in citations.cite(miniature, "fog-returns", style=style)

    def test_one_line(self, miniature: okb.KnowledgeBase) -> None:
        """A citation stays on its line, whatever the rights hold."""
        assert citations.dumps(rewritten(miniature, rights="one\ntwo"), form="text").count("\n") == 1


class TestRecord:
    """What is cited."""

    def test_same(self, miniature: okb.KnowledgeBase) -> None:
        """A record, its id and its short id are cited alike, with or without the edition."""
        statement, edition = miniature.statements["fog-returns"], miniature.editions[0]
        found = {
            citations.cite(miniature, one, edition=where)
            for one in (statement, statement.id, "fog-returns")
            for where in (None, edition, edition.id)
        }
        assert len(found) == 1

    def test_edition(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """A short id is looked up in the edition that is named, and a record of another one is refused."""
        kb = okb.KnowledgeBase([*miniature.bundles, *shipped.bundles])
        assert citations.cite(kb, "km1", edition="harbour-2030") == citations.cite(miniature, "km1")
        assert citations.cite(kb, edition="octopus-2021") == citations.cite(shipped)
        assert citations.cite(kb, kb.editions[0]) == citations.cite(miniature)
        with pytest.raises(okb.AmbiguousIdError, match="no edition is named"):
            citations.cite(kb)
        with pytest.raises(okb.AmbiguousIdError, match="km1"):
            citations.cite(kb, "km1")
        with pytest.raises(okb.CriterionError, match=r"edition cannot be 'harbour-2030'; .*'octopus-2021'"):
            citations.cite(kb, "octopus-2021:km1", edition="harbour-2030")
        with pytest.raises(okb.UnknownIdError, match="harbour-2031"):
            citations.cite(kb, "km1", edition="harbour-2031")

    def test_unknown(self, miniature: okb.KnowledgeBase) -> None:
        """An unknown id is told, with the near ones."""
        with pytest.raises(okb.UnknownIdError, match="fog-returns"):
            citations.cite(miniature, "fog-return")

    @pytest.mark.parametrize("record", ["topic:fog", "context:fog-returned"])
    def test_no_words(self, miniature: okb.KnowledgeBase, record: str) -> None:
        """What is no part of a document is not cited from it: statements that mention it are named instead."""
        with pytest.raises(okb.CriterionError, match="did you mean 'harbour-2030:fog-defined'"):
            citations.cite(miniature, record, edition="harbour-2030")

    def test_no_record(self, miniature: okb.KnowledgeBase) -> None:
        """What is no record is refused as such."""
        with pytest.raises(TypeError, match="a record or its id can be cited, not 5"):
            citations.cite(miniature, 5)  # type: ignore[arg-type]

    @pytest.mark.parametrize("form", ["BibTeX", "html", ""])
    def test_style(self, miniature: okb.KnowledgeBase, form: Any) -> None:
        """A style that there is not is told, with those that there are."""
        with pytest.raises(okb.CriterionError, match=r"style cannot be .* 'text' or 'bibtex' or 'csl' or 'ris'"):
            citations.cite(miniature, style=form)
        with pytest.raises(okb.CriterionError, match="form cannot be"):
            citations.dumps(miniature, form=form)


class TestBibtex:
    """BibTeX entries."""

    def test_report(self, shipped: okb.KnowledgeBase) -> None:
        """A document whose holder of rights is known is a report of that institution, without an author."""
        found = citations.cite(shipped, style="bibtex").splitlines()
        assert found[0] == "@techreport{octopus-2021,"
        assert found[1:9] == [
            "  title = {{Key messages, Octopus Conference 2021}},",
            "  institution = {{Council of Europe}},",
            "  type = {Outcome document},",
            "  key = {Council of Europe},",
            "  year = {2021},",
            "  month = nov,",
            "  day = {18},",
            "  note = {16-18 November 2021. {\\textcopyright} Council of Europe},",
        ]
        assert found[-1] == "}"

    def test_misc(self, miniature: okb.KnowledgeBase) -> None:
        """A document of which nobody is said to hold the rights is an entry without an institution."""
        found = citations.cite(miniature, style="bibtex")
        assert found.startswith("@misc{harbour-2030,\n")
        assert "institution" not in found
        assert "  year = {3-4 May 2030},\n  date = {2030-05-03/2030-05-04},\n" in found

    @pytest.mark.parametrize(
        ("edtf", "expected"),
        [
            ("2030", ["  year = {2030},"]),
            ("2030-05", ["  year = {2030},", "  month = may,"]),
            ("2030-21", ["  year = {Spring 2030},", "  date = {2030-21},"]),
            ("2030~", ["  year = {about 2030},", "  date = {2030~},"]),
        ],
    )
    def test_date(self, miniature: okb.KnowledgeBase, edtf: str, expected: list[str]) -> None:
        """A date is given as far as it is known."""
        kb = rewritten(miniature, version_date=okb.PartialDate(edtf))
        found = citations.cite(kb, style="bibtex").splitlines()
        assert [line for line in found if re.match("  (year|month|day|date) ", line)] == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("50% & $5 #1 a_b", r"50\% \& \$5 \#1 a\_b"),
            (
                "{a} \\b ~ ^",
                r"{\textbraceleft}a{\textbraceright} {\textbackslash}b {\textasciitilde} {\textasciicircum}",
            ),
            ("–—…©", r"{\textendash}{\textemdash}{\textellipsis}{\textcopyright}"),
            ("été", r"{\'{e}}t{\'{e}}"),
            ("Ł ğ", r"{\L} {\u{g}}"),
            ("-- '' ,,", "-{}- '{}' ,{},"),
            ("ế Жض", "ế Жض"),
            ("a\n\tb", "a b"),
        ],
    )
    def test_escape(self, text: str, expected: str) -> None:
        """What LaTeX reads as a command is written so that it prints as itself; letters of other scripts stay."""
        assert _bibtex.escape(text) == expected

    @given(st.text())
    def test_safe(self, text: str) -> None:
        """Braces balance, and no sign is left that LaTeX would read as a command of the text's own."""
        found = _bibtex.escape(text)
        depth = [found[:at].count("{") - found[:at].count("}") for at in range(len(found) + 1)]
        assert (min(depth), depth[-1]) == (0, 0)
        assert re.search(r"(?<!\\)[$&%#_]|\\(?![$&%#_'`^~=.\"a-zA-Z])|[\n|<>]", found) is None


class TestCsl:
    """CSL-JSON."""

    def test_item(self, shipped: okb.KnowledgeBase) -> None:
        """A passage is a report with a section, the quoted words in its note, and its place in the source."""
        (item,) = json.loads(citations.cite(shipped, "km4.5", style="csl"))
        custom = item.pop("custom")
        source = shipped.source().text
        pieces = [source[one["start"] : one["end"]] for one in custom["code-points"]]
        assert source[5115:5462].split("\n\n") == pieces
        assert f"“{custom['quote']}”" == item.pop("note")
        assert item == {
            "id": "octopus-2021:km4.5",
            "type": "report",
            "title": "Key messages, Octopus Conference 2021",
            "genre": "Outcome document",
            "publisher": "Council of Europe",
            "issued": {"date-parts": [[2021, 11, 18]]},
            "event-title": "Octopus Conference 2021",
            "event-date": {"date-parts": [[2021, 11, 16], [2021, 11, 18]]},
            "language": "en",
            "section": "key message 4, item 5",
        }

    @pytest.mark.parametrize(
        ("edtf", "expected"),
        [
            ("2030-05", {"date-parts": [[2030, 5]]}),
            ("2030-21", {"literal": "Spring 2030"}),
            ("2030/..", {"literal": "from 2030"}),
            ("2030~/2031", {"literal": "about 2030 to 2031"}),
        ],
    )
    def test_date(self, miniature: okb.KnowledgeBase, edtf: str, expected: dict[str, Any]) -> None:
        """A date that has no exact parts is told in words."""
        kb = rewritten(miniature, version_date=okb.PartialDate(edtf))
        (item,) = json.loads(citations.cite(kb, style="csl"))
        assert item["issued"] == expected
        assert "publisher" not in item


class TestRis:
    """RIS."""

    def test_lines(self, shipped: okb.KnowledgeBase) -> None:
        """Each line has a tag; the document is a report, with its holder of rights as publisher."""
        found = citations.cite(shipped, style="ris")
        assert found.splitlines()[:8] == [
            "TY  - RPRT",
            "ID  - octopus-2021",
            "TI  - Key messages, Octopus Conference 2021",
            "PB  - Council of Europe",
            "PY  - 2021",
            "DA  - 2021/11/18/",
            "LA  - en",
            "M3  - Outcome document",
        ]
        assert found.splitlines()[8:] == [
            "N1  - Key messages, Octopus Conference 2021, 16-18 November 2021. © Council of Europe",
            f"C1  - SHA-256 of the source: {shipped.source().sha256}",
            "ER  - ",
        ]

    @pytest.mark.parametrize(
        ("edtf", "expected"),
        [
            ("2030", ["PY  - 2030", "DA  - 2030///"]),
            ("2030-05", ["PY  - 2030", "DA  - 2030/05//"]),
            ("2030-21", ["DA  - ///Spring 2030"]),
        ],
    )
    def test_date(self, miniature: okb.KnowledgeBase, edtf: str, expected: list[str]) -> None:
        """A date is given as far as it is known."""
        kb = rewritten(miniature, version_date=okb.PartialDate(edtf), language="e\nER  - ")
        found = citations.cite(kb, style="ris").splitlines()
        assert [line for line in found if re.match("PY|DA", line)] == expected
        assert found.count("ER  - ") == 1


class TestDumps:
    """Lists of references."""

    @pytest.mark.parametrize(
        ("form", "sign"), [("text", "\n"), ("bibtex", "\n}\n"), ("csl", '"id": '), ("ris", "\nER  - \n")]
    )
    def test_each(self, miniature: okb.KnowledgeBase, form: citations.Form, sign: str) -> None:
        """A knowledge base is cited by its documents, a collection by each record."""
        assert citations.dumps(miniature, form=form).count(sign) == 1
        for records in (miniature.passages, miniature.statements, miniature.relations, miniature.editions):
            assert citations.dumps(records, form=form).count(sign) == len(records)

    def test_one(self, miniature: okb.KnowledgeBase) -> None:
        """The list of one record is its citation and a line break."""
        for form in citations.FORMS:
            expected = f"{citations.cite(miniature, 'km1', style=form)}\n"
            assert citations.dumps(miniature.passages.filter(kind="key_message")[:1], form=form) == expected

    def test_nothing(self, miniature: okb.KnowledgeBase) -> None:
        """An empty collection gives an empty list."""
        found = [citations.dumps(miniature.statements[:0], form=form) for form in citations.FORMS]
        assert found == ["", "", "[]\n", ""]

    def test_concepts(self, miniature: okb.KnowledgeBase) -> None:
        """Concepts are no part of a document, and a list of them is refused whole."""
        with pytest.raises(okb.CriterionError, match="record cannot be"):
            citations.dumps(miniature.topics)

    def test_dump(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """A file holds what `dumps` gives, with line feeds."""
        citations.dump(miniature.statements, tmp_path / "refs.bib", form="bibtex")
        expected = citations.dumps(miniature.statements, form="bibtex").encode()
        assert (tmp_path / "refs.bib").read_bytes() == expected


class TestSoftware:
    """`CITATION.cff`, for the software."""

    def test_version(self) -> None:
        """It gives the version of the package, its licence, and no person."""
        text = (ROOT / "CITATION.cff").read_text("utf-8")
        assert f"\nversion: {okb.__version__}\n" in text
        assert "\nlicense: MIT\n" in text
        assert "\nauthors:\n  - name: The octopus-kb authors\nkeywords:" in text
