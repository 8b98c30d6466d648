"""Make varied pages in the manner of clinic sites, the same for the same seed: ``python benchmarks/pages.py 5000``.

Every page draws its own order of blocks, sentences and words, so that nothing is measured twice over and no cache of
whole sentences helps. The sentences are invented; they promise, hedge, warn and advertise as real pages do, and like
the real pages that the project was conceived from they have a claim for about 20 words.
"""

import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

SLOT = re.compile(r"\{(\w+)\}")

WORDS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "cells": (
            "stem cells",
            "mesenchymal stem cells",
            "umbilical cord cells",
            "bone marrow cells",
            "adipose-derived stem cells",
            "neural stem cells",
            "exosomes",
            "our cell preparation",
        ),
        "condition": (
            "spinal cord injury",
            "multiple sclerosis",
            "knee osteoarthritis",
            "Parkinson's disease",
            "cerebral palsy",
            "stroke",
            "ALS",
            "autism",
            "COPD",
            "chronic back pain",
        ),
        "outcome": (
            "walking speed",
            "hand function",
            "bladder control",
            "sensation below the injury",
            "muscle strength",
            "balance",
            "sleep",
            "neuropathic pain",
            "spasticity",
            "energy levels",
        ),
        "people": ("patients", "people", "clients", "participants", "men and women", "children"),
        "place": ("Lakeside", "Corvina", "Northgate", "Miravale", "Halden Bay", "Old Harbour", "Summit Hill"),
        "name": ("Anna", "Tomas", "Priya", "George", "Lucia", "Kenji", "Fatima", "Oskar", "Helen", "Marek"),
        "author": ("Vaquero", "Bydon", "Shang", "Albu", "Curtis", "Honmou", "Lindqvist", "Oyelaran", "Petrakis"),
        "journal": ("BMC Medicine", "Cytotherapy", "Stem Cells International", "Nature Communications", "Spine"),
        "time": ("three weeks", "six months", "90 days", "a year", "two to four weeks", "the first week"),
        "month": ("January", "March", "May", "June", "August", "October", "December"),
        "verb": ("improves", "restores", "repairs", "rebuilds", "protects", "supports", "regenerates"),
        "modal": ("may", "might", "could", "can help to"),
        "change": ("improve", "restore", "recover", "strengthen", "relieve"),
        "tissue": ("nerve tissue", "damaged cartilage", "myelin", "blood vessels", "the spinal cord", "scar tissue"),
    }
)

SENTENCES: Sequence[str] = (
    "Our treatment with {cells} {verb} {tissue} and brings {outcome} back.",
    "After {time}, {pct}% of our {people} with {condition} reported better {outcome}.",
    "{n} out of {big} {people} with {condition} gained {outcome} within {time}.",
    "In a {year} study ({author} {year}, {journal}), {n} of {big} {people} improved.",
    "{author} et al. ({year}) found that {cells} {modal} {change} {outcome}.",
    "{cells} {modal} {change} {outcome} in {condition}, but results vary from person to person.",
    "The therapy is not a cure for {condition}, and nobody should promise one.",
    "No product made from {cells} has been approved for {condition}.",
    "There were no serious side effects in {big} {people} over {time}.",
    "The procedure is completely safe because the cells come from healthy donors.",
    "We have treated more than {big}00 {people} since {year}.",
    "Once infused, the cells travel to the injury and turn into {tissue}.",
    "They release growth factors that calm inflammation around {tissue}.",
    "It also {verb} {tissue}, which is why {outcome} returns.",
    "The trial hopes to learn whether {cells} {change} {outcome} after {time}.",
    "Research into {cells} for {condition} is at an early stage.",
    "A larger trial with {big}0 {people} showed no difference in {outcome} between the groups (p = 0.{n}).",
    "Doctors at {place} warn that clinics abroad exaggerate what {cells} can do.",
    "“I could feel my feet again after {time},” says {name}, {age}.",
    "{name} came to us in a wheelchair and walked to the car {time} later.",
    "Success rates of {pct}-{pct}% are common with {cells}.",
    "Walking distance rose {n}-fold, from {big} m to {big}0 m, after {time}.",
    "Mean pain fell from {n}.2 to {n}.1 points (95% CI 0.4 to {n}.6; n = {big}).",
    "Every person receives {n} x 10^6 cells per kilogram in {n} sessions.",
    "See doi 10.1186/s{big}{big}-0{n}-{big}{n} or PMID {big}{big}{big}{n} for the details.",
    "The study is registered as NCT0{big}{big}{big}{n} and is recruiting.",
    "Patients from {big} countries have visited {place} since {year}.",
    "Up to {pct}% of cases of {condition} begin before the age of {age}.",
    "{condition} affects about {n} in {big}00 {people} worldwide.",
    "The nerves of the lower back carry signals between the brain and the legs.",
    "Your coordinator meets you at the airport and drives you to the hotel.",
    "Please bring your scans, a list of medicines and a letter from your doctor.",
    "Book before the end of {month} and save {pct}% on accommodation.",
    "The price of {big}00 dollars covers tests, infusion and two nights in {place}.",
    "Our rooms have a view of the harbour, a desk and free wireless internet.",
    "The laboratory is inspected each {month} and keeps its certificates on the wall.",
    "You will first speak with a nurse, who asks about your history.",
    "Opening hours are from 8 to {n} o'clock, Monday to Friday.",
    "Physiotherapy goes on for {time} after you return home.",
    "Blood is taken from the arm, and the sample is sent to {place} by courier.",
    "Ask who made the cells, how many were given, and who will follow you up.",
    "In {month} {year} the garden of the {place} house was opened to visitors.",
    "The board met in {place} to discuss staff, heating and the new car park.",
    "Side effects such as headache, fever and infection were seen in {n} of {big} {people}.",
    "Most {people} notice the first changes in {outcome} after {time}.",
    "Unlike surgery, {cells} treat the cause of {condition}.",
    "Our protocol is clinically proven and patented in {n} countries.",
    "Improvement after {condition} often comes with rehabilitation alone.",
    "Doctor {name} trained in {place}, speaks four languages and joined the team in {year}.",
    "Parking is free for {n} hours, and the tram to {place} stops at the gate.",
    "The waiting room was painted in {month}, and the lift has been mended.",
    "Your deposit is returned if you cancel {n} days before you travel.",
    "We answer letters within {n} working days, in the order in which they come.",
    "{name} and {name} run the reception and will show you the way to your room.",
    "Lunch is served from noon, and the kitchen cooks without nuts on request.",
    "This page was last edited in {month} {year}; photographs show models.",
    "The office in {place} has moved to 12 Harbour Street, on the second floor.",
    "Newsletters appear in {month}; write to us if you no longer want them.",
    "Invoices are sent from {place} and can be paid in three parts.",
    "{name}, who answers the telephone, has worked in the house since {year}.",
    "Our guests walk to the beach of {place} or borrow one of {n} bicycles.",
    "The consent form has {n} pages, which you may read at home.",
    "Companions stay in the same room at no further cost.",
    "Trains leave {place} every {big} minutes until late in the evening.",
    "By using this site you accept cookies and the terms that were set down in {year}.",
)

ITEMS: Sequence[str] = (
    "Better {outcome}",
    "Less pain and fewer medicines",
    "Return of {outcome}",
    "Repair of {tissue}",
    "Up to {pct}% improvement in {outcome}",
    "Remyelination of {tissue}",
    "Airport transfer and hotel",
    "Breakfast, towels and a safe in the room",
    "Interpreter on {n} days",
    "Map and timetable",
    "Infusion of {cells}",
    "{n} sessions over {time}",
    "Follow-up call after {time}",
    "No rejection",
)

HEADINGS: Sequence[str] = (
    "What to expect at {place}",
    "{cells} for {condition}",
    "How it works",
    "Results",
    "Safety",
    "Prices and travel",
    "The science",
    "Stories",
    "About {place}",
)

LEAD_INS: Sequence[str] = (
    "Possible improvements include:",
    "Our {people} report:",
    "The package includes:",
    "What it will not do:",
    "Benefits of {cells}:",
)

ROWS: Sequence[str] = (
    "Double room | {big}0 dollars | breakfast",
    "{place} | {month} | fully booked",
    "Monday to Friday | 8-1{n}",
    "{outcome} | {pct}% | {time}",
    "Efficacy {pct}%+",
    "{tissue} | {n}-{big} months",
    "Patients treated {big}00+",
)

QUESTIONS: Sequence[str] = (
    "Does it work for {condition}?",
    "How long until I notice better {outcome}?",
    "Is it safe?",
    "What does it cost?",
)


def make_page(seed: int, characters: int) -> str:
    """Return a page of about a number of characters."""
    rng = random.Random(seed)
    blocks: list[str] = []
    length = 0
    for block in _make_blocks(rng):
        blocks.append(block)
        length += len(block) + 2
        if length >= characters:
            return "\n\n".join(blocks)[:characters]
    raise AssertionError("blocks never end")


def make_pages(count: int, characters: int, *, seed: int = 1) -> list[str]:
    """Return different pages of about a number of characters each."""
    pages = [make_page(seed * 1_000_003 + number, characters) for number in range(count)]
    if len(set(pages)) != count:
        raise ValueError("two pages are the same; ask for longer ones")
    return pages


def _make_blocks(rng: random.Random) -> Iterator[str]:
    makers = (_paragraph, _paragraph, _paragraph, _list, _table, _answer)
    while True:
        heading = _fill(rng.choice(HEADINGS), rng)
        yield f"{heading}\n{rng.choice(makers)(rng)}"
        for _ in range(rng.randint(1, 3)):
            yield rng.choice(makers)(rng)


def _paragraph(rng: random.Random) -> str:
    return " ".join(_fill(sentence, rng) for sentence in rng.sample(SENTENCES, rng.randint(2, 6)))


def _list(rng: random.Random) -> str:
    bullet = rng.choice(("- ", "• ", "* ", "1. "))
    items = [bullet + _fill(item, rng) for item in rng.sample(ITEMS, rng.randint(3, 6))]
    return "\n".join([_fill(rng.choice(LEAD_INS), rng), *items])


def _table(rng: random.Random) -> str:
    return "\n".join(_fill(rng.choice(ROWS), rng) for _ in range(rng.randint(2, 4)))


def _answer(rng: random.Random) -> str:
    return f"{_fill(rng.choice(QUESTIONS), rng)}\n{_paragraph(rng)}"


def _fill(sentence: str, rng: random.Random) -> str:
    filled = SLOT.sub(lambda slot: _word(slot[1], rng), sentence)
    return filled[:1].upper() + filled[1:]


def _word(slot: str, rng: random.Random) -> str:
    numbers = {"n": (2, 9), "big": (10, 60), "pct": (20, 95), "year": (2005, 2025), "age": (19, 78)}
    return str(rng.randint(*numbers[slot])) if slot in numbers else rng.choice(WORDS[slot])


if __name__ == "__main__":
    sys.stdout.write(make_page(1, int(sys.argv[1]) if len(sys.argv) > 1 else 5000) + "\n")
