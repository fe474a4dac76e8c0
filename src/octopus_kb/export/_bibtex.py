"""BibTeX entries: every sign that LaTeX reads as a command is written so that it prints as itself."""

import unicodedata
from collections.abc import Iterator

from octopus_kb.export import _places
from octopus_kb.export._cited import GENRE, Cited

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces must balance inside a BibTeX field, escaped or not: hence words for them.
_SIGNS = {
    "\\": "{\\textbackslash}",
    "{": "{\\textbraceleft}",
    "}": "{\\textbraceright}",
    "$": "\\$",
    "&": "\\&",
    "%": "\\%",
    "#": "\\#",
    "_": "\\_",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
    "<": "{\\textless}",
    ">": "{\\textgreater}",
    "|": "{\\textbar}",
    "`": "{\\textasciigrave}",
    "\u00a0": "~",
    "\u00a3": "{\\textsterling}",
    "\u00a7": "{\\textsection}",
    "\u00a9": "{\\textcopyright}",
    "\u00ae": "{\\textregistered}",
    "\u00c6": "{\\AE}",
    "\u00d8": "{\\O}",
    "\u00df": "{\\ss}",
    "\u00e6": "{\\ae}",
    "\u00f8": "{\\o}",
    "\u0131": "{\\i}",
    "\u0141": "{\\L}",
    "\u0142": "{\\l}",
    "\u0152": "{\\OE}",
    "\u0153": "{\\oe}",
    "\u2013": "{\\textendash}",
    "\u2014": "{\\textemdash}",
    "\u2018": "{\\textquoteleft}",
    "\u2019": "{\\textquoteright}",
    "\u201c": "{\\textquotedblleft}",
    "\u201d": "{\\textquotedblright}",
    "\u2020": "{\\textdagger}",
    "\u2022": "{\\textbullet}",
    "\u2026": "{\\textellipsis}",
    "\u20ac": "{\\texteuro}",
    "\u2122": "{\\texttrademark}",
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
    "\u0328": "k",
}
# Two signs that LaTeX would join into another one.
_JOINED = {"--", "''", ",,"}


def escape(text: str) -> str:
    """Write a text so that LaTeX prints it as it stands; letters that have no command stay as they are, in UTF-8."""
    words = " ".join(text.split())
    pairs = zip(words, words[1:] + " ", strict=False)
    return "".join(_sign(sign) + ("{}" if sign + following in _JOINED else "") for sign, following in pairs)


def _sign(sign: str) -> str:
    if sign in _SIGNS or sign.isascii():
        return _SIGNS.get(sign, sign)
    letter, *marks = list(unicodedata.normalize("NFD", sign))
    # Of two accents at once each TeX makes something else: such a letter is left whole.
    if len(marks) == 1 and marks[0] in _ACCENTS and letter.isascii() and letter.isalpha():
        return f"{{\\{_ACCENTS[marks[0]]}{{{letter}}}}}"
    return sign


def entry(cited: Cited) -> str:
    """Give one entry: a report of its institution, or of its own if the bundle does not name who holds the rights."""
    holder = _places.holder(cited.edition.document)
    lines = [f"  {name} = {value},\n" for name, value in _fields(cited, holder)]
    return f"@{'techreport' if holder else 'misc'}{{{cited.id},\n{''.join(lines)}}}\n"


def _fields(cited: Cited, holder: str | None) -> Iterator[tuple[str, str]]:
    document = cited.edition.document
    yield "title", f"{{{{{escape(_places.title(cited.edition))}}}}}"
    if holder:
        yield "institution", f"{{{{{escape(holder)}}}}}"
        yield "type", f"{{{GENRE}}}"
    else:
        yield "howpublished", f"{{{GENRE}}}"
    # What styles sort by, and label with, where there is no author.
    yield "key", f"{{{escape(holder or _places.title(cited.edition))}}}"
    yield from _issued(cited)
    yield "note", f"{{{escape(_note(cited, holder))}}}"
    yield "copyright", f"{{{escape(document.rights)}}}"
    yield "sha256", f"{{{document.sha256}}}"


def _issued(cited: Cited) -> Iterator[tuple[str, str]]:
    date = cited.edition.document.version_date
    year, month, day = (*_places.plain_date(date), 0, 0, 0)[:3]
    if year:
        yield "year", f"{{{year:04}}}"
        if month:
            yield "month", _MONTHS[month - 1]
        if day:
            yield "day", f"{{{day}}}"
    else:
        # biblatex reads EDTF; older styles print what stands for the year as it is.
        yield "year", f"{{{escape(_places.date_in_words(date))}}}"
        yield "date", f"{{{date.edtf}}}"


def _note(cited: Cited, holder: str | None) -> str:
    parts = [_places.date_in_words(cited.edition.conference.dates)]
    parts.append(f"\u00a9 {holder}" if holder else cited.edition.document.rights.rstrip(". "))
    parts += [f"{cited.place[0].upper()}{cited.place[1:]}, {cited.points}: {cited.quotation}"] if cited.place else []
    return ". ".join(parts)
