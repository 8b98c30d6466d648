"""Build the spaCy pipeline: a blank English tokenizer and claimcheck's own components, no trained model."""

from functools import cache

import spacy
from spacy.language import Language

from claimcheck.components.tokens import BoundedTokenizer

COMPONENTS = (
    "claimcheck_segments",
    "claimcheck_quantities",
    "claimcheck_concepts",
    "claimcheck_citations",
    "claimcheck_claims",
)
# spaCy refuses longer texts by default because parsers need much memory; a tokenizer does not.
MAX_LENGTH = 100_000_000


def build_pipeline() -> Language:
    """Return a new pipeline that finds claims."""
    nlp = spacy.blank("en")
    nlp.max_length = MAX_LENGTH
    for name in COMPONENTS:
        nlp.add_pipe(name)
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    return nlp


@cache
def load_pipeline() -> Language:
    """Return the pipeline of this process, built once."""
    return build_pipeline()
