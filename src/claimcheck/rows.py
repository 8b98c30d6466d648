"""Rows of the files in data/: one model a file. data/SCHEMA.md says what each field means."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Design = Literal[
    "systematic-review-of-rcts",
    "rct",
    "randomised-crossover",
    "non-randomised-controlled-trial",
    "systematic-review-of-mixed-designs",
    "cohort",
    "single-arm-trial",
    "registry-study",
    "case-series",
    "case-report",
    "animal-study",
    "in-vitro-study",
    "narrative-review",
    "guideline",
    "regulatory-notice",
    "content-analysis",
]
Phase = Literal["1", "1a", "1b", "1/2", "1/2a", "1b/2a", "2", "2a", "2b", "2/3", "2b/3", "3", "4"]
Permitted = Literal["none", "aim", "hedged", "asserted", "certain"]
PERMITTED_ORDER: tuple[Permitted, ...] = get_args(Permitted)  # from the weakest wording to the strongest


class Row(BaseModel):
    """Base of all rows: unknown fields are errors, values are not changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ConceptRow(Row):
    """A thing that claims and findings are about."""

    id: Id
    label: Literal["CONDITION", "INTERVENTION", "OUTCOME"]
    name: str
    parent: Id | None
    group: Literal["benefit", "mechanism", "safety", "status"] | None = None  # of outcomes


class LexiconRow(Row):
    """Words that name a concept. ``{a,b}`` in a pattern expands, as in a shell."""

    label: str
    pattern: str
    id: Id
    case: bool = False  # match exactly as written


class SignalRow(Row):
    """Weight of a yes-or-no about a unit in deciding whether it is a claim."""

    id: Id
    weight: float  # log-odds
    note: str


class ReadingRow(Row):
    """Weights of a word, a pair of words, a concept, a signal or a kind in deciding how a sentence is put and read."""

    id: str  # "bias", or a feature: "word:cure", "pair:we offer", "concept:pain", "signal:effect", "kind:safety"
    claim: float = 0.0  # log-odds of being a claim at all
    page: float = 0.0  # weight in deciding whether a page is about a treatment
    readings: dict[str, float] = {}  # log-odds of each reading; left out: 0
    stances: dict[str, float] = {}  # for each stance, to be added up and compared; left out: 0
    kinds: dict[str, float] = {}  # the same for each kind


class RecordWeightRow(Row):
    """How much a feature of a claim speaks for showing each record."""

    id: str  # the feature, or "any-record" for those that do not depend on the record
    weights: dict[str, float]  # log-odds by record, of "any-record" by feature; left out: 0


class CueRow(Row):
    """Words that change how a proposition is put (a ConText rule)."""

    category: str
    literal: str
    direction: Literal["forward", "backward", "both", "event", "terminate", "pseudo", "sentence"]
    case: bool = False


class Outcome(Row):
    """One result of a study, as printed in the source."""

    measure: str
    outcome: Id | None = None  # concept id
    result: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    percent: float | None = None  # 0-100
    ci_low: float | None = None  # of the percentage or of the difference, see unit
    ci_high: float | None = None
    unit: str | None = None  # of ci_low and ci_high; null means percent
    p_value: str | None = None
    group: str | None = None


class Source(Row):
    """Where facts were read, and which."""

    url: str
    read: str


class Record(Row):
    """A study, review, guideline, notice or harm report."""

    id: Id
    aliases: list[Id] = []
    assessed: bool  # false: we know the work exists, nobody read it
    type: Literal[
        "study",
        "review",
        "guideline",
        "regulation",
        "harm-report",
        "natural-history",
        "preclinical",
        "marketing-study",
    ]
    title: str | None
    title_exact: bool
    authors: str | None
    year: int | None
    journal: str | None
    volume_pages: str | None
    names: list[str] = []  # acronyms or programme names people use for it, such as CELLTOP
    doi: str | None
    pmid: str | None
    pmcid: str | None
    registry: list[str] = []
    conditions: list[Id]  # concept ids
    interventions: list[Id]
    condition_text: str | None
    design: Design | None
    design_basis: Literal["read", "inferred"] | None
    phase: Phase | None
    randomised: bool | None
    controlled: bool | None
    blinding: str | None
    n: int | None  # people (or studies, animals) the results rest on
    n_kind: Literal["people", "studies", "animals", "websites", "cases"] | None
    n_enrolled: int | None
    n_treated: int | None
    n_control: int | None
    n_studies: int | None = None  # of a review
    n_uncontrolled: int | None = None  # studies of a review without a comparison group
    population: str | None
    cell_type: str | None
    cell_source: str | None
    route: str | None
    dose: str | None
    comparator: str | None
    follow_up_months: float | None
    primary_endpoint: str | None
    outcomes: list[Outcome] = []
    safety: str | None
    bottom_line: str
    limits: list[str] = []
    status: (
        Literal[
            "published",
            "corrected",
            "terminated",
            "retracted",
            "expression-of-concern",
            "in-force",
            "registered",
        ]
        | None
    )
    status_checked_on: str | None  # ISO date of a retraction check; null: not checked
    read: Literal["full-text", "abstract", "secondary"] | None
    sources: list[Source]


class Permits(Row):
    """Strongest wording that the evidence allows, by what the sentence is about."""

    people: Permitted
    laboratory: Permitted
    caveat: Permitted


class NaturalRecovery(Row):
    """A rate without the treatment: of recovery, or of response to placebo. Percent, 0-100."""

    low: float
    high: float
    outcome: str
    outcome_concept: Id | None = None
    grade: str | None
    since_injury: str | None  # or since onset
    population: str | None = None
    record: Id


class Finding(Row):
    """A question that the evidence base answers."""

    id: Id
    question: str
    answer: str
    conditions: list[Id]  # empty: any condition
    interventions: list[Id]  # empty: any intervention
    outcomes: list[Id]  # claims about any of these may be answered by it
    studies: list[Id] = []  # the finding is about these records and answers claims that cite them
    certainty: Literal["high", "moderate", "low", "very-low", "none"]
    certainty_basis: Literal["review", "our-rating"]
    permits: Permits
    supports: list[Id]  # records that support the benefit or proposition asked about
    against: list[Id]
    context: list[Id] = []
    refuted_by: list[Id] = []  # of `against`: controlled, read, and excluding the benefit
    established: bool = False  # standard therapy: a flat claim of benefit is supported
    natural_recovery: list[NaturalRecovery] = []


class RedFlagRow(Row):
    """A text-only warning with sentences that must fire it and that must not."""

    id: Id
    name: str
    message: str
    patterns: list[str]  # literals with {a,b} expansion
    unless: list[str] = []  # literals in the same sentence that silence it
    fires: list[str]
    silent: list[str]
    source: str
    conditions_at_least: int | None = None  # fires on the number of conditions a page names, not on words


class ChecklistRow(Row):
    """Something a reader needs to know, and by what it is seen that a page says it."""

    id: Id
    question: str
    ask: str  # to put to the clinic when the page does not say it
    patterns: list[str]  # literals with {a,b} expansion
    citation_types: list[str]  # types of models.Citation
    quantity_types: list[str]  # types of models.Quantity; "other:price" adds the unit


class PhraseRow(Row):
    """A set of wordings with sentences that must hold one and that must not."""

    id: Id
    note: str
    phrases: list[str]  # literals with {a,b} expansion
    fires: list[str]
    silent: list[str]


class LanguageRow(Row):
    """The commonest words of a language, by which a text in it is told."""

    id: Id
    name: str
    words: list[str]  # lower case, none that is a common English word


class VerdictRow(Row):
    """One row of the decision table: the first whose predicates all hold decides."""

    id: Id
    when: list[str]  # names of predicates in predicates.py; "!" in front negates
    verdict: Literal[
        "contradicted",
        "misquoted",
        "overstated",
        "no-evidence-found",
        "early-evidence",
        "not-checkable",
        "supported",
    ]
    rationale: str  # template, {fields} named in SCHEMA.md
    would_support: str | None = None  # what would support the claim
