"""Citations read by others: bibtexparser, LaTeX, citeproc-py, rispy; and `CITATION.cff` by cffconvert."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pypdf import PdfReader

import octopus_kb as okb
from octopus_kb.export import _bibtex, citations

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "formats" / "citations.md"
SIGNS = "50% & $5 #1 a_b {c} \\d ~e ^f <g> |h| `i' \"j\" k--l m'' ,, été Łódź – — “n” ‘o’ … ß"
"""Signs of which LaTeX reads many as commands."""
KERNEL = {
    "textasciicircum": "^",
    "textbar": "|",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textgreater": ">",
    "textless": "<",
}
"""Commands of LaTeX itself that pylatexenc, with which bibtexparser reads, drops or takes for other signs."""
STYLE = "harvard-cite-them-right"  # the one that citeproc-py brings

needs_latex = pytest.mark.skipif(
    not (shutil.which("pdflatex") and shutil.which("bibtex")),
    reason="no LaTeX on this machine: Debian and Ubuntu have one in texlive-latex-base",
)


def records(kb: okb.KnowledgeBase) -> list[Any]:
    """Give all that can be cited."""
    return [*kb.editions, *kb.passages, *kb.statements, *kb.relations]


def words(text: str) -> str:
    """Give a text with its white space folded."""
    return " ".join(text.split())


class TestBibtex:
    """BibTeX, read by bibtexparser."""

    def read(self, text: str) -> bibtexparser.Library:
        """Read entries, LaTeX's commands as the signs that they stand for."""
        known = get_default_latex_context_db()
        macros = [MacroTextSpec(name, simplify_repl=sign) for name, sign in KERNEL.items()]
        known.add_context_category("kernel", prepend=True, macros=macros)
        decoder = LatexNodes2Text(latex_context=known)
        return bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware(decoder=decoder)])

    def test_read(self, shipped: okb.KnowledgeBase) -> None:
        """Every entry is read back with its key, its quoted words and its fields."""
        for record in records(shipped):
            library = self.read(citations.cite(shipped, record, style="bibtex"))
            assert library.failed_blocks == []
            (entry,) = library.entries
            fields = {name: field.value for name, field in entry.fields_dict.items()}
            assert (entry.key, entry.entry_type) == (record.id, "techreport")
            assert fields["institution"].strip("{}") == "Council of Europe"
            assert fields["title"].strip("{}") == "Key messages, Octopus Conference 2021"
            text = citations.cite(shipped, record)
            assert fields["note"].partition(": ")[2] in text

    def test_list(self, shipped: okb.KnowledgeBase) -> None:
        """A list has an entry for each record, each with a key of its own."""
        library = self.read(citations.dumps(shipped.statements, form="bibtex"))
        assert [entry.key for entry in library.entries] == list(shipped.statements.ids)

    @given(st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cc", "Cf"]) | st.sampled_from("–—“”‘’…€™")))
    def test_signs(self, text: str) -> None:
        """Whatever a text holds is read back as it stands."""
        library = self.read(f"@misc{{a,\n  note = {{a{_bibtex.escape(text)}z}},\n}}\n")
        assert library.failed_blocks == []
        assert words(library.entries[0].fields_dict["note"].value) == words(f"a{words(text)}z")

    def test_broken(self, shipped: okb.KnowledgeBase) -> None:
        """An entry whose braces do not balance is refused."""
        broken = citations.cite(shipped, "km1", style="bibtex").replace("{Council of Europe}", "{Council of Europe")
        assert self.read(broken).failed_blocks != []


@needs_latex
class TestLatex:
    """BibTeX, set by LaTeX."""

    def run(self, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of TeX, which may write to this folder alone."""
        return subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, env={"PATH": _path(), "HOME": str(folder)}
        )

    def typeset(self, folder: Path, source: str) -> str:
        """Set a document with its list of references, and give the text of its pages."""
        (folder / "article.tex").write_text(source, "utf-8")
        latex = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "article")
        for command in (latex, ("bibtex", "article"), latex, latex):
            done = self.run(folder, *command)
            assert done.returncode == 0, done.stdout
        assert "undefined" not in (folder / "article.log").read_text("latin-1")
        pages = PdfReader(folder / "article.pdf").pages
        return words(" ".join(page.extract_text() for page in pages).replace("-\n", ""))

    def test_page(self, shipped: okb.KnowledgeBase, tmp_path: Path) -> None:
        """The article of the documentation is set, with the words of the document in its list of references."""
        (source,) = re.findall(r"```latex\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
        cited = re.findall(r"\\cite(?:\[.*?\])?\{(.*?)\}", source)
        entries = [citations.cite(shipped, one, style="bibtex") for one in cited]
        (tmp_path / "octopus.bib").write_text("\n".join(entries), "utf-8")
        text = self.typeset(tmp_path, source)
        assert "Key messages, Octopus Conference 2021. Outcome document, Council of Europe, November 2021." in text
        assert "[1, key message 6, item 2]" in text
        assert shipped.statements["states-to-join-convention"].quote.replace(" ", "")[-60:] in text.replace(" ", "")

    def test_signs(self, shipped: okb.KnowledgeBase, tmp_path: Path) -> None:
        """Signs that LaTeX reads as commands are set as they stand, and an entry without an institution is set too."""
        bundle = shipped.bundles[0]
        document = attrs.evolve(bundle.edition.document, rights=SIGNS)
        kb = okb.KnowledgeBase([attrs.evolve(bundle, edition=attrs.evolve(bundle.edition, document=document))])
        (tmp_path / "octopus.bib").write_text(citations.cite(kb, style="bibtex"), "utf-8")
        source = PAGE.read_text("utf-8").partition("```latex\n")[2].partition("\\begin{document}")[0]
        body = "\\begin{document}\\nocite{*}\\bibliographystyle{plain}\\bibliography{octopus}\\end{document}\n"
        text = self.typeset(tmp_path, source + body)
        for piece in ("50%", "$5", "#1", "{c}", "\\d", "<g>", "|h|", "k--l"):
            assert piece in text

    def test_broken(self, shipped: okb.KnowledgeBase, tmp_path: Path) -> None:
        """A list of references that lacks a brace is refused by BibTeX."""
        broken = citations.cite(shipped, style="bibtex").replace("{{Council of Europe}}", "{{Council of Europe}")
        (tmp_path / "octopus.bib").write_text(broken, "utf-8")
        aux = "\\citation{*}\n\\bibstyle{plain}\n\\bibdata{octopus}\n"
        (tmp_path / "article.aux").write_text(aux)
        assert self.run(tmp_path, "bibtex", "article").returncode != 0


def _path() -> str:
    found = {str(Path(name).parent) for tool in ("pdflatex", "bibtex") if (name := shutil.which(tool))}
    return ":".join([*sorted(found), "/usr/bin", "/bin"])


class TestCsl:
    """CSL-JSON, set by citeproc-py in a style that it brings."""

    def bibliography(self, data: list[dict[str, Any]]) -> list[str]:
        """Give the list of references of some items."""
        style = CitationStylesStyle(STYLE, validate=False)
        found = CitationStylesBibliography(style, CiteProcJSON(data), formatter.plain)
        for item in data:
            found.register(Citation([CitationItem(item["id"])]))
        return [str(entry) for entry in found.bibliography()]

    def test_set(self, shipped: okb.KnowledgeBase, miniature: okb.KnowledgeBase) -> None:
        """A document is set with its title, its year, what it is, and its institution if that is known."""
        title = "Key messages, Octopus Conference 2021"
        assert self.bibliography(json.loads(citations.cite(shipped, style="csl"))) == [
            f"{title} (2021) {title}. Outcome document. Council of Europe."
        ]
        (found,) = self.bibliography(json.loads(citations.cite(miniature, style="csl")))
        assert found.endswith("Key points, Harbour Forum 2030. Outcome document.")

    def test_all(self, shipped: okb.KnowledgeBase) -> None:
        """Every record that can be cited is set."""
        for of in (shipped.passages, shipped.statements, shipped.relations):
            data = json.loads(citations.dumps(of, form="csl"))
            assert len(self.bibliography(data)) == len(of)

    def test_place(self, shipped: okb.KnowledgeBase) -> None:
        """The section of an item serves as the locator of a citation."""
        (item,) = json.loads(citations.cite(shipped, "km6.2", style="csl"))
        bibliography = CitationStylesBibliography(
            CitationStylesStyle(STYLE, validate=False), CiteProcJSON([item]), formatter.plain
        )
        citation = Citation([CitationItem(item["id"])])
        bibliography.register(citation)
        assert "2021" in str(bibliography.cite(citation, lambda item: pytest.fail(f"{item.key} is not known")))

    @pytest.mark.parametrize("spoil", [lambda item: item.update(issued="2021"), lambda item: item.pop("type")])
    def test_broken(self, shipped: okb.KnowledgeBase, spoil: Callable[[dict[str, Any]], Any]) -> None:
        """An item whose date is a text, or which has no type, is refused."""
        (item,) = json.loads(citations.cite(shipped, style="csl"))
        spoil(item)
        with pytest.raises((AttributeError, UnboundLocalError)):
            self.bibliography([item])


class TestRis:
    """RIS, read by rispy."""

    def test_read(self, shipped: okb.KnowledgeBase) -> None:
        """Every reference is read back with its id, its place and its quoted words, and no tag is unknown."""
        for of in (shipped.editions, shipped.passages, shipped.statements, shipped.relations):
            found = rispy.loads(citations.dumps(of, form="ris"))
            assert [one["id"] for one in found] == list(of.ids)
            for one in found:
                assert (one["type_of_reference"], one["publisher"]) == ("RPRT", "Council of Europe")
                assert (one["year"], one["date"]) == ("2021", "2021/11/18/")
                assert "unknown_tag" not in one
                if "section" in one:
                    expected = f"Version of 18 November 2021, {one['section']}, {one['notes'][1]}"
                    assert citations.cite(shipped, one["id"]).endswith(expected)

    def test_broken(self, shipped: okb.KnowledgeBase) -> None:
        """A reference without an end, and one without a type, is not taken."""
        text = citations.cite(shipped, style="ris")
        assert [len(rispy.loads(one)) for one in (text, text.replace("ER  - ", ""), text.replace("TY  - ", ""))] == [
            1,
            0,
            0,
        ]


class TestSoftware:
    """`CITATION.cff`, validated by cffconvert."""

    def convert(self, path: Path, *options: str) -> subprocess.CompletedProcess[str]:
        """Run cffconvert on a file."""
        command = [str(Path(sys.executable).with_name("cffconvert")), "--infile", str(path), *options]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_valid(self) -> None:
        """The file is valid, and names the software and its authors."""
        done = self.convert(ROOT / "CITATION.cff", "--validate")
        assert (done.returncode, "valid according to schema version 1.2.0" in done.stdout) == (0, True)
        assert "The octopus-kb authors" in self.convert(ROOT / "CITATION.cff", "-f", "apalike").stdout

    @pytest.mark.parametrize(
        ("line", "other"), [("  - name: The octopus-kb authors\n", ""), ("license: MIT\n", "license: Anything\n")]
    )
    def test_broken(self, tmp_path: Path, line: str, other: str) -> None:
        """A file without authors, or with a licence that SPDX does not have, is refused."""
        text = (ROOT / "CITATION.cff").read_text("utf-8")
        assert line in text
        (tmp_path / "CITATION.cff").write_text(text.replace(line, other), "utf-8")
        assert self.convert(tmp_path / "CITATION.cff", "--validate").returncode != 0
