"""The formula language: reads back what it writes, computes as Python would, and refuses everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.metrics.expression import Binary, Call, Expression, MetricRef, Number, parse

if TYPE_CHECKING:
    from zhunsheng.engine.metrics.tests.conftest import Engine

NAMES = ("won", "lost", "calls_2")
numbers = st.builds(Number, number=st.floats(0, 1e300) | st.integers(0, 10**6).map(float))
references = st.builds(MetricRef, metric=st.sampled_from(NAMES))
small = st.builds(Number, number=st.sampled_from([0.0, 0.1, 1.0, 2.5, 1234567.0, 100.0]))


def trees(leaves: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Formulas as people can write them."""
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(Binary, op=st.sampled_from("+-*/"), left=inner, right=inner)
            | st.builds(
                Call, call=st.sampled_from(["min", "max"]), arguments=st.lists(inner, min_size=1, max_size=3).map(tuple)
            )
            | st.builds(Call, call=st.sampled_from(["abs", "or_zero", "negative"]), arguments=st.tuples(inner))
        ),
        max_leaves=8,
    )


def plain(tree: Expression, given_: dict[str, float | None]) -> float | None:
    """What the formula means, told once more in plain Python."""
    match tree:
        case Number():
            return tree.number
        case MetricRef():
            return given_[tree.metric]
        case Binary():
            return _binary(tree.op, plain(tree.left, given_), plain(tree.right, given_))
        case Call():
            return _call(tree.call, [plain(argument, given_) for argument in tree.arguments])


def _binary(op: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    if op == "/":
        return left / right if right else None
    return {"+": left + right, "-": left - right, "*": left * right}[op]


def _call(name: str, values: list[float | None]) -> float | None:
    if name == "or_zero":
        return values[0] or 0.0
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    match name:
        case "min":
            return min(known)
        case "max":
            return max(known)
        case "abs":
            return abs(known[0])
        case _:
            return -known[0]


@given(tree=trees(numbers | references))
def test_a_formula_reads_back_as_it_was_written(tree: Expression) -> None:
    assert parse(str(tree)) == tree


cells = st.none() | st.sampled_from([0.0, -0.0, 1.0, -2.0, 0.1, 7.25, -1000.0])
rows = st.lists(st.tuples(*[cells] * len(NAMES)), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(formulas=st.lists(trees(small | references), min_size=1, max_size=6), values=rows)
def test_formulas_compute_as_plain_python_does(
    engine: Engine, formulas: list[Expression], values: list[tuple[float | None, ...]]
) -> None:
    columns = {
        name: pa.array(column, pa.float64()) for name, column in zip(NAMES, zip(*values, strict=True), strict=True)
    }
    table = engine.backend.table("inputs", pa.table({**columns, "at": range(len(values))}))
    inputs = {name: table[name] for name in NAMES}
    asked = table.select("at", **{f"f{at}": tree.value(inputs) for at, tree in enumerate(formulas)})
    for row in engine.backend.arrow(asked).to_pylist():
        given_ = dict(zip(NAMES, values[row["at"]], strict=True))
        for at, tree in enumerate(formulas):
            expected = plain(tree, given_)
            assert row[f"f{at}"] == (None if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-12)), str(
                tree
            )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "won.__class__",
        "won.real",
        "__import__('os')",
        "open('x')",
        "eval(won)",
        "min.__call__(won)",
        "(lambda: won)()",
        "lambda: 1",
        "won if lost else 1",
        "[won for won in lost]",
        "{won}",
        "won[0]",
        "won := 1",
        "won; lost",
        "won\nlost",
        "won = 1",
        "'won'",
        '"won" + "lost"',
        "f'{won}'",
        "b'won'",
        "won ** lost",
        "won // lost",
        "won % lost",
        "won @ lost",
        "won << 9",
        "won < lost",
        "won and lost",
        "not won",
        "~won",
        "True",
        "None",
        "...",
        "1j",
        "1e999",
        "9" * 400,
        "9" * 5000,
        "Won",
        "销售额",
        "w" * 64,
        "min()",
        "abs(won, lost)",
        "or_zero()",
        "or_zero(*won)",
        "min(won, key=lost)",
        "won\0lost",
        "await won",
        "yield",
        "(" * 10_000 + "won" + ")" * 10_000,
        "-" * 10_000 + "won",
        "-" * 1_900 + "won",
        "+".join(["won"] * 5_000),
        "+".join(["won"] * 400),
        "won" + ".a" * 600,
        "abs(" * 400 + "won" + ")" * 400,
        "[" * 1_900,
        "(" * 150 + "won",
    ],
    ids=lambda text: text[:20],
)
def test_anything_else_is_refused_with_its_column(text: str) -> None:
    with pytest.raises(ValueError, match=r"^column \d+: ."):
        parse(text)


@given(text=st.text(max_size=60) | st.text("won()+-*/., 0123456789ex_[]{}'\"\\\n:=#", max_size=60))
def test_any_text_is_a_formula_or_a_value_error(text: str) -> None:
    try:
        tree = parse(text)
    except ValueError:
        return
    assert parse(str(tree)) == tree


def test_a_formula_of_fifty_steps_is_read_and_one_deeper_is_not() -> None:
    assert str(parse("-" * 50 + "won")) == "(-" * 50 + "won" + ")" * 50
    with pytest.raises(ValueError, match="nested deeper than 50"):
        parse("-" * 51 + "won")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("won / lost", "(won / lost)"),
        ("1234567 * won", "(1234567 * won)"),
        ("0.1 + .25", "(0.1 + 0.25)"),
        ("2 + 3 * won - 4", "((2 + (3 * won)) - 4)"),
        ("-won", "(-won)"),
        ("or_zero( won )", "or_zero(won)"),
        ("min(won,lost,1e-7)", "min(won, lost, 1e-07)"),
    ],
)
def test_formulas_are_written_with_every_digit_and_every_bracket(text: str, written: str) -> None:
    assert str(parse(text)) == written
