"""The concepts: hierarchies drawn, where each is mentioned, and a page for those that are mentioned most."""

from collections.abc import Iterable, Iterator
from html import escape

from atlas import SCHEMES, Atlas, Page, concept_anchor, passage_anchor, slug
from parts import Link, badge, chips, later_facts, quotation

import octopus_kb as okb

INDEX = "concepts/index.md"
_WHAT = {
    okb.Scheme.TOPIC: "What the statements are about.",
    okb.Scheme.ACTOR: "Who acts, is asked, is harmed, takes part or speaks.",
    okb.Scheme.INSTRUMENT: "The treaties that the document names.",
    okb.Scheme.MEASURE: "Laws, powers, tools, practices and services that answer cybercrime.",
    okb.Scheme.THREAT: "Crimes, methods of offenders, and other dangers.",
    okb.Scheme.INTEREST: "Rights, values and goods that are protected or at stake.",
    okb.Scheme.TECHNOLOGY: "Technologies that are used, misused or relied on.",
    okb.Scheme.EVENT: "What happened, or is to happen.",
    okb.Scheme.PLACE: "The places that the document names.",
}
_EDITORIAL = (
    "Labels are spelt as in the document where it has the term; hierarchy, definitions and notes are the editors’."
)


def pages(atlas: Atlas) -> Iterator[Page]:
    """Yield the index of all concepts, a page for each scheme, and the pages of concepts."""
    yield Page(INDEX, _index(atlas))
    for scheme, (folder, title) in SCHEMES.items():
        concepts = atlas.kb.concepts.filter(scheme=scheme)
        yield Page(f"concepts/{folder}/index.md", _scheme(atlas, scheme, title, concepts))
        for concept in concepts:
            if atlas.has_page(concept.id):
                yield Page(f"concepts/{folder}/{slug(concept.id)}.md", "\n\n".join(_concept(atlas, concept)) + "\n")


def _index(atlas: Atlas) -> str:
    """Give every concept under its permanent anchor."""
    link = atlas.href(INDEX)
    parts = ["---\ntitle: All concepts\nhide: [toc]\n---\n\n# All concepts", _EDITORIAL]
    for scheme, (folder, title) in SCHEMES.items():
        concepts = sorted(atlas.kb.concepts.filter(scheme=scheme), key=lambda one: one.preferred_label.lower())
        rows = "".join(
            f'<li id="{concept_anchor(one.id)}">{_former(one)}'
            f'<a href="{link(one.id)}">{escape(one.preferred_label)}</a>'
            f' <span class="okb-count">{_times(atlas, one)}</span></li>'
            for one in concepts
        )
        parts.append(f'## [{title}]({folder}/index.md)\n\n<ul class="okb-index">{rows}</ul>')
    return "\n\n".join(parts) + "\n"


def _former(concept: okb.Concept) -> str:
    return "".join(f'<span id="{concept_anchor(old)}"></span>' for old in concept.former_ids)


def _times(atlas: Atlas, concept: okb.Concept) -> str:
    count = len(atlas.kb.mentions(concept, exact=True))
    return "not mentioned by itself" if count == 0 else f"{count} statement{'' if count == 1 else 's'}"


def _scheme(atlas: Atlas, scheme: okb.Scheme, title: str, concepts: okb.Concepts[okb.Concept]) -> str:
    path = f"concepts/{SCHEMES[scheme][0]}/index.md"
    link = atlas.href(path)
    roots = [one for one in concepts if not one.broader]
    tree = "".join(_branch(atlas, one, link) for one in roots)
    short = "\n\n".join(
        f"### {escape(one.preferred_label)} {{: #{concept_anchor(one.id)} }}\n\n{''.join(_about(atlas, one, link))}\n"
        f"{_mentions(atlas.kb.mentions(one, exact=True), link)}"
        for one in concepts
        if not atlas.has_page(one.id)
    )
    return (
        f"---\ntitle: {title}\n---\n\n# {title}\n\n{_WHAT[scheme]} {_EDITORIAL}\n\n"
        f'<ul class="okb-tree">{tree}</ul>\n\n## With fewer than three mentions\n\n{short}\n'
    )


def _branch(atlas: Atlas, concept: okb.Concept, link: Link) -> str:
    """Give a concept with those below it, as a nested list."""
    below = "".join(_branch(atlas, one, link) for one in atlas.kb.narrower(concept, transitive=False))
    inner = f"<ul>{below}</ul>" if below else ""
    count = f'<span class="okb-count">{len(atlas.kb.mentions(concept, exact=True))}</span>'
    return f'<li><a href="{link(concept.id)}">{escape(concept.preferred_label)}</a> {count}{inner}</li>'


def _about(atlas: Atlas, concept: okb.Concept, link: Link) -> Iterator[str]:
    """Yield what is known of a concept: its note, other labels, neighbours in the hierarchy."""
    if gloss := concept.definition or concept.scope_note:
        yield f'<p><span class="okb-editorial">Editors:</span> {escape(gloss)}</p>'
    rows = [
        ("Also", ", ".join(f"<q>{escape(label)}</q>" for label in concept.alternative_labels)),
        ("Broader", chips(atlas.kb, concept.broader, link)),
        ("Narrower", chips(atlas.kb, atlas.kb.narrower(concept, transitive=False).ids, link)),
    ]
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows if value)
    yield f'<dl class="okb-named">{cells}</dl>' if cells else ""


def _mentions(statements: Iterable[okb.Statement], link: Link) -> str:
    """Give where a concept is mentioned, in the words of the text."""
    rows = "".join(
        f'<li><p>{quotation(one)}</p><p class="okb-badges">{badge(one.kind, "kind")} '
        f'<a class="okb-anchor" href="{link(one.id)}">{passage_anchor(one.passage)}</a></p></li>'
        for one in statements
    )
    # The search finds these words on the page of the document.
    found = f'<ul class="okb-mentions" data-search-exclude>{rows}</ul>'
    return found if rows else "<p>Mentioned only through narrower concepts.</p>"


def _concept(atlas: Atlas, concept: okb.Concept) -> Iterator[str]:
    folder, title = SCHEMES[concept.scheme]
    path = f"concepts/{folder}/{slug(concept.id)}.md"
    link, kb = atlas.href(path), atlas.kb
    exact, wide = kb.mentions(concept, exact=True), kb.mentions(concept)
    yield f"---\ntitle: {concept.preferred_label}\n---"
    yield f"# {escape(concept.preferred_label)}"
    one = {"Technologies": "Technology"}.get(title, title.removesuffix("s"))
    yield f'<p class="okb-kicker"><a href="../">{one}</a> · <code>{concept.id}</code></p>'
    yield "".join(_about(atlas, concept, link))
    yield "## Where it is mentioned"
    for passage, statements in exact.group_by("passage").items():
        place = kb.passages[passage]
        heading = place.heading or (place.parent and kb.passages[place.parent].heading) or place.kind.replace("_", " ")
        yield f"### {escape(heading)} ({passage_anchor(passage)})"
        yield _mentions(statements, link)
    through = wide.where(lambda one: one not in exact)
    if through:
        yield "## Through narrower concepts"
        yield _mentions(through, link)
    yield from later_facts(kb, kb.context.filter(about=concept, exact=True))
