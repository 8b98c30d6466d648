"""What holds for every input: no surprise on generated ones, and the same verdicts however a page is set."""

from importlib import import_module
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from claimcheck.check import check_text
from claimcheck.models import Stance

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
FOUND = sorted((Path(__file__).resolve().parent / "found").iterdir())
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(ROOT / "tools"))
    fuzz = import_module("fuzz")

UNRELATED = (
    "Our reception is open from nine to five. Parking is behind the house, and the garden was planted again in spring."
)
KNEE = """Knee pain

Our therapy:
- 85% of patients with knee osteoarthritis had less pain
- "I walk without a stick", says a patient's wife
- injections don't need surgery

Stem cells regenerate cartilage within 3 months. They are not approved by the FDA.
"""
SPINE = """Results

We treat spinal cord injury with 100 million stem cells. 7 out of 10 patients improved their AIS grade (Bydon 2024).
It isn't a cure; nobody can promise that you'll walk again.

- Guaranteed results
- No side effects in 250 patients

The clinic's "breakthrough" therapy reverses paralysis. In a phase 1 trial, 10 people were treated.
"""
PAGES = {**{path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES}, "knee": KNEE, "spine": SPINE}


def curl(text):
    """Set straight quotes as a word processor does."""
    opened = False
    letters = []
    for letter in text:
        if letter == '"':
            opened = not opened
            letter = "\u201c" if opened else "\u201d"
        letters.append("\u2019" if letter == "'" else letter)
    return "".join(letters)


CHANGES = {
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "cr": lambda text: text.replace("\n", "\r"),
    "bullet": lambda text: text.replace("\n- ", "\n\u2022 "),
    "star": lambda text: text.replace("\n- ", "\n* "),
    "dash": lambda text: text.replace("\n- ", "\n\u2013 "),
    "curly-quotes": curl,
    "no-break-blanks": lambda text: text.replace(" ", "\u00a0").replace("\n-\u00a0", "\n- "),
    "paragraph-before": lambda text: f"{UNRELATED}\n\n{text}",
    "paragraph-after": lambda text: f"{text}\n\n{UNRELATED}\n",
}


def judge(text):
    """Return each claim of a page with its verdict, its words without regard to blanks and quotes."""
    plain = str.maketrans({"\u2019": "'", "\u201c": '"', "\u201d": '"'})
    found = []
    for assessment in check_text(text).assessments:
        words = " ".join(assessment.claim.text.translate(plain).split())
        found.append((words, assessment.claim.stance.value, assessment.verdict.value))
    return found


@pytest.mark.parametrize("name", fuzz.PROPERTIES)
def test_generated_inputs(name):
    """No input makes a traceback; offsets slice back, the JSON fits its schema, and comes out the same twice."""
    strategy, check = fuzz.PROPERTIES[name]
    options = settings(
        max_examples=40,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )

    options(given(strategy)(check))()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_found_inputs(path):
    """What once broke a promise keeps it."""
    fuzz.hold(path.read_bytes(), path.name)


def test_a_broken_promise_is_found(monkeypatch):
    """The properties can fail: a report whose places are off by one does not pass."""
    monkeypatch.setattr(fuzz, "find_slices", lambda report: [(report["source"]["text"], 1, 2)])

    with pytest.raises(AssertionError):
        fuzz.check_plain_text(fuzz.EXAMPLE)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("page", PAGES)
def test_setting_changes_no_verdict(page, change):
    """Line ends, bullets, quotes, blanks and what else stands on the page leave the verdicts of its claims alone."""
    found = judge(PAGES[page])

    assert found != []
    assert judge(CHANGES[change](PAGES[page])) == found


PARAGRAPHS = (
    "Stem cells cure paralysis after spinal cord injury.",
    "With stem cells 90% of patients improved their AIS grade (Bydon et al., Nature Communications 2024).",
    "Stem cell therapy is not approved by the FDA for spinal cord injury.",
    "Stem cells may improve bladder function in people with spinal cord injury.",
)


@pytest.mark.parametrize("order", list(permutations(range(4)))[1::5])
def test_order_changes_no_verdict(order):
    """Paragraphs that each say what they are about may change places."""
    found = judge("\n\n".join(PARAGRAPHS))

    assert len(found) == len(PARAGRAPHS)
    assert judge("\n\n".join(PARAGRAPHS[place] for place in order)) == [found[place] for place in order]


@pytest.mark.parametrize(
    "number, verdict",
    [
        ("7 of 10", "early-evidence"),
        ("8 of 10", "misquoted"),
        ("10 of 10", "misquoted"),
        ("70%", "early-evidence"),
        ("80%", "misquoted"),
        ("99%", "misquoted"),
    ],
)
def test_number_past_the_study_is_misquoted(number, verdict):
    """A number that is the study's own is right; one past it is not."""
    text = f"We treat spinal cord injury with stem cells. With stem cells {number} patients improved their AIS grade"

    assert [one[2] for one in judge(f"{text} (Bydon et al., Nature Communications 2024).")] == [verdict]


@pytest.mark.parametrize(
    "asserted, negated",
    [
        ("Stem cells cure spinal cord injury.", "Stem cells do not cure spinal cord injury."),
        ("Stem cells are a cure for autism.", "Stem cells are not a cure for autism."),
        ("Stem cells can restore walking.", "Stem cells cannot restore walking."),
        ("Our stem cells regenerate cartilage.", "Our stem cells do not regenerate cartilage."),
        ("Stem cells improve motor function.", "Stem cells don\u2019t improve motor function."),
        (
            "Stem cell therapy has been shown to repair nerves.",
            "Stem cell therapy has not been shown to repair nerves.",
        ),
        ("Stem cells will reverse paralysis.", "Stem cells will never reverse paralysis."),
        ("There is proof that stem cells reverse paralysis.", "There is no proof that stem cells reverse paralysis."),
        ("Stem cells reduced pain in 80% of patients.", "Stem cells did not reduce pain in 80% of patients."),
        ("Stem cell therapy is approved by the FDA.", "Stem cell therapy is not approved by the FDA."),
    ],
)
def test_denial_flips_the_stance(asserted, negated):
    """A sentence and its denial are both claims, of opposite stance."""
    stances = [[a.claim.stance for a in check_text(text).assessments] for text in (asserted, negated)]

    assert stances == [[Stance.ASSERTED], [Stance.NEGATED]]


HONEST = (
    "Beware of clinics that promise to cure paralysis with stem cells.",
    "Some clinics claim that stem cells regenerate the spinal cord; no trial has shown this.",
    "Be sceptical of anyone who guarantees that you will walk again.",
    "Advertisements say that stem cells cure autism, but there is no good evidence for it.",
    "The trial is testing whether stem cells improve movement.",
    "Researchers hope that stem cells will one day repair the spinal cord.",
    "We do not know yet whether the cells help.",
    "It is too early to say whether stem cells slow ALS.",
    "In mice, stem cells restored some movement.",
    "Patients who were treated abroad have developed tumours in the spine.",
    "Many people recover some function in the first year without any cells.",
    "The study had no control group, so the gains may have come from rehabilitation.",
    "Improvements were seen in both groups, with no difference between them.",
    "Stem cell therapy is experimental and should only be given in a trial.",
    "The FDA has not approved any stem cell product for spinal cord injury.",
    "Maria says she can move her toes again since the injections.",
    "My son spoke his first words two months after the cord blood.",
    "Our clinic has treated more than 2,000 patients since 2010.",
    "The aim of our study is to find out whether the cells are safe.",
    "A testimonial cannot show that a treatment works.",
    "If a clinic tells you that its cells rebuild nerves, ask for the published trial.",
    "Nobody can promise that you will walk again after stem cells.",
    "The claim that exosomes regrow hair rests on a few small studies.",
    "Critics say the clinic's promise of recovery goes beyond the evidence.",
    "The placebo group improved as much as the group that was given cells.",
    "No cell therapy has been shown to reverse dementia.",
    "We cannot offer you a cure.",
    "Some patients improved, others did not, and a few got worse.",
    "Transplanted cells rarely survive for more than a few weeks.",
    "Blood stem cell transplantation can cure some leukaemias.",
)
PAGE_AROUND = """Stem cell treatment for spinal cord injury

This page is about stem cells for people with an injured spinal cord. {} Ask your doctor before you decide.
"""


@pytest.mark.parametrize("page", ["{}", PAGE_AROUND], ids=["alone", "page"])
@pytest.mark.parametrize("sentence", HONEST)
def test_honest_sentences_are_not_accused(sentence, page):
    """Warnings, denials, aims, stories, harms and recovery without cells go no further than the evidence."""
    verdicts = {one[2] for one in judge(page.format(sentence))}

    assert not verdicts & {"contradicted", "misquoted", "overstated"}
