"""Finding records: by name, by what they are about, by words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from claimcheck.errors import UnknownNameError
from claimcheck.evidence import ROLES, EvidenceBase
from claimcheck.resources import concepts
from claimcheck.rows import Design, Finding, Record

NEAREST = 5  # names offered for one that is not known
MOST_MEANT = 10  # ids listed where a name means several
LIKE = 65.0  # fuzz.ratio from which a name is offered
NEAR = 80.0  # fuzz.ratio from which another word is searched in place of one that nothing has
NEAR_WORDS = 3  # words searched in place of one
LONG = 4  # letters from which a word may be the beginning of another, or be misspelt

_ACCENTS = re.compile("[\u0300-\u036f]+")
_TOKEN = re.compile(r"\w+")
_PREFIX = re.compile(
    r"""
    (?<! \s ) \s* (?: https?:// )?                                     # an address
    (?: (?: dx\. )? doi\.org/ | pubmed\.ncbi\.nlm\.nih\.gov/ | clinicaltrials\.gov/study/
      | (?: www\. | pmc\. )? ncbi\.nlm\.nih\.gov/ (?: pmc/ )? (?: articles | pubmed ) /
      | (?: doi | pmid | pmcid | nct ) \s* : \s*                        # a label
      | pmid \s+
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """What a search gave."""

    records: tuple[Record, ...]
    replaced: tuple[tuple[str, tuple[str, ...]], ...] = ()  # a word that nothing has, and those searched instead


def find_records(name: str, base: EvidenceBase) -> list[Record]:
    """Return the records that a name means: one by id, alias or identifier, all of an acronym or a trial number.

    "Srivastava 2019" and "srivastava-2019" are the same name. The beginning of an id names it if it names one only.

    Raises:
        UnknownNameError: it means none, or it may mean several.
    """
    if exact := _find_exact(name, base):
        return sorted(exact, key=lambda record: (-(record.year or 0), record.id))
    slug = _slug(name)
    begun = [record for record in base.records.values() if slug and f"{record.id}-".startswith(f"{slug}-")]
    if len(begun) > 1:
        ids = ", ".join(record.id for record in begun[:MOST_MEANT]) + (" …" if len(begun) > MOST_MEANT else "")
        raise UnknownNameError(f"{name!r} may mean {len(begun)} records; give the id of one: {ids}", ())
    if not begun:
        raise UnknownNameError(f"no record is called {name!r}.", suggest_names(name, base))
    return begun


def _find_exact(name: str, base: EvidenceBase) -> list[Record]:
    wanted = _PREFIX.sub("", name, count=1).strip().rstrip("/").lower()
    for known in (wanted, _slug(name)):
        if known in base.by_alias:
            return [base.by_alias[known]]
    identified = [record for record in base.records.values() if wanted in _identifiers(record)]
    return identified or [record for record in base.records.values() if wanted in map(str.lower, record.names)]


def _slug(name: str) -> str:
    return "-".join(_TOKEN.findall(fold(name)))


def suggest_names(name: str, base: EvidenceBase) -> list[str]:
    """Return ids, identifiers and acronyms that look like a name, nearest first."""
    names = {fold(known): known for record in base.records.values() for known in _all_names(record)}
    return [names[match] for match in _nearest(fold(name), list(names))]


def find_concept(name: str, label: str) -> str:
    """Return the id of the concept that is called so: by its id or its name, in any case.

    Raises:
        UnknownNameError: there is none.
    """
    wanted = fold(name).replace("-", " ")
    known = [concept for concept in concepts().values() if concept.label == label]
    for concept in known:
        if wanted in (concept.id.replace("-", " "), fold(concept.name).replace("-", " ")):
            return concept.id
    raise UnknownNameError(f"no {label.lower()} is called {name!r}.", _nearest(name, [row.id for row in known]))


def select_named(
    base: EvidenceBase, condition: str | None, intervention: str | None, design: str | None, year: int | None
) -> list[Record]:
    """Return the records of a condition, an intervention (narrower ones included), a design and a year.

    Raises:
        UnknownNameError: a name is not known.
    """
    records = list(base.records.values())
    if condition is not None:
        conditions = narrower(find_concept(condition, "CONDITION"))
        records = [record for record in records if not conditions.isdisjoint(record.conditions)]
    if intervention is not None:
        interventions = narrower(find_concept(intervention, "INTERVENTION"))
        records = [record for record in records if not interventions.isdisjoint(record.interventions)]
    if design is not None:
        if design not in get_args(Design):
            raise UnknownNameError(f"no design is called {design!r}.", _nearest(design, get_args(Design)))
        records = [record for record in records if record.design == design]
    return [record for record in records if year is None or record.year == year]


def narrower(concept: str) -> frozenset[str]:
    """Return a concept and everything under it."""
    found = {concept}
    while more := {row.id for row in concepts().values() if row.parent in found} - found:
        found |= more
    return frozenset(found)


def findings_of(record: Record, base: EvidenceBase) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    """Yield the findings that rest on a record, each with the ways in which it does."""
    for finding in base.findings.values():
        roles = tuple(role for role in ROLES if record.id in getattr(finding, role))
        if any(rate.record == record.id for rate in finding.natural_recovery):
            roles += ("natural_recovery",)
        if roles:
            yield finding, roles


def search_records(words: str, base: EvidenceBase) -> Found:
    """Return the records that have every word, those with it in title or names first, then the newest.

    A word may be the beginning of a longer one. A word that no record has is searched as those that look like it.
    """
    if any(character.isdigit() for character in words) and (exact := _find_exact(words, base)):
        return Found(tuple(exact))
    wanted = _TOKEN.findall(fold(words))
    texts = [(record, _text(record)) for record in base.records.values()]
    choices: list[tuple[str, ...]] = []
    replaced = []
    for word in wanted:
        near: tuple[str, ...] = (word,)
        if not any(_has(text, word) for _, text in texts):
            near = _near_words(word, (text for _, text in texts))
            replaced.append((word, near))
        choices.append(near)
    hits = [record for record, text in texts if wanted and all(any(_has(text, w) for w in near) for near in choices)]
    return Found(tuple(sorted(hits, key=lambda record: _rank(record, choices))), tuple(replaced))


def fold(text: str) -> str:
    """Return a text in lower case and without accents.

    >>> fold("Sánchez-Díaz")
    'sanchez-diaz'
    """
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def _text(record: Record) -> str:
    """Return the searched words of a record, each after a blank."""
    known = concepts()
    about = [known[name].name for name in (*record.conditions, *record.interventions) if name in known]
    parts = (record.id, record.title, record.authors, record.journal, *record.names, *about, record.condition_text)
    text = " ".join(part for part in (*parts, record.bottom_line, str(record.year or "")) if part)
    return f" {' '.join(_TOKEN.findall(fold(text)))} "


def _nearest(name: str, names: Sequence[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    matches = process.extract(fold(name), names, scorer=fuzz.ratio, score_cutoff=LIKE, limit=NEAREST)
    return [match for match, _, _ in matches]


def _has(text: str, word: str) -> bool:
    return (f" {word}" if len(word) >= LONG else f" {word} ") in text


def _near_words(word: str, texts: Iterable[str]) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    if len(word) < LONG:
        return ()
    words = {known for text in texts for known in text.split() if len(known) >= LONG}
    matches = process.extract(word, sorted(words), scorer=fuzz.ratio, score_cutoff=NEAR, limit=NEAR_WORDS)
    return tuple(match for match, _, _ in matches)


def _rank(record: Record, choices: Sequence[Sequence[str]]) -> tuple[int, int, str]:
    head = f" {' '.join(_TOKEN.findall(fold(' '.join([record.title or '', *record.names, record.authors or '']))))} "
    missed = sum(not any(_has(head, word) for word in near) for near in choices)
    return missed, -(record.year or 0), record.id


def _identifiers(record: Record) -> set[str]:
    values = (record.doi, record.pmid, record.pmcid, *record.registry)
    return {value.lower() for value in values if value}


def _all_names(record: Record) -> list[str]:
    values = (record.doi, record.pmid, record.pmcid, *record.registry, *record.names, *record.aliases)
    return [record.id, *(value for value in values if value)]
