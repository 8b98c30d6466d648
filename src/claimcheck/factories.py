"""Register the components with spaCy, so that ``nlp.add_pipe("claimcheck_claims")`` works unimported.

spaCy imports this module for every blank pipeline in an environment where claimcheck is installed: it stays tiny, and
each component is imported only when it is built.
"""

from spacy.language import Language


@Language.factory("claimcheck_segments", assigns=["doc._.claimcheck_units"])
def make_segments(nlp: Language, name: str):  # type: ignore[no-untyped-def]
    """Build the component that cuts a page into units."""
    from claimcheck.components.extensions import register_extensions
    from claimcheck.components.segments import Segments

    register_extensions()
    return Segments()


@Language.factory("claimcheck_quantities", assigns=["doc._.claimcheck_quantities"])
def make_quantities(nlp: Language, name: str):  # type: ignore[no-untyped-def]
    """Build the component that finds numbers and what they mean."""
    from claimcheck.components.quantities import Quantities

    return Quantities()


@Language.factory("claimcheck_concepts", assigns=["doc._.claimcheck_words"])
def make_concepts(nlp: Language, name: str):  # type: ignore[no-untyped-def]
    """Build the component that finds the words of the lexicon and the cues."""
    from claimcheck.components.concepts import Concepts
    from claimcheck.components.extensions import register_extensions

    register_extensions()
    return Concepts(nlp)


@Language.factory("claimcheck_citations", assigns=["doc._.claimcheck_citations"])
def make_citations(nlp: Language, name: str):  # type: ignore[no-untyped-def]
    """Build the component that finds the studies a page names."""
    from claimcheck.components.citations import Citations
    from claimcheck.evidence import bundled_evidence
    from claimcheck.surnames import works_of

    records = bundled_evidence().records.values()
    return Citations(
        study_names=sorted({study for record in records for study in record.names}),
        journals=sorted({record.journal for record in records if record.journal}),
        works=sorted({work for record in records for work in works_of(record)}),
    )


@Language.factory(
    "claimcheck_assertions",
    requires=["doc._.claimcheck_units", "doc._.claimcheck_words"],
    assigns=["span._.claimcheck_stance", "span._.claimcheck_cues"],
    default_config={"span_key": "sc"},
)
def make_assertions(nlp: Language, name: str, span_key: str):  # type: ignore[no-untyped-def]
    """Build the component that says how the spans of a group are put."""
    from claimcheck.components.assertions import Assertions
    from claimcheck.components.extensions import register_extensions

    register_extensions()
    return Assertions(span_key)


@Language.factory(
    "claimcheck_claims",
    requires=["doc._.claimcheck_units", "doc._.claimcheck_words", "doc._.claimcheck_quantities"],
    assigns=["doc._.claimcheck_claims"],
)
def make_claims(nlp: Language, name: str):  # type: ignore[no-untyped-def]
    """Build the component that decides which units are claims."""
    from claimcheck.components.claims import Claims
    from claimcheck.components.extensions import register_extensions

    register_extensions()
    return Claims()
