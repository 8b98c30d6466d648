"""Read pages with one engine, as often as asked: ``python worker.py ENGINE FOLDER``.

Runs in the engine's own environment, so it imports nothing but the standard library and the engine. For each line on
stdin (the name of a JSON file of pages in the folder) it prints the seconds taken and the number of things found;
what the engine itself prints is dropped.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from pages import WORDS

TERMS = sorted({term for label in ("cells", "condition", "outcome", "tissue") for term in WORDS[label]})

Engine = Callable[[str], int]  # text -> number of things found


def make_blank() -> Engine:
    """Return spaCy's tokenizer alone."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 100_000_000
    return lambda text: len(nlp(text))


def make_extraction() -> Engine:
    """Return the pipeline of claimcheck up to the claims."""
    from claimcheck.extract import extract
    from claimcheck.pipeline import load_pipeline

    nlp = load_pipeline()
    return lambda text: len(extract(nlp(text)).claims)


def make_check() -> Engine:
    """Return the whole of claimcheck, from bytes to judged claims."""
    from claimcheck.check import check_document
    from claimcheck.readers import read_bytes

    return lambda text: len(check_document(read_bytes(text.encode("utf-8"), "page.txt")).assessments)


def make_scan() -> Engine:
    """Return a naive scan: each sentence compared with every record and finding, the likest taken, nothing judged."""
    import re

    from rapidfuzz import fuzz, process, utils

    from claimcheck.evidence import bundled_evidence

    evidence = bundled_evidence()
    known = [f"{record.title} {record.bottom_line}" for record in evidence.records.values()]
    known += [f"{finding.question} {finding.answer}" for finding in evidence.findings.values()]
    known = [utils.default_process(text) for text in known]

    def scan(text: str) -> int:
        sentences = map(utils.default_process, re.split(r"(?<=[.!?])\s+|\n+", text))
        scored = (
            process.extractOne(sentence, known, scorer=fuzz.token_set_ratio) for sentence in sentences if sentence
        )
        return sum(best is not None for best in scored)

    return scan


def make_context() -> Engine:
    """Return medspaCy's ConText alone, on a blank pipeline that marks the terms of the pages."""
    import spacy

    import_module("medspacy.context")  # registers its component
    nlp = spacy.blank("en")
    _add_terms(nlp)
    nlp.add_pipe("medspacy_context")
    return lambda text: len(nlp(text)._.context_graph.modifiers)


def make_medspacy() -> Engine:
    """Return medspaCy as it comes: its tokenizer, sentences, target matcher and ConText."""
    nlp = import_module("medspacy").load()
    rule = import_module("medspacy.target_matcher").TargetRule
    nlp.get_pipe("medspacy_target_matcher").add([rule(term, "TERM") for term in TERMS])
    return lambda text: len(nlp(text)._.context_graph.modifiers)


def make_negspacy() -> Engine:
    """Return negspacy on a blank pipeline that marks the same terms."""
    import spacy

    import_module("negspacy.negation")  # registers its component
    nlp = spacy.blank("en")
    _add_terms(nlp)
    nlp.add_pipe("negex")
    return lambda text: sum(entity._.negex for entity in nlp(text).ents)


def make_quantulum3() -> Engine:
    """Return quantulum3's parser of quantities, without its optional classifier."""
    parse = import_module("quantulum3.parser").parse
    return lambda text: len(parse(text))


def _add_terms(nlp) -> None:  # type: ignore[no-untyped-def]
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": "TERM", "pattern": term} for term in TERMS])


ENGINES = {
    "blank": (make_blank, "spacy"),
    "extraction": (make_extraction, "claimcheck"),
    "check": (make_check, "claimcheck"),
    "scan": (make_scan, "rapidfuzz"),
    "context": (make_context, "medspacy"),
    "medspacy": (make_medspacy, "medspacy"),
    "negspacy": (make_negspacy, "negspacy"),
    "quantulum3": (make_quantulum3, "quantulum3"),
}


def main() -> None:
    """Build the engine, warm it up, then read pages on demand."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    make, package = ENGINES[sys.argv[1]]
    folder = Path(sys.argv[2])
    read = make()
    read("Stem cells may improve pain in 7 of 10 patients. No fever was seen.")
    gc.collect()
    gc.freeze()  # as a batch does: what an engine holds is not gone through again and again
    print(json.dumps({"version": version(package)}), file=answers, flush=True)
    for line in sys.stdin:
        pages = json.loads((folder / line.strip()).read_text(encoding="utf-8"))
        start = time.perf_counter()
        found = sum(map(read, pages))
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "found": found}), file=answers, flush=True)


if __name__ == "__main__":
    main()
