"""What ``claimcheck explain`` prints."""

from typing import get_args

import pytest
from typer.testing import CliRunner

from claimcheck import cli
from claimcheck.explain import all_pages, explain, find_nearest, find_pages, fold, list_names, to_plain
from claimcheck.models import Kind, Stance, Strength, Verdict
from claimcheck.rows import Design, Permitted, Record
from claimcheck.wording import CITATION_WORDS, ROLE_WORDS

TERMS = [page for page in all_pages() if page.group == "term"]
READ = get_args(get_args(Record.model_fields["read"].annotation)[0])
BASIS = get_args(get_args(Record.model_fields["design_basis"].annotation)[0])
CLOSED_LISTS = {
    "verdict": [verdict.value for verdict in Verdict],
    "kind": [kind.value for kind in Kind],
    "stance": [stance.value for stance in Stance],
    "strength": [strength.value for strength in Strength],
    "design": list(get_args(Design)),
    "permitted": [name for name in get_args(Permitted) if name != "none"],
    "role": list(ROLE_WORDS),
    "citation status": list(CITATION_WORDS),
    "read depth": list(READ),
    "design basis": list(BASIS),
}


@pytest.fixture
def run():
    """Run the command line."""
    return lambda *args: CliRunner().invoke(cli.app, ["explain", *args], prog_name="claimcheck")


@pytest.mark.parametrize("names", CLOSED_LISTS.values(), ids=CLOSED_LISTS)
def test_every_word_of_the_output_is_explained(names):
    """Whatever the closed lists can print has a page."""
    assert [name for name in names if not find_pages(name)] == []


def test_every_page_is_found_by_its_name():
    """No page is hidden, and no two terms share a name."""
    names = [name for page in TERMS for name in {fold(name) for name in (page.name, *page.aliases)}]

    assert [page.name for page in all_pages() if page not in find_pages(page.name)] == []
    assert sorted(names) == sorted(set(names))


def test_terms_are_in_alphabetical_order():
    """The glossary is sorted."""
    names = [page.name.casefold() for page in TERMS]

    assert names == sorted(names)


def test_explain_prints_the_page(run):
    """A term is found whatever its case, and printed without links."""
    result = run("Confidence", "Interval")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "### confidence interval\n"
        "Also: interval, 95% interval, CI\n\n"
        "The range in which the true figure may well lie, given how few people were studied. 7 of 10 is 70%, but its "
        "95% interval\nruns from 35% to 93%.\n"
    )


def test_explain_prints_every_page_of_a_name(run):
    """A name that is both a verdict and a rule gives both."""
    pages = find_pages("contradicted")

    assert [page.group for page in pages] == ["verdict", "rule"]
    assert run("contradicted").stdout == "\n".join(to_plain(page.text) for page in pages)


@pytest.mark.parametrize("name", [page.name for page in all_pages() if page.group != "term"])
def test_pages_have_no_marks_left(name):
    """Nothing is left to fill in, and no link or comment reaches the terminal."""
    text = explain(name)

    assert [mark for mark in ("{", "}", "](", "<!--") if mark in text] == []


def test_explain_unknown_name(run):
    """An unknown name ends with 2 and offers the nearest."""
    result = run("overstaetd")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("claimcheck: nothing is called 'overstaetd'. Nearest: overstated")


def test_find_nearest_of_nonsense():
    """What is like nothing gets no offer."""
    assert find_nearest("xqzw") == []


def test_explain_nothing_lists_names(run):
    """Without a name, all of them are listed by group."""
    result = run()

    assert (result.exit_code, result.stdout) == (0, list_names())
    assert result.stdout.startswith("verdicts\n  contradicted\n  misquoted\n")
