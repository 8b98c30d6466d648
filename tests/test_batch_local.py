"""The engine of one machine: order, bounds, and processes that die."""

import json
import os
import signal
import threading
import time

import pytest

from claimcheck import check
from claimcheck.batch import local
from claimcheck.batch.checking import check_item, warm_up
from claimcheck.batch.items import Item, Settings
from claimcheck.batch.local import check_locally

TEXTS = [f"Stem cells may help {number} of 40 patients after spinal cord injury.".encode() for number in range(30)]
ITEMS = [Item(str(number), "site", text=text) for number, text in enumerate(TEXTS)]


@pytest.fixture
def trouble(monkeypatch):
    """Let some words in a document do to its process what they say."""
    sound = check.check_document

    def check_document(document, **options):
        if "KILL" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "EXIT" in document.text:
            os._exit(7)
        if "RAISE" in document.text:
            raise RecursionError("too deep")
        if "SLEEP" in document.text:
            time.sleep(0.3)
        return sound(document, **options)

    monkeypatch.setattr(check, "check_document", check_document)


def with_words(**words):
    """Return the items, some of them with a word in them: KILL=3 puts it into the fourth."""
    texts = {place: word for word, place in words.items()}
    return [
        Item(item.document, item.site, text=(item.text or b"") + texts.get(place, "").encode())
        for place, item in enumerate(ITEMS)
    ]


@pytest.mark.parametrize("workers, method", [(1, "fork"), (3, "fork"), (2, "spawn")])
def test_outcomes_in_order(workers, method):
    """Any number of processes, however they start, gives what one call after the other gives."""
    evidence = warm_up(Settings())

    assert list(check_locally(iter(ITEMS), Settings(), workers, start_method=method)) == [
        check_item(item, evidence) for item in ITEMS
    ]


def test_kinds_of_documents(tmp_path):
    """A file is read by its kind; a row is text, whatever it is called, or markup if it is that."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><p>Stem cells cure.</p><script>x</script>")
    items = [
        Item("page", "s", path=str(page)),
        Item("row.html", "s", text=b"Stem\ncells cure."),
        Item("row", "s", text=b"<html><body><p>Stem cells cure.</p></body></html>"),
    ]
    sources = [json.loads(check_item(item, warm_up(Settings())).line)["report"]["source"] for item in items]

    assert [(source["name"], source["text"].strip()) for source in sources] == [
        ("page", "Stem cells cure."),
        ("row.html", "Stem\ncells cure."),
        ("row", "Stem cells cure."),
    ]


def test_other_languages():
    """A document that is not in English is told so, and judged if that is wanted."""
    spanish = "Las células madre curan la lesión de la médula espinal en todos los pacientes de nuestra clínica. " * 5
    item = Item("page", "s", text=spanish.encode())

    assert "only English is judged" in (check_item(item, warm_up(Settings())).entry.error or "")
    assert check_item(item, warm_up(Settings()), any_language=True).entry.error is None


def test_nothing_to_do():
    """No documents, no outcomes."""
    assert list(check_locally(iter([]), Settings(), 2)) == []


def test_deaths_and_errors(trouble):
    """A document that ends its process has failed, and the rest goes on as if nothing had happened."""
    outcomes = list(check_locally(iter(with_words(KILL=3, EXIT=4, RAISE=20)), Settings(), 2))
    failed = {place: outcome.entry.error for place, outcome in enumerate(outcomes) if outcome.entry.error}

    assert failed == {
        3: "ended the process that checked it (SIGKILL)",
        4: "ended the process that checked it (status 7)",
        20: "internal error: RecursionError: too deep",
    }
    assert [outcome.entry.document for outcome in outcomes] == [item.document for item in ITEMS]


def test_few_are_held(trouble, monkeypatch):
    """Behind a slow document only so many others are taken, and none is let out before it."""
    monkeypatch.setattr(local, "_AHEAD", 10)
    taken = []

    def give():
        for item in with_words(SLEEP=2):
            taken.append(item.document)
            yield item

    counts = [len(taken) - place for place, _ in enumerate(check_locally(give(), Settings(), 2))]

    assert max(counts) <= 11


def test_workers_end_with_the_run(trouble):
    """A run that is given up leaves no process behind."""
    outcomes = check_locally(iter(with_words(SLEEP=29)), Settings(), 2)
    next(outcomes)
    outcomes.close()

    assert local.multiprocessing.active_children() == []


@pytest.fixture
def interrupts():
    """Give Ctrl-C back to the tests after a worker ran in their process."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_work(interrupts):
    """A worker answers every item that it is handed, leaves Ctrl-C to the asking process, and ends with it."""
    near, far = local.multiprocessing.Pipe()
    answers = []

    def ask():
        for items in (ITEMS[:2], ITEMS[2:3]):
            near.send(items)
            answers.extend(near.recv() for _ in items)
        near.close()

    asking = threading.Thread(target=ask)
    asking.start()
    local.work(far, Settings())
    asking.join()

    assert answers == [check_item(item, warm_up(Settings())) for item in ITEMS[:3]]
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_worker_that_is_dead_before_its_first_document(monkeypatch):
    """Nothing is lost with a process that dies before it is handed a document."""
    hire, hired = local._hire, []

    def hire_dead_first(context, settings):
        worker = hire(context, settings)
        if not hired:
            worker.process.kill()
            worker.process.join()
        hired.append(worker)
        return worker

    monkeypatch.setattr(local, "_hire", hire_dead_first)
    outcomes = list(check_locally(iter(ITEMS[:4]), Settings(), 1))

    assert outcomes == [check_item(item, warm_up(Settings())) for item in ITEMS[:4]]
    assert len(hired) == 2
