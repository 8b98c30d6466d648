"""Change the code in one place at a time and see whether its tests notice: ``python tools/mutants.py [MODULE]...``.

Each mutant is tried in a child of this process, in which the tests have run once: it swaps the code of one function
and runs the tests up to the first that fails; where the function made patterns while its module was loaded, all modules
are loaded again with the change. A mutant that no test notices is printed with its place. Patterns and tables of words
are left alone: what is changed are the functions. ``--sample N`` tries one mutant in N, the same ones each time.
"""

import argparse
import ast
import copy
import gc
import os
import random
import signal
import sys
import time
import types
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TESTS = {  # which tests are to notice a change, the quickest first
    "judge": ("test_judge.py", "test_check.py", "test_decision_table_on_gold.py"),
    "match": ("test_match_topics.py", "test_match_answers.py", "test_match.py", "test_check.py", "test_retrieval.py"),
    "components.quantities": ("test_quantities.py",),
    "components.numbers": ("test_quantities.py",),
    "components.shares": ("test_quantities.py",),
    "components.measures": ("test_quantities.py",),
    "components.assertions": ("test_assertions.py", "test_claims.py"),
}
SLOW = "linear_time or grows or slices_in_order or removing_a_row"  # say nothing about single cases
APART = "pipe_to_json or poor_locale"  # run in another process, which knows of no change
PATIENCE = 3  # times what the unchanged tests took: a mutant that takes longer counts as noticed, it does not end
KILLED, SURVIVED, ENDLESS = "killed", "survived", "endless"
SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt), ast.And: (ast.Or,), ast.Or: (ast.And,),
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,), ast.Break: (ast.Continue,), ast.Continue: (ast.Break,),
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One changed place."""

    line: int
    change: str
    function: str  # "name" or "Class.name"
    tree: ast.Module


def find_mutants(source: str) -> list[Mutant]:
    """Return every mutant of the functions of a module, in their order."""
    tree = ast.parse(source)
    found = []
    for name, function in _functions(tree):
        for node in _spoken(function):
            places = list(_changes(node))
            for number in range(len(places)):
                clone, twin = _clone(tree, node)
                change, apply = list(_changes(twin))[number]
                apply()
                place = node.target if isinstance(node, ast.comprehension) else node
                found.append(Mutant(getattr(place, "lineno", function.lineno), change, name, clone))
    return sorted(found, key=lambda mutant: mutant.line)


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, ast.FunctionDef))


def _spoken(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of a function that run: not its annotations, which nothing reads."""
    silent = [function.returns, *(arg.annotation for arg in (*function.args.args, *function.args.kwonlyargs))]
    silent += [node.annotation for node in ast.walk(function) if isinstance(node, ast.AnnAssign)]
    left_out = {id(node) for one in silent if one is not None for node in ast.walk(one)}
    yield from (node for node in ast.walk(function) if id(node) not in left_out)


def _clone(tree: ast.Module, node: ast.AST) -> tuple[ast.Module, ast.AST]:
    """Return a copy of a tree, and the copy of one of its nodes."""
    memo: dict[int, object] = {}
    clone = copy.deepcopy(tree, memo)
    twin = memo[id(node)]
    assert isinstance(twin, ast.AST)
    return clone, twin


def _changes(node):  # type: ignore[no-untyped-def]  # yields a description and what makes the change
    """Yield every change of one node."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for new in SWAPS.get(type(operator), ()):
                yield f"{_name(operator)} -> {new.__name__}", lambda p=place, n=new: node.ops.__setitem__(p, n())
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign):
        for new in SWAPS.get(type(node.op), ()):
            yield f"{_name(node.op)} -> {new.__name__}", lambda n=new: setattr(node, "op", n())
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "condition negated", lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.comprehension):
        for place, test in enumerate(node.ifs):
            yield "filter negated", lambda p=place, t=test: node.ifs.__setitem__(p, ast.UnaryOp(ast.Not(), t))
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "returns None", lambda: setattr(node, "value", ast.Constant(None))
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} -> {not node.value}", lambda: setattr(node, "value", not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        for step in (1, -1):
            yield f"{node.value} -> {node.value + step}", lambda s=step: setattr(node, "value", node.value + s)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", lambda: setattr(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
    for field in ("body", "orelse"):
        statements = getattr(node, field, None)
        for place, statement in enumerate(statements if isinstance(statements, list) else ()):
            if isinstance(statement, ast.Break | ast.Continue):
                (new,) = SWAPS[type(statement)]
                yield (
                    f"{_name(statement)} -> {new.__name__}",
                    lambda f=statements, p=place, n=new: f.__setitem__(p, n()),
                )
            elif isinstance(statement, ast.AugAssign) or _is_call(statement):
                yield "statement dropped", lambda f=statements, p=place: f.__setitem__(p, ast.Pass())


def _name(node: ast.AST) -> str:
    return type(node).__name__


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def swap(module: types.ModuleType, mutant: Mutant) -> None:
    """Give the function of a loaded module its changed code and defaults, and forget what the module remembers."""
    name, _, method = mutant.function.partition(".")
    statement = next(one for one in mutant.tree.body if getattr(one, "name", "") == name)
    if isinstance(statement, ast.FunctionDef):
        statement.decorator_list = []  # the loaded function stays behind its cache
    names = dict(vars(module))
    tree = ast.fix_missing_locations(ast.Module([statement], []))
    exec(compile(tree, module.__file__ or "", "exec"), names)
    changed, loaded = names[name], getattr(module, name)
    if method:
        changed, loaded = getattr(changed, method), getattr(loaded, method)
    loaded = getattr(loaded, "__wrapped__", loaded)
    loaded.__code__, loaded.__defaults__ = changed.__code__, changed.__defaults__
    loaded.__kwdefaults__ = changed.__kwdefaults__
    for value in vars(module).values():
        if hasattr(value, "cache_clear") and value.__module__ == module.__name__:
            value.cache_clear()


def runs_at_import(tree: ast.Module, function: str) -> bool:
    """Tell whether a function is called while its module is loaded."""
    loaded = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    calls = [node for one in loaded for node in ast.walk(one) if isinstance(node, ast.Call)]
    return any(isinstance(call.func, ast.Name) and call.func.id == function for call in calls)


class Changed(MetaPathFinder, Loader):
    """Loads one module with a change."""

    def __init__(self, name: str, file: str, tree: ast.Module) -> None:
        """Remember the module's name and its changed code."""
        self._name, self._file, self._tree = name, file, tree

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        """Return what loads the changed module; other modules load as they do."""
        return ModuleSpec(fullname, self, origin=self._file) if fullname == self._name else None

    def exec_module(self, module: types.ModuleType) -> None:
        """Run the changed code."""
        module.__file__ = self._file
        exec(compile(ast.fix_missing_locations(self._tree), self._file, "exec"), vars(module))


def load_again(module: types.ModuleType, mutant: Mutant) -> None:
    """Have every module of ours, and of the tests, loaded again with the change in its place."""
    sys.meta_path.insert(0, Changed(module.__name__, module.__file__ or "", mutant.tree))
    for name, loaded in list(sys.modules.items()):
        file = getattr(loaded, "__file__", None) or ""
        ours = name.partition(".")[0] == "claimcheck" or file.startswith((str(ROOT / "tests"), str(ROOT / "tools")))
        if ours and name != __name__:
            del sys.modules[name]


def run_tests(files: tuple[str, ...]) -> int:
    """Run tests in this process up to the first that fails; return pytest's status."""
    paths = [str(ROOT / "tests" / file) for file in files]
    quiet = ["-q", "--no-header", "--no-summary", "--tb=no", "--assert=plain", "-p", "no:cacheprovider"]
    return int(pytest.main(["-x", *quiet, "-k", f"not ({SLOW} or {APART})", *paths]))


def try_mutant(module: types.ModuleType, mutant: Mutant, files: tuple[str, ...], seconds: float) -> str:
    """Return what the tests make of a mutant, in a child of this process that may compute for some seconds."""
    child = os.fork()
    if child == 0:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            if runs_at_import(mutant.tree, mutant.function):
                load_again(module, mutant)
            else:
                swap(module, mutant)
            status = run_tests(files)
        except BaseException:
            status = 1
        os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return ENDLESS
    return SURVIVED if os.WEXITSTATUS(status) == 0 else KILLED


def try_module(name: str, step: int) -> list[str]:
    """Try the mutants of a module, print those that survive, and return what came of each."""
    module = import_module(f"claimcheck.{name}")
    source = Path(module.__file__ or "").read_text(encoding="utf-8")
    mutants = find_mutants(source)
    random.Random(step).shuffle(mutants)
    begun = time.process_time()
    if run_tests(TESTS[name]) != 0:
        sys.exit(f"{name}: the tests fail without any change")
    seconds = PATIENCE * (time.process_time() - begun)
    gc.freeze()  # the children need not look through what is loaded
    results = []
    for mutant in sorted(mutants[::step], key=lambda mutant: mutant.line):
        results.append(try_mutant(module, mutant, TESTS[name], seconds))
        if results[-1] == SURVIVED:
            text = source.splitlines()[mutant.line - 1].strip()
            print(f"{name}:{mutant.line} {mutant.function}: {mutant.change}: {text}", flush=True)
    noticed = len(results) - results.count(SURVIVED)
    print(f"{name}: {noticed} of {len(results)} noticed ({100 * noticed / max(len(results), 1):.1f}%)", flush=True)
    return results


def main() -> int:
    """Try the mutants; return 1 if fewer than four fifths are noticed."""
    parser = argparse.ArgumentParser(description="See whether the tests notice changes of the code.")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=", ".join(TESTS))
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="try one mutant in N")
    chosen = parser.parse_args()
    results = [one for name in chosen.modules or TESTS for one in try_module(name, chosen.sample)]
    share = 1 - results.count(SURVIVED) / max(len(results), 1)
    print(f"{len(results)} mutants, {100 * share:.1f}% noticed, {results.count(ENDLESS)} of them without an end")
    return int(share < 0.8)


if __name__ == "__main__":
    sys.exit(main())
