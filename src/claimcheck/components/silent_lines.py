"""Lines that state nothing by themselves: a line before a list, the title of a work, the head of a table."""

from claimcheck.components.facts import Facts
from claimcheck.components.idioms import OPEN_LEAD_IN, OTHER_LIST, STUDY_TITLE
from claimcheck.components.segments import Form
from claimcheck.components.sentences import ENDS_SENTENCE

LONGEST_HEAD = 4  # words in a cell of the row that names the columns


def is_open_lead_in(facts: Facts) -> bool:
    """Tell whether a line before a list says nothing without the list ("These cells can:")."""
    if facts.is_open is None:
        facts.is_open = facts.is_form(Form.LEAD_IN) and (
            len(facts.text.split()) < 4 or bool(OPEN_LEAD_IN.search(facts.lower) or OTHER_LIST.search(facts.lower))
        )
    return facts.is_open


def is_study_title(facts: Facts) -> bool:
    """Tell whether a line is the title of a work, which states nothing by itself."""
    is_before_reference = facts.following_citation_line is not None
    if not is_before_reference and "STUDY" not in facts.labels:
        return False
    if ENDS_SENTENCE.search(facts.text) or len(facts.text.split()) < 7:
        return False
    return is_before_reference or bool(STUDY_TITLE.search(facts.lower))


def is_table_head(facts: Facts) -> bool:
    """Tell whether a row names the columns of a table with figures: "Benefit | Patients | Time"."""
    if not facts.is_form(Form.ROW) or "comparative" in facts.ids or any(mark.isdigit() for mark in facts.text):
        return False
    if facts.index > 0 and facts.page.facts(facts.index - 1).is_form(Form.ROW):
        return False
    cells, below = _cells_of(facts), facts.index + 1
    if len(cells) < 2 or below == len(facts.page.units) or any(len(cell.split()) > LONGEST_HEAD for cell in cells):
        return False
    row = facts.page.facts(below)
    figures = [any(mark.isdigit() for mark in cell) for cell in _cells_of(row)]
    return row.is_form(Form.ROW) and len(figures) == len(cells) and any(figures)


def _cells_of(facts: Facts) -> list[str]:
    return [cell.strip() for cell in facts.text.replace("\t", "|").strip("| ").split("|")]
