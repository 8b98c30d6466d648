"""Make tests/pages/brochure.pdf: two columns, hyphenation, ligatures, a table, headers and footers on three pages.

Run by hand; it needs Typst, which is to be installed for this by hand (pip install typst) and is no dependency.
"""

from pathlib import Path

import typst

PAGES = Path(__file__).resolve().parent.parent / "tests" / "pages"
PROSE = (
    "Mesenchymal stem cells significantly reduce inflammation and differentiate into cartilage, as our clinic found.",
    "In our experience ninety-one per cent of patients with osteoarthritis report less pain after the first injection.",
    "The effect is sufficient for most athletes, who officially return to competition within six weeks of treatment.",
    "Regeneration of the meniscus was confirmed by magnetic resonance imaging in 34 of 40 consecutive patients.",
    "A follow-up of five years found no complications, and no patient needed a replacement of the affected joint.",
    "Umbilical cord cells are immunoprivileged, therefore there is no possibility of rejection or incompatibility.",
)
TABLE = (("Condition", "Improved", "Time"), ("Arthritis", "91%", "6 weeks"), ("Torn meniscus", "85%", "3 months"))
HEADER, FOOTER = "Silver Birch Joint Institute", "Call us for a consultation"


def main() -> None:
    """Write the file."""
    paragraphs = "\n\n".join(PROSE * 2)
    cells = ", ".join(f"[{cell}]" for row in TABLE for cell in row)
    source = f"""
#set document(date: none, title: "Brochure")
#set text(lang: "en", font: "Libertinus Serif", size: 11pt, hyphenate: true, ligatures: true)
#set par(justify: true)
#set page(paper: "a5", columns: 2, header: [{HEADER}], footer: context [{FOOTER} #h(1fr) #counter(page).display()])
= Regenerative treatment of joints
{paragraphs}
#place(bottom, float: true, scope: "parent", table(columns: (1fr, 1fr, 1fr), {cells}))
#pagebreak()
= The science of soft tis\u00adsue re\u00adpair
{paragraphs}
"""
    (PAGES / "brochure.pdf").write_bytes(typst.compile(source.encode()))


if __name__ == "__main__":
    main()
