"""What mypy refuses: if it let one of these pass, it would call the comment that silences it unused, and fail."""

from pathlib import Path

import octopus_kb as okb


def misspelt(kb: okb.KnowledgeBase) -> None:
    """A criterion, a facet or a name that there is not."""
    kb.statements.filter(topics="topic:ransomware")  # type: ignore[call-arg]
    kb.statements.filter(knid="threat")  # type: ignore[call-arg]
    kb.passages.filter(topic="topic:ransomware")  # type: ignore[call-arg]
    kb.actors.filter(including_wider=True)  # type: ignore[call-arg]
    kb.statements.count_by("topics")  # type: ignore[arg-type]
    kb.statements.group_by("proposition")  # type: ignore[arg-type]
    kb.actors.count_by("kind")  # type: ignore[arg-type]
    kb.editions.filter(edition="octopus-2021")  # type: ignore[attr-defined]
    kb.statments  # type: ignore[attr-defined]  # noqa: B018 - it is the name that is wrong
    okb.Statments  # type: ignore[attr-defined]  # noqa: B018 - likewise


def misplaced(kb: okb.KnowledgeBase) -> None:
    """A value of the wrong type, or a criterion without its name."""
    kb.statements.filter("topic:ransomware")  # type: ignore[call-arg]
    kb.statements.filter(topic=5)  # type: ignore[arg-type]
    kb.statements.filter(kind=[5])  # type: ignore[list-item]
    kb.statements.filter(exact="yes")  # type: ignore[arg-type]
    kb.concepts.filter(label=["cybercrime"])  # type: ignore[arg-type]
    kb.statements[1.5]  # type: ignore[call-overload]
    kb[0]  # type: ignore[index]
    kb.items(5)  # type: ignore[arg-type]
    kb.reading(kb.statements[0])  # type: ignore[arg-type]
    okb.load(["octopus-2021"])  # type: ignore[arg-type]
    okb.load_bundle(5)  # type: ignore[arg-type]
    kb.statements + kb.passages  # type: ignore[operator]
    kb.statements.where(lambda one: one.heading)  # type: ignore[attr-defined]


def missing(kb: okb.KnowledgeBase) -> None:
    """A record without what it must have, or what may be None taken for granted."""
    okb.Quote()  # type: ignore[call-arg]
    okb.Quote("words")  # type: ignore[call-arg]
    okb.Participant(role=okb.Role.AGENT)  # type: ignore[call-arg]
    okb.Quote(text="words", span=())  # type: ignore[call-arg]
    okb.Participant(role="agent", actor="actor:states")  # type: ignore[arg-type]
    kb.statements.first().quote  # type: ignore[union-attr]  # noqa: B018 - it is the access that is wrong
    kb.recommendations[0].directive.strength  # type: ignore[union-attr]  # noqa: B018 - likewise
    kb["km1"].heading  # type: ignore[union-attr]  # noqa: B018 - likewise


def frozen(kb: okb.KnowledgeBase) -> None:
    """Nothing that was loaded can be changed."""
    kb.statements[0].note = "Mine."  # type: ignore[misc]
    kb.statements[0].evidence[0].text = "Other words."  # type: ignore[misc]
    kb.statements[0].topics.append("topic:ransomware")  # type: ignore[attr-defined]
    kb.statements[0] = kb.statements[1]  # type: ignore[index]
    del kb.statements[0]  # type: ignore[attr-defined]
    kb.statements.ids = ()  # type: ignore[misc]
    kb.bundles = ()  # type: ignore[misc]
    kb.source().text = Path("other.txt").read_text("utf-8")  # type: ignore[misc]


def undecided(kb: okb.KnowledgeBase) -> None:
    """A date is compared with a date, a quantity with a number."""
    kb.editions[0].conference.dates.before("2022")  # type: ignore[arg-type]
    kb.editions[0].conference.participants.at_least("1000")  # type: ignore[arg-type]
    okb.PartialDate(2021)  # type: ignore[arg-type]
