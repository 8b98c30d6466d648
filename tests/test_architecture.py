"""The order of the stages, and the border of spaCy, held by reading the imports."""

import ast
from pathlib import Path

import pytest

import claimcheck

PACKAGE = Path(claimcheck.__file__).parent

# A module imports only from rows above its own, or from its own if that is a package.
ORDER = (
    ("errors", "models", "lookups"),
    ("origins",),
    ("rows",),
    ("resources",),
    ("literals",),
    ("evidence",),
    ("evidence_check", "wording", "surnames"),
    ("own_evidence",),
    ("readers",),
    ("components",),
    ("factories",),
    ("pipeline",),
    ("extract",),
    ("agreement", "citing"),
    ("candidates",),
    ("phrases",),
    ("grim",),
    ("comparing",),
    ("describing", "record_weights", "retrieval"),
    ("ranking",),
    ("linking",),
    ("match", "red_flags", "checklist"),
    ("cases",),
    ("source_predicates",),
    ("claim_predicates",),
    ("predicates",),
    ("recovery",),
    ("rationale",),
    ("judge",),
    ("report", "reply"),
    ("check", "compare", "online"),
    ("render", "schema", "row_schema", "output", "paste", "explain", "pager", "settings_file", "completion"),
    ("evidence_search", "evidence_stats", "compare_render", "schemas", "settings"),
    ("evidence_layout", "shell"),
    ("evidence_pages", "evidence_export", "inputs", "export", "flags"),
    ("evidence_render", "batch"),
    ("evidence_cli", "check_cli", "compare_cli"),
    ("batch_cli",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
MAY_IMPORT_SPACY = {"components", "factories", "pipeline", "extract"}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
HEAVY = {"spacy", "thinc", "catalogue", "srsly"}


def find_imports(tree):
    """Yield every imported module with whether the import runs when the module is loaded."""
    late = {
        id(node)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef) or is_type_checking(outer)
        for node in ast.walk(outer)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [node.module]
            if node.module == "claimcheck":
                names = [f"claimcheck.{alias.name}" for alias in node.names]
            yield from ((name, id(node) not in late) for name in names)


def is_type_checking(node):
    """Tell whether a node is the block that only a type checker reads."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def read_imports(module):
    """Return the imports of one module of the package."""
    return list(find_imports(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))))


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_modules_import_only_from_earlier_stages(module):
    """The flow has one direction."""
    place = module.parts[0].removesuffix(".py")
    if place == "__init__":
        return  # exports by name, and imports nothing when loaded: see test_public.py
    assert place in RANK, f"give {place} a place in ORDER"
    parts = [name.split(".") for name, _ in read_imports(module) if name.startswith("claimcheck.")]
    stages = {part[1] for part in parts if part[1] != "__version__"}
    wrong = {stage for stage in stages if stage != place and RANK[stage] >= RANK[place]}

    assert wrong == set()


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_spacy_stops_at_extract(module):
    """Only the stages up to extract know spaCy; check imports it late."""
    place = module.parts[0].removesuffix(".py")
    imports = [(name.split(".")[0], early) for name, early in read_imports(module)]
    found = {early for name, early in imports if name in HEAVY}

    if place == "check":
        assert found <= {False}
    elif place not in MAY_IMPORT_SPACY:
        assert found == set()


def test_check_imports_the_spacy_stages_late():
    """Loading check.py does not load spaCy."""
    early = {name for name, early in read_imports(Path("check.py")) if early}

    assert early & {f"claimcheck.{stage}" for stage in MAY_IMPORT_SPACY} == set()


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_modules_are_short(module):
    """At 300 lines a module is split by noun."""
    assert len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) <= 300
