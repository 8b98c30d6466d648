"""The attributes that the components set on a Doc and on its spans."""

from spacy.tokens import Doc, Span

DOC = (
    "claimcheck_units",  # list of segments.Unit
    "claimcheck_quantities",  # list of models.Quantity
    "claimcheck_words",  # concepts.Words
    "claimcheck_citations",  # list of models.Citation
    "claimcheck_page",  # facts.Page
    "claimcheck_claims",  # list of claims.FoundClaim
)
TEXT = "claimcheck_text"  # in ``doc.user_data``
SPAN = (
    "claimcheck_stance",  # value of models.Stance
    "claimcheck_cues",  # list of (start, end, category)
)


def text_of(doc: Doc) -> str:
    """Return the text of a page, kept on it: spaCy puts it together from all tokens at every call."""
    text = doc.user_data.get(TEXT)
    if text is None:
        text = doc.user_data[TEXT] = doc.text
    return str(text)


def register_extensions() -> None:
    """Add the attributes, once per process."""
    for owner, names in ((Doc, DOC), (Span, SPAN)):
        for name in names:
            if not owner.has_extension(name):
                owner.set_extension(name, default=None)
