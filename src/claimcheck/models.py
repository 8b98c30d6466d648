"""The records that pass between stages. Offsets are Unicode code points, 0-based, end exclusive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType


class Kind(str, Enum):
    """What a claim is about."""

    QUANTITATIVE = "quantitative"
    EFFICACY = "efficacy"
    MECHANISM = "mechanism"
    SAFETY = "safety"
    STATUS = "status"
    TESTIMONIAL = "testimonial"


class Stance(str, Enum):
    """How the sentence puts its proposition."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    NEGATED = "negated"
    AIM = "aim"
    CRITICISM = "criticism"
    QUESTION = "question"


class Strength(str, Enum):
    """How much the wording promises, strongest first."""

    GUARANTEE = "guarantee"
    CERTAIN = "certain"
    ASSERTED = "asserted"
    HEDGED = "hedged"
    AIM = "aim"
    CAVEAT = "caveat"


FIRM = frozenset({Strength.CERTAIN, Strength.GUARANTEE})


class Verdict(str, Enum):
    """Outcome of judging a claim, worst first."""

    CONTRADICTED = "contradicted"
    MISQUOTED = "misquoted"
    OVERSTATED = "overstated"
    NO_EVIDENCE_FOUND = "no-evidence-found"
    EARLY_EVIDENCE = "early-evidence"
    NOT_CHECKABLE = "not-checkable"
    SUPPORTED = "supported"

    @property
    def severity(self) -> int:
        """Rank among verdicts: 0 is the worst."""
        return list(Verdict).index(self)


ACCUSING = frozenset({Verdict.CONTRADICTED, Verdict.MISQUOTED, Verdict.OVERSTATED})


# How a careful reader would take a sentence, whatever the evidence says.
READINGS: Mapping[str, str] = MappingProxyType(
    {
        "promise": "a promise, to be held against the evidence",
        "unsourced": "something definite without a source",
        "early-result": "a result told with care, or of an early study",
        "talk": "a story, praise, an opinion or a description of oneself",
        "fact": "information or a caution, which promises nothing",
    }
)


@dataclass(frozen=True)
class Origin:
    """Where in the original some text stood, as far as its format tells."""

    start: int = 0  # offset into Document.text; what follows, up to the next origin, stood here
    page: int | None = None  # from 1
    line: int | None = None  # from 1: of the file, of the HTML source, or of the page
    element: str | None = None  # what it was: "li", "img alt", "table row", "header"


@dataclass(frozen=True)
class Document:
    """Text to check and where it came from."""

    text: str
    name: str
    media_type: str = "text/plain"
    sha256: str = ""  # of the bytes that were read
    notes: tuple[str, ...] = ()  # what the reader had to do, for a message on stderr
    origins: tuple[Origin, ...] = ()  # in order of start; empty where the text is the original


@dataclass(frozen=True)
class Quantity:
    """A number in the text with its meaning."""

    text: str
    start: int
    end: int
    type: str  # percent, count, ratio, fold, duration, participants, dose, score, p-value, interval
    value: float | None  # percent for type percent and ratio; months for duration; a count otherwise
    low: float | None = None  # of a range, same unit as value
    high: float | None = None
    unit: str | None = None
    approximator: str | None = None  # over, up-to, at-least, at-most, nearly, about, under
    numerator: int | None = None
    denominator: int | None = None
    of: str | None = None  # what it is a share of, as written


@dataclass(frozen=True)
class Cue:
    """Words that decided something about a claim."""

    text: str
    start: int
    end: int
    category: str


@dataclass(frozen=True)
class Citation:
    """A study that the page names."""

    text: str
    start: int
    end: int
    type: str  # doi, pmid, pmcid, nct, author-year, journal-year, study-name
    identifier: (
        str  # normalised: "10.1/x", "12345", "PMC1", "NCT00000000", "Shang 2022", "BMC Medicine 2022", "CELLTOP"
    )
    year: int | None = None
    authors: tuple[str, ...] = ()
    journal: str | None = None


@dataclass(frozen=True)
class Claim:
    """A sentence or list item that says something about a treatment."""

    id: str
    text: str
    start: int
    end: int
    section: str | None
    kind: Kind
    stance: Stance
    strength: Strength
    quantities: tuple[Quantity, ...] = ()
    concepts: Mapping[str, Sequence[str]] = field(default_factory=dict)  # condition, intervention, outcome -> ids
    cues: tuple[Cue, ...] = ()
    citations: tuple[Citation, ...] = ()  # in the sentence, or in the citation line right after it
    features: frozenset[str] = frozenset()  # names of what fired, see docs/extraction.md
    confidence: float = 1.0  # probability that the sentence is a claim at all, 0-1
    readings: Mapping[str, float] = field(default_factory=dict)  # probability of each of READINGS, 0-1
    stance_by_cues: Stance | None = None  # what the cues alone say, where the wording as a whole overruled them
    kind_by_rules: Kind | None = None  # the same of the kind


@dataclass(frozen=True)
class Extraction:
    """Everything read from one text, free of spaCy."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    conditions: tuple[str, ...]  # concept ids of the page, commonest first
    interventions: tuple[str, ...]
    sentences: int  # units read
    numbers_not_understood: tuple[Quantity, ...] = ()
    quantities: tuple[Quantity, ...] = ()  # of the whole page
    names_treatment: bool = True  # anywhere


@dataclass(frozen=True)
class EvidenceLink:
    """One record shown beside a claim."""

    id: str
    role: str  # cited, supports, against, context, candidate
    score: float  # agreement of concepts or of names, 0-100


@dataclass(frozen=True)
class CitationCheck:
    """What a citation of the page turned out to be."""

    citation: Citation
    status: str  # matches, title-altered, different-work, known-not-assessed, unknown, retracted, unchecked
    record: str | None = None
    claimed: str | None = None
    actual: str | None = None


@dataclass(frozen=True)
class Match:
    """What of the evidence base bears on a claim."""

    finding: str | None
    score: float  # 0-100
    runner_up: str | None
    runner_up_score: float
    links: tuple[EvidenceLink, ...]
    checks: tuple[CitationCheck, ...] = ()
    condition_covered: bool = True
    treatment_named: bool = True  # anywhere on the page
    described: str | None = None  # a record whose figures the claim repeats without naming it


@dataclass(frozen=True)
class Comparison:
    """A claimed number beside the study's own. Percentages 0-100."""

    claimed: str
    study: str
    numerator: int | None
    denominator: int | None
    ci_low: float | None
    ci_high: float | None
    record: str


@dataclass(frozen=True)
class Assessment:
    """A judged claim."""

    claim: Claim
    match: Match
    verdict: Verdict
    also: tuple[Verdict, ...]
    rule: str
    rationale: str
    permitted_strength: str | None = None
    certainty: str | None = None
    comparison: Comparison | None = None
    natural_recovery: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True)
class RedFlag:
    """A warning from the wording alone."""

    id: str
    text: str
    start: int  # character offset into the document's text
    end: int  # exclusive
    message: str


@dataclass(frozen=True)
class ChecklistItem:
    """Something a reader needs to know, and whether the page says it."""

    id: str
    question: str
    met: bool
    where: tuple[int, int] | None = None  # offsets of the place that answers it
    ask: str = ""  # to put to the clinic when the page does not say it
