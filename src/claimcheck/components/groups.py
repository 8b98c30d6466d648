"""Which concepts belong together: treatments of cells, outcomes by what they are about, words that say little."""

from collections.abc import Mapping

from claimcheck.resources import concepts

CELL_TREATMENTS = frozenset(
    row.id
    for row in concepts().values()
    if row.label == "INTERVENTION"
    and (
        row.parent == "stem-cells"
        or row.id in ("stem-cells", "exosomes", "prp", "haematopoietic-transplant", "chondrocytes", "gene-therapy")
    )
)

GROUPS: Mapping[str, str] = {row.id: row.group for row in concepts().values() if row.group}

# Outcome words so common that they make a claim only beside a treatment or an effect.
GENERIC = frozenset(
    "benefit function research-activity outcome-measures clinical-stage timeline durability early-treatment "
    "chronic-injury incomplete-injury dose-route responders treatment-aim lesion-environment nerve-conduction".split()
)
