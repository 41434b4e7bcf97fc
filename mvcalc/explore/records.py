"""Figures of what was computed on the page: a recorded computation, a training run, errors against step sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from mvcalc.explore.parts import Exploration, Variable, decades, inside
from mvcalc.figures.house import COLOURS, Picture, annotate, blank, headline, scientific, worded
from mvcalc.rules import PARTIALS
from mvcalc.tape import Node, Tape

__all__ = ["errors", "graph", "training"]

BOX = 0.84, 0.62  # width and height of a node, where columns and rows are 1 apart

#: How operations are written in a box; the others by their names.
SIGNS = {
    "add": "+",
    "subtract": "−",
    "multiply": "×",
    "divide": "÷",
    "negative": "−",
    "power": "power",
    "square": "square",
}


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _adjoints(tape: Tape) -> list[tuple[int, list[float], str]]:
    """Walk backwards one node at a time: the node, all adjoints after its turn, and what it did in words."""
    nodes = tape.nodes
    number = {id(node): i for i, node in enumerate(nodes)}
    adjoints = [0.0] * len(nodes)
    end = number[id(tape.output)]
    adjoints[end] = 1.0
    turns = [(end, list(adjoints), f"Backward: the output’s own adjoint is 1, ∂v{end}/∂v{end}.")]
    for j in range(end, -1, -1):
        node = nodes[j]
        if node.op is None or not adjoints[j]:
            continue
        said = []
        values = [a.below if isinstance(a, Node) else a for a in node.args]
        for arg, partial in zip(node.args, PARTIALS[node.op], strict=True):
            if not isinstance(arg, Node):
                continue
            i = number[id(arg)]
            slope = float(partial(node.below, *values)) if callable(partial) else float(partial)
            adjoints[i] += adjoints[j] * slope
            said.append(f"v{i} receives {_number(adjoints[j])} × {_number(slope)} = {_number(adjoints[j] * slope)}")
        turns.append((j, list(adjoints), f"Backward through v{j}: {'; '.join(said)}."))
    return turns


def _places(tape: Tape) -> list[tuple[float, float]]:
    """Column by the longest way from an input, row so that lines cross little; a line that passes has a row too."""
    depth = [0] * len(tape.nodes)
    for i, j in tape.edges():
        depth[j] = max(depth[j], depth[i] + 1)
    before: dict[int, list[int]] = {k: [i for i, j in tape.edges() if j == k] for k in range(len(depth))}
    rows: dict[tuple[int, int], float] = {}  # of a node (k, k), or of the line (i, j) in the column last seen
    places = [(0.0, 0.0)] * len(depth)
    for column in range(max(depth) + 1):
        nodes = [(k, k) for k, d in enumerate(depth) if d == column]
        passing = [(i, j) for i, j in tape.edges() if depth[i] < column < depth[j]]
        wanted = {(k, k): [rows.get((i, k), rows[i, i]) for i in before[k]] for k, _ in nodes}
        wanted |= {(i, j): [rows.get((i, j), rows[i, i])] for i, j in passing}
        order = sorted(wanted, key=lambda each: (-np.mean(wanted[each] or [0.0]), each))
        for place, each in enumerate(order):
            rows[each] = (len(order) - 1) / 2 - place
        for k, _ in nodes:
            places[k] = (float(column), rows[k, k])
    return places


def graph(tape: Tape, *, names: Sequence[str], alt: str, step: int | None = None) -> Exploration:
    """A recorded computation as a graph, walked forwards for the values and backwards for the adjoints.

    Parameters
    ----------
    tape : Tape
        What ``mvcalc.tape.record`` returned, of numbers and elementwise operations.
    names : sequence of str
        Of the inputs.
    alt : str
        What the figure shows, in words.
    step : int, optional
        Where it starts; the end of the backward walk if it is left out.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the record holds arrays or other operations, or the names are not one for each input.

    Examples
    --------
    >>> from mvcalc.tape import record
    >>> tape = record(lambda x, y: x * np.sin(y), 2.0, 0.5)
    >>> figure = graph(tape, names="xy", alt="Four nodes, from x and y to their product.")
    >>> [round(a, 4) for a in figure.picture.data["adjoints"]]
    [0.4794, 1.7552, 2.0, 1.0]
    """
    alt = worded(alt)
    if len(names) != len(tape.inputs):
        raise ValueError(f"names must be one for each of {len(tape.inputs)} inputs, not {list(names)!r}")
    if not isinstance(tape.output, Node):
        raise ValueError("the output does not depend on the inputs: there is nothing to walk back through")
    for node in tape.nodes:
        if node.shape or (node.op is not None and node.op not in PARTIALS):
            raise ValueError(f"expected numbers and elementwise operations, not {node.name} of shape {node.shape}")
    values = [float(node.value) for node in tape.nodes]
    number = {id(node): i for i, node in enumerate(tape.nodes)}
    inputs = {id(node): name for node, name in zip(tape.inputs, names, strict=True)}
    boxes: list[dict[str, Any]] = []
    for i, ((column, row), node) in enumerate(zip(_places(tape), tape.nodes, strict=True)):
        constants = [_number(float(a)) for a in node.args if not isinstance(a, Node)]
        sign = inputs.get(id(node)) or " ".join([SIGNS.get(node.name, node.name), *constants])
        boxes.append({"name": f"v{i}", "sign": sign, "at": [column, row], "value": values[i]})
    turns: list[dict[str, Any]] = [{"node": None, "known": len(inputs), "adjoints": None}]
    texts = [f"Start: the inputs are {', '.join(f'{n} = {_number(v)}' for n, v in zip(names, values, strict=False))}."]
    for i, node in enumerate(tape.nodes):
        if node.op is None:
            continue
        made = ", ".join(f"v{number[id(a)]}" if isinstance(a, Node) else _number(float(a)) for a in node.args)
        turns.append({"node": i, "known": i + 1, "adjoints": None})
        texts.append(f"Forward: v{i} = {node.name}({made}) = {_number(values[i])}.")
    for j, adjoints, text in _adjoints(tape):
        turns.append({"node": j, "known": len(tape.nodes), "adjoints": adjoints})
        texts.append(text)
    last = len(turns) - 1
    start = last if step is None else int(inside("step", step, (0, last)))
    columns = max(box["at"][0] for box in boxes)
    rows = max(abs(box["at"][1]) for box in boxes)
    (axes,) = blank(height=1.1 + 0.95 * (2 * rows + 1))
    axes.set(xlim=(-0.5, columns + 0.5), ylim=(-rows - 0.62, rows + 0.62))
    axes.axis("off")
    for i, j in tape.edges():
        axes.plot(*zip(boxes[i]["at"], boxes[j]["at"], strict=True), color=COLOURS["muted"], linewidth=1, zorder=1)
    turn = turns[start]
    for i, box in enumerate(boxes):
        x, y = box["at"]
        now = i == turn["node"]
        frame = {"facecolor": COLOURS["paper"], "edgecolor": COLOURS["point" if now else "muted"],
                 "linewidth": 2.4 if now else 1}  # fmt: skip
        axes.add_patch(_box(x, y, **frame))
        axes.text(
            x,
            y + 0.19,
            f"{box['name']}  {box['sign']}",
            ha="center",
            va="center",
            color=COLOURS["ink"],
            size=10,
            zorder=3,
        )
        if i < turn["known"]:
            axes.text(
                x, y, _number(box["value"]), ha="center", va="center", color=COLOURS["function"], size=10, zorder=3
            )
        if turn["adjoints"] and turn["adjoints"][i]:
            text = _number(turn["adjoints"][i])
            axes.text(x, y - 0.19, text, ha="center", va="center", color=COLOURS["derivative"], size=10, zorder=3)
    settled = turn["adjoints"] or [0.0] * len(boxes)
    readings = {"output": values[number[id(tape.output)]] if turn["known"] == len(boxes) else float("nan")}
    readings |= {f"adjoint of {name}": settled[number[key]] for key, name in inputs.items()}
    readings = {name: value for name, value in readings.items() if np.isfinite(value)}
    return Exploration(
        "graph",
        Picture((axes,), alt, {"values": values, "adjoints": turns[-1]["adjoints"], "readings": readings}),
        (Variable("step", "step", 0, last, start, whole=True, texts=texts, stepper=True),),
        {},
        "you can step forwards through the values and backwards through the adjoints.",
        {"boxes": boxes, "edges": tape.edges(), "turns": turns, "output": number[id(tape.output)],
         "inputs": [[name, number[key]] for key, name in inputs.items()], "width": BOX[0], "height": BOX[1]},
    )  # fmt: skip


def _box(x: float, y: float, **options: Any) -> Rectangle:
    return Rectangle((x - BOX[0] / 2, y - BOX[1] / 2), *BOX, zorder=2, **options)


def training(
    curves: Mapping[int, ArrayLike],
    costs: ArrayLike,
    target: ArrayLike,
    *,
    alt: str,
    start: int | None = None,
    equal: bool = True,
) -> Exploration:
    """A training run to be scrubbed through: what the network draws, beside its cost.

    Parameters
    ----------
    curves : mapping from int to array, shape (2, n)
        What the network drew at some of the steps.
    costs : array, shape (steps + 1,)
        The cost at the start and after each step, positive.
    target : array, shape (2, m)
        What it should draw.
    alt : str
        What the figure shows, in words.
    start : int, optional
        Which of the steps is shown first; the last if it is left out.
    equal : bool
        Whether both axes have the same unit.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If a curve is not of two rows, a step has no cost, or a cost is not positive.

    Examples
    --------
    >>> curves = {0: [[0, 1], [1, 1]], 5: [[0, 1], [0.2, 0.9]]}
    >>> figure = training(curves, [1, 0.8, 0.6, 0.4, 0.2, 0.1], [[0, 1], [0, 1]], alt="A line that learns to lean.")
    >>> figure.picture.data["readings"]
    {'step': 5, 'cost': 0.1}
    """
    alt = worded(alt)
    steps = sorted(curves)
    drawn = {k: np.asarray(curves[k], dtype=float) for k in steps}
    aim, cost = np.asarray(target, dtype=float), np.asarray(costs, dtype=float)
    for name, rows in {"target": aim, **{f"curve {k}": v for k, v in drawn.items()}}.items():
        if rows.ndim != 2 or rows.shape[0] != 2 or not np.isfinite(rows).all():
            raise ValueError(f"{name} must be finite, of shape (2, n), not {rows.shape}")
    if not steps or steps[0] < 0 or steps[-1] >= len(cost) or not (cost > 0).all():
        raise ValueError(
            f"costs must be positive, one for each step up to {max(steps, default=0)}, not {len(cost)} of them"
        )
    first = len(steps) - 1 if start is None else steps.index(int(start))
    left, right = blank(1, 2, height=3.3, width_ratios=(5, 4))
    extent = np.hstack([aim, *drawn.values()])
    room = 0.06 * np.ptp(extent, axis=1)
    left.set(
        xlim=(extent[0].min() - room[0], extent[0].max() + room[0]),
        ylim=(extent[1].min() - room[1], extent[1].max() + room[1]),
    )
    if equal:
        left.set_aspect("equal")
    left.locator_params(nbins=5)
    left.plot(*aim, "o", color=COLOURS["muted"], markersize=2.4)
    left.plot(*drawn[steps[first]], color=COLOURS["function"])
    logs = np.log10(cost)
    chosen = np.unique(np.linspace(0, len(cost) - 1, 200).round().astype(int))
    right.plot(chosen, logs[chosen], color=COLOURS["derivative"], linewidth=1.6)
    _decade_axis(right, logs)
    right.set(xlim=(0, len(cost) - 1), xlabel="step")
    right.locator_params(axis="x", nbins=4)
    right.plot(steps[first], logs[steps[first]], "o", color=COLOURS["point"], markersize=6, clip_on=False, zorder=5)
    headline(left, "drawn, and wanted", "function")
    headline(right, "cost", "derivative")
    picture = Picture((left, right), alt, {"readings": {"step": steps[first], "cost": float(cost[steps[first]])}})
    texts = [
        f"After {k} steps the cost is {f'{cost[k]:.3g}' if cost[k] >= 1e-3 else scientific(cost[k])}." for k in steps
    ]
    return Exploration(
        "training",
        picture,
        (Variable("frame", "step", 0, len(steps) - 1, first, whole=True, texts=texts, stepper=True),),
        {},
        "you can scrub through the training and watch the curve form.",
        {"frames": [{"step": k, "cost": float(cost[k]), "curve": drawn[k].round(4).T.tolist()} for k in steps],
         "target": aim.round(4).T.tolist(), "costs": [[int(k), round(float(logs[k]), 5)] for k in chosen]},
    )  # fmt: skip


def _decade_axis(axes: Axes, logs: Any) -> None:
    low, high = float(np.floor(logs.min() * 2) / 2), float(np.ceil(logs.max() * 2) / 2)
    axes.set_ylim(low - 0.1, high + 0.1)
    decades(axes, "y", low, high)


def errors(
    steps: Sequence[float], series: Mapping[str, ArrayLike], *, alt: str, start: int = 0, label: str = "h"
) -> Exploration:
    """Errors against step sizes, both by their logarithms: the slope of a line is the order of a method.

    Parameters
    ----------
    steps : sequence of float
        Positive step sizes, from large to small.
    series : mapping from str to array
        The errors of up to three methods, one for each step; an error of 0 leaves a gap.
    alt : str
        What the figure shows, in words.
    start : int
        Number of the step that is shown first.
    label : str
        Of the steps.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the steps are not positive and falling, or a series is not of their length.

    Examples
    --------
    >>> h = [0.1, 0.01, 0.001]
    >>> figure = errors(h, {"forward": [2e-1, 2e-2, 2e-3]}, alt="One falling line of slope 1.", start=1)
    >>> {name: round(value, 9) for name, value in figure.picture.data["readings"].items()}
    {'h': 0.01, 'forward': 0.02, 'slope of forward': 1.0}
    """
    alt = worded(alt)
    h = np.asarray(steps, dtype=float)
    if h.ndim != 1 or len(h) < 2 or not (h > 0).all() or not (np.diff(h) < 0).all():
        raise ValueError(f"steps must be positive, from large to small, not {list(steps)!r}")
    if not 1 <= len(series) <= 3:
        raise ValueError(f"expected one to three series, not {len(series)}")
    logs: dict[str, Any] = {}
    for name, values in series.items():
        e = np.asarray(values, dtype=float)
        if e.shape != h.shape or not (e >= 0).all():
            raise ValueError(f"{name}: expected {len(h)} errors, none negative, not shape {e.shape}")
        logs[name] = np.array([np.log10(v) if v > 0 else np.nan for v in e])
    place = Variable("k", label, 0, len(h) - 1, inside("start", start, (0, len(h) - 1)), whole=True, stepper=True,
                     texts=[f"{label} = {f'{v:.3g}' if v >= 1e-3 else scientific(v)}" for v in h])  # fmt: skip
    across = np.log10(h)
    (axes,) = blank(height=3.8)
    every = np.concatenate(list(logs.values()))
    axes.set(xlim=(across.min() - 0.1, across.max() + 0.16 * np.ptp(across)), xlabel=label)
    _decade_axis(axes, every[np.isfinite(every)])
    decades(axes, "x", float(across.min()), float(across.max()))
    headline(axes, "error", "ink")
    lines, k, readings = [], int(place.start), {label: float(h[int(place.start)])}
    axes.axvline(across[k], color=COLOURS["point"], linestyle=(0, (4, 3)), linewidth=1.3)
    for colour, (name, up) in zip(("function", "derivative", "second"), logs.items(), strict=False):
        axes.plot(across, up, "-", color=COLOURS[colour], linewidth=1.8)
        axes.plot(across[k], up[k], "o", color=COLOURS[colour], markersize=6, zorder=5)
        top = int(np.flatnonzero(np.isfinite(up))[0])
        annotate(axes, name, (across[top], up[top]), colour)
        near = k + 1 if k + 1 < len(h) else k - 1
        slope = float((up[near] - up[k]) / (across[near] - across[k]))
        readings |= {name: float(10 ** up[k]), f"slope of {name}": slope}
        lines.append({"name": name, "colour": colour, "logs": [None if np.isnan(v) else float(v) for v in up]})
    readings = {name: value for name, value in readings.items() if np.isfinite(value)}
    return Exploration(
        "errors",
        Picture((axes,), alt, {"steps": h, "readings": readings}),
        (place,),
        {},
        "you can move along the steps and read the error and the slope of each line.",
        {"across": across.tolist(), "lines": lines, "label": label},
    )
