"""What Markdown is made of: headings, links and block quotes in which no text of a record is read as markup."""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from attrs import evolve, frozen

from octopus_kb.concepts import Concept
from octopus_kb.errors import CriterionError
from octopus_kb.export import _places
from octopus_kb.knowledge import KnowledgeBase
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.vocabulary import Scheme

Names: TypeAlias = Callable[[str], str | None]
"""What gives the anchor, or the address, of the record with an id; `None` if it has none."""

DEEPEST = 6
"""The level of the deepest heading that there is."""
# Every Markdown understands a backslash before these signs; before others some print it, but all understand entities.
_BACKSLASHED = re.compile(r"[\\`*_{}\[\]#]")
_ENTITIES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "|~$^="} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# What at the head of a line would begin a list, a rule, an admonition; a definition, a block; and anywhere, an emoji.
_LISTED = re.compile(r"(?P<number>\d{1,9}(?=[.)](?:\s|$)))|(?=[-+](?:[-+\s]|$)|!!!)")
_ENTITY_AT_HEAD = re.compile(r"[:?/](?=[:?/\s]|$)")
_EMOJI = re.compile(r":(?=[\w+-]+:)")
_NO_ADDRESS = re.compile(r"[\s<>\\`|\"]")
_PLAIN_ADDRESS = re.compile(r"[\w.,:;/?#@&=%+!-]*", re.ASCII)


def escape(text: str) -> str:
    r"""Write a text so that Markdown shows it as it stands: on one line, nothing in it read as markup or HTML.

    Examples:
        >>> print(escape("1. *not* <b>bold</b> & [no](link)"))
        1\. \*not\* &lt;b&gt;bold&lt;/b&gt; &amp; \[no\](link)

    """
    line = _BACKSLASHED.sub(r"\\\g<0>", " ".join(text.split())).translate(_ENTITIES)
    line = _EMOJI.sub("&#58;", line)
    if found := _ENTITY_AT_HEAD.match(line):
        return f"&#{ord(found[0])};{line[1:]}"
    if found := _LISTED.match(line):
        return f"{line[: found.end()]}\\{line[found.end() :]}"
    return line


def linked(words: str, address: str) -> str:
    """Give a link; the words are escaped, and what would end the address is encoded in it."""
    encoded = _NO_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address)
    target = encoded if _PLAIN_ADDRESS.fullmatch(encoded) else f"<{encoded}>"
    return f"[{escape(words)}]({target.replace('&', '&amp;')})"


def outside(words: str, address: str) -> str:
    """Give a link to a page outside; an address that is none of the web is shown and leads nowhere."""
    web = re.match(r"https?://", address, re.IGNORECASE)
    return linked(words, address) if web else f"{escape(words)} ({escape(address)})"


def local(id: str) -> str:
    """Give what follows the colon in an id."""
    return id.partition(":")[2] or id


@frozen(kw_only=True)
class Page:
    """Where records are written: the level of headings, and how records are named and linked."""

    kb: KnowledgeBase
    """The knowledge base in which ids are looked up."""
    level: int
    """The level of the next heading."""
    anchors: Names | None = None
    """What gives the anchor of a record."""
    link: Names | None = None
    """What gives the address of a record."""

    def deeper(self) -> "Page":
        """Give the same page, with headings one level deeper."""
        return evolve(self, level=min(self.level + 1, DEEPEST))

    def heading(self, words: str, id: str = "") -> str:
        """Give a heading, with the anchor of a record if it has one."""
        anchor = self.anchors(id) if self.anchors and id else None
        return f"{'#' * self.level} {escape(words)}{f' {{#{anchor}}}' if anchor else ''}"

    def reference(self, id: str) -> str:
        """Give the label of a concept, or the short id of another record, linked if it has an address."""
        record = self.kb[id]
        words = record.preferred_label if isinstance(record, Concept) else local(record.id)
        address = self.link(record.id) if self.link else None
        return linked(words, address) if address else escape(words)

    def quotation(self, record: Passage | Statement | Relation) -> str:
        """Give the words of a record as a block quote, each paragraph as it stands, and below them their place."""
        edition = _places.edition_of(self.kb, record)
        spans = [span for piece in _places.pieces(self.kb, record) for span in piece]
        place = f"{_places.title(edition)}, {_places.place(self.kb, record)}, {_places.code_points(spans)}"
        return "\n>\n".join(f"> {line}" for line in (*self._paragraphs(record), f"\u2014 {escape(place)}"))

    def _paragraphs(self, record: Passage | Statement | Relation) -> Iterator[str]:
        """Yield words that a page break parts as paragraphs, as the source has them."""
        source = self.kb.source(_places.edition_of(self.kb, record))
        line = ""
        for piece in _places.pieces(self.kb, record):
            for number, span in enumerate(piece):
                words = escape(source.words([span]))
                if number:
                    yield line
                line = words if number or not line else f"{line} [...] {words}"
        yield line


def anchor(id: str) -> str:
    """Give the anchor of a record: `km4.5`, `ransomware-paralyses-organisations`, `topic-ransomware`.

    It hangs on the id alone, and so stays as long as the id does. Records of two editions may have the same one: on a
    page that shows both, give a function of your own as `anchors`.
    """
    return full_anchor(id) if id.partition(":")[0] in {*Scheme, "context"} else local(id)


def full_anchor(id: str) -> str:
    """Give an anchor that begins with the name of the edition, or of the scheme."""
    return id.replace(":", "-")


def page(kb: KnowledgeBase, heading: int, anchors: Names | bool, link: Names | None) -> Page:  # noqa: FBT001 - true stands for a function
    """Make a page.

    Raises:
        CriterionError: If there are no headings of such a level.

    """
    if heading not in range(1, DEEPEST + 1):
        raise CriterionError("heading", heading, tuple(map(str, range(1, DEEPEST + 1))))
    names = anchor if anchors is True else anchors
    return Page(kb=kb, level=heading, anchors=names or None, link=link)
