r"""A small neural network, with backpropagation written out by hand.

Layer l turns the activations before it into its own,

.. math:: z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}, \qquad a^{(l)} = \sigma(z^{(l)}).

Everything is a column: a layer of :math:`n_l` neurons has :math:`W^{(l)}` of shape
:math:`(n_l, n_{l-1})` and :math:`b^{(l)}` of shape :math:`(n_l, 1)`. N examples are N
columns side by side, so that :math:`a^{(l)}` has shape :math:`(n_l, N)`. The cost of one
example is the squared length of its error; that of a batch is the mean over its examples,

.. math:: C = \frac{1}{N}\sum_{k=1}^{N} \left\|a^{(L)}_k - y_k\right\|^2.

.. rubric:: References

David E. Rumelhart, Geoffrey E. Hinton, Ronald J. Williams, Learning representations by back-propagating
errors, *Nature* 323 (1986), 533–536.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mvcalc.optimise import Path, descend
from mvcalc.rules import Array, require

__all__ = ["ACTIVATIONS", "Activation", "Network", "initialise", "train"]


@dataclass(frozen=True)
class Activation:
    """The bend of a neuron: a function, its derivative, and the spread that initial weights get.

    Weights are drawn with standard deviation √(gain / inputs), which keeps the size of the
    activations about the same from layer to layer. The slope of relu at its kink is taken as 0.

    Examples
    --------
    >>> bend = ACTIVATIONS["relu"]
    >>> bend.function(np.array([-2.0, 3.0])).tolist(), bend.derivative(np.array([-2.0, 3.0])).tolist()
    ([0.0, 3.0], [0.0, 1.0])
    """

    function: Callable[[Any], Any]
    derivative: Callable[[Any], Any]
    gain: float = 1.0


def _logistic(z: Any) -> Any:
    return np.exp(-np.logaddexp(0.0, -z))  # 1 / (1 + exp(-z)), which cannot overflow


#: The activations that a layer can have, by name.
ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(lambda z: z, lambda z: np.ones_like(z)),
    "sigmoid": Activation(_logistic, lambda z: _logistic(z) * _logistic(-z)),
    "tanh": Activation(np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": Activation(lambda z: np.maximum(z, 0.0), lambda z: np.where(z > 0, 1.0, 0.0), gain=2.0),
}


@dataclass(frozen=True, eq=False)
class Network:
    """Layers of neurons.

    Attributes
    ----------
    weights : tuple of arrays, shapes (n_l, n_{l-1})
    biases : tuple of arrays, shapes (n_l, 1)
    activations : tuple of str
        A name from `ACTIVATIONS` for each layer.

    Examples
    --------
    >>> net = Network((np.array([[2.0, -1.0]]),), (np.array([[0.5]]),), ("identity",))
    >>> net([[1.0, 0.0], [0.5, 3.0]]).tolist()  # two examples, side by side
    [[2.0, -2.5]]
    """

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    activations: tuple[str, ...]

    def __post_init__(self) -> None:
        counts = len(self.weights), len(self.biases), len(self.activations)
        require(0 < min(counts) == max(counts), f"weights, biases, activations differ in number: {counts}")
        before = self.weights[0].shape[-1]
        for W, b, name in zip(self.weights, self.biases, self.activations, strict=True):
            require(W.ndim == 2 and W.shape[1] == before, f"weights must be (n, {before}), got {W.shape}")
            before = W.shape[0]
            require(b.shape == (before, 1), f"biases must be ({before}, 1), got {b.shape}")
            require(name in ACTIVATIONS, f"activation must be one of {[*ACTIVATIONS]}, got {name!r}")

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of inputs, then of neurons in each layer."""
        return (self.weights[0].shape[1], *(W.shape[0] for W in self.weights))

    def forward(self, x: Any) -> tuple[list[Any], list[Any]]:
        """Run it and keep everything.

        Parameters
        ----------
        x : array_like, shape (n_0, N)
            N examples as columns.

        Returns
        -------
        z, a : lists of arrays
            z[l] and a[l] of shape (n_l, N) for layer l, as in the formulas; a[0] is x, and so is
            z[0], which stands for nothing.

        Examples
        --------
        >>> net = Network((np.array([[2.0, -1.0]]),), (np.array([[0.5]]),), ("relu",))
        >>> z, a = net.forward([[1.0, 0.0], [0.5, 3.0]])
        >>> z[1].tolist(), a[1].tolist()
        ([[2.0, -2.5]], [[2.0, 0.0]])
        """
        x, _ = self._examples(x)
        z, a = [x], [x]
        for W, b, name in zip(self.weights, self.biases, self.activations, strict=True):
            z.append(W @ a[-1] + b)
            a.append(ACTIVATIONS[name].function(z[-1]))
        return z, a

    def __call__(self, x: Any) -> Any:
        """The last layer's activations, shape (n_L, N)."""
        return self.forward(x)[1][-1]

    def cost(self, x: Any, y: Any) -> Any:
        """Mean over the examples of the squared length of the error; x and y have N columns each.

        Examples
        --------
        >>> net = Network((np.array([[2.0]]),), (np.array([[0.5]]),), ("identity",))
        >>> float(net.cost([[1.0, 3.0]], [[2.0, 8.0]]))  # errors 0.5 and -1.5
        1.25
        """
        x, y = self._examples(x, y)
        return np.sum((self(x) - y) ** 2) / y.shape[1]

    def backpropagate(self, x: Any, y: Any) -> tuple[float, Network]:
        """Compute the cost and its derivatives, from the last layer to the first.

        The Jacobian of the cost by anything is a row; N examples give N rows, one above the other.

        Parameters
        ----------
        x : array_like, shape (n_0, N)
        y : array_like, shape (n_L, N)

        Returns
        -------
        cost : float
        gradient : Network
            With ∂C/∂W and ∂C/∂b, of the shapes of W and b, in the places of the weights and biases.

        Examples
        --------
        >>> net = Network((np.array([[3.0]]),), (np.array([[1.0]]),), ("identity",))
        >>> cost, gradient = net.backpropagate([[2.0]], [[5.0]])  # (3·2 + 1 − 5)² = 4
        >>> cost, gradient.weights[0].tolist(), gradient.biases[0].tolist()
        (4.0, [[8.0]], [[4.0]])
        """
        x, y = self._examples(x, y)
        z, a = self.forward(x)
        error = a[-1] - y  # (n_L, N)
        dW, db = list[Array](), list[Array]()
        row = 2 / y.shape[1] * error.T  # ∂C/∂a⁽ᴸ⁾: (N, n_L)
        for layer in reversed(range(1, len(z))):
            bend = ACTIVATIONS[self.activations[layer - 1]].derivative(z[layer])  # (n_l, N)
            row = row * bend.T  # ∂C/∂z⁽ˡ⁾ = ∂C/∂a⁽ˡ⁾ · diag(σ′): (N, n_l)
            dW.insert(0, row.T @ a[layer - 1].T)  # ∂z/∂W = a⁽ˡ⁻¹⁾: (n_l, N)(N, n_{l-1})
            db.insert(0, row.sum(axis=0)[:, np.newaxis])  # ∂z/∂b = I: (n_l, 1)
            row = row @ self.weights[layer - 1]  # ∂z/∂a⁽ˡ⁻¹⁾ = W⁽ˡ⁾: (N, n_l)(n_l, n_{l-1})
        return float(np.sum(error**2) / y.shape[1]), Network(tuple(dW), tuple(db), self.activations)

    def jacobians(self, x: Any) -> list[Array]:
        """The Jacobian of each layer by the one before, for one example.

        Parameters
        ----------
        x : array_like, shape (n_0, 1)

        Returns
        -------
        list of arrays, shapes (n_l, n_{l-1})
            ∂a⁽ˡ⁾/∂a⁽ˡ⁻¹⁾ = diag(σ′(z⁽ˡ⁾)) W⁽ˡ⁾ for each layer. Their product, last layer first, is
            the Jacobian of the whole network; where its factors are small, gradients vanish.

        Examples
        --------
        >>> [J.shape for J in initialise([2, 5, 3], ["tanh", "sigmoid"]).jacobians([[0.3], [-0.7]])]
        [(5, 2), (3, 5)]
        """
        z, _ = self.forward(x)
        require(z[0].shape[1] == 1, f"x must be one example, ({self.sizes[0]}, 1), got {z[0].shape}")
        bends = [ACTIVATIONS[name].derivative(u) for name, u in zip(self.activations, z[1:], strict=True)]
        return [bend * W for bend, W in zip(bends, self.weights, strict=True)]  # (n_l, 1) scales the rows

    @property
    def parameters(self) -> Array:
        """All weights and biases in one vector: W⁽¹⁾ by rows, b⁽¹⁾, W⁽²⁾, …"""
        return np.concatenate([part.ravel() for part in self._parts])

    def with_parameters(self, vector: Any) -> Network:
        """The same network with other parameters, in the order of `parameters`.

        The vector may be a traced value, so that `gradient` can differentiate the cost by it:
        ``gradient(lambda v: net.with_parameters(v).cost(x, y), net.parameters)``.

        Examples
        --------
        >>> net = initialise([2, 1], ["tanh"]).with_parameters(np.array([0.5, -2.0, 3.0]))
        >>> net.weights[0].tolist(), net.biases[0].tolist(), net.parameters.tolist()
        ([[0.5, -2.0]], [[3.0]], [0.5, -2.0, 3.0])
        """
        ends = np.cumsum([part.size for part in self._parts])
        require(np.shape(vector) == (ends[-1],), f"vector must be ({ends[-1]},), got {np.shape(vector)}")
        new = [vector[end - part.size : end].reshape(part.shape) for part, end in zip(self._parts, ends, strict=True)]
        return Network(tuple(new[::2]), tuple(new[1::2]), self.activations)

    @property
    def _parts(self) -> list[Array]:
        """W⁽¹⁾, b⁽¹⁾, W⁽²⁾, …"""
        return [part for pair in zip(self.weights, self.biases, strict=True) for part in pair]

    def _examples(self, x: Any, y: Any = None) -> tuple[Any, Any]:
        """Check x, and y if there is one: columns, as many of each."""
        x, y = (np.asarray(v, float) if isinstance(v, (list, tuple)) else v for v in (x, y))
        for name, value, rows in (("x", x, self.sizes[0]), ("y", y, self.sizes[-1])):
            if value is not None:
                shape = np.shape(value)
                columns = len(shape) == 2 and shape[0] == rows and shape[1] == np.shape(x)[1] > 0
                require(columns, f"{name} must be ({rows}, N), N examples as columns, got {shape}")
        return x, y


def initialise(sizes: Sequence[int], activations: Sequence[str], seed: int = 0, equal: float | None = None) -> Network:
    """Make a network with random weights and zero biases.

    Parameters
    ----------
    sizes : sequence of int
        The number of inputs, then of neurons in each layer.
    activations : sequence of str
        A name from `ACTIVATIONS` for each layer.
    seed : int
        The same seed gives the same weights.
    equal : float, optional
        Give every weight this value instead. Then the neurons of a layer start equal, get equal gradients and
        never part.

    Returns
    -------
    Network
        Its weights are normal with mean 0 and standard deviation √(gain / n_{l-1}), gain being 2 for relu
        and 1 otherwise.

    Examples
    --------
    >>> net = initialise([2, 5, 1], ["tanh", "identity"], seed=3)
    >>> net.sizes, len(net.parameters)
    ((2, 5, 1), 21)
    """
    whole = all(isinstance(n, (int, np.integer)) and n > 0 for n in sizes)
    require(whole and len(sizes) > 1, f"sizes must be two or more whole numbers above 0, got {sizes!r}")
    named = len(activations) == len(sizes) - 1 and all(name in ACTIVATIONS for name in activations)
    require(named, f"activations must be one of {[*ACTIVATIONS]} for each layer, got {activations!r}")
    rng, weights = np.random.default_rng(seed), []
    for before, after, name in zip(sizes, sizes[1:], activations, strict=False):
        drawn = rng.normal(size=(after, before)) * np.sqrt(ACTIVATIONS[name].gain / before)
        weights.append(drawn if equal is None else np.full((after, before), float(equal)))
    return Network(tuple(weights), tuple(np.zeros((n, 1)) for n in sizes[1:]), tuple(activations))


def train(network: Network, x: Any, y: Any, step: float, steps: int, momentum: float = 0.0) -> Path:
    """Train by gradient descent on the whole batch, with a fixed step.

    Parameters
    ----------
    network : Network
        The start; it is not changed.
    x : array_like, shape (n_0, N)
    y : array_like, shape (n_L, N)
        The examples and what the network should make of them, as columns.
    step : float
        The factor of the gradient, above 0.
    steps : int
        How many steps, from 1.
    momentum : float
        The part of the velocity that is kept, from 0 and below 1: v ← momentum · v − step · ∇C.

    Returns
    -------
    Path
        Its points are the parameters at the start and after each step, its values the costs; its reason is
        "iteration limit" if all steps were taken. ``network.with_parameters(path.point)`` is the trained network.

    Examples
    --------
    >>> x, start = np.linspace(-2.0, 2.0, 9)[np.newaxis], initialise([1, 4, 1], ["tanh", "identity"])
    >>> path = train(start, x, np.abs(x), 0.1, 300)
    >>> path.reason, path.points.shape, bool(path.value < path.values[0] / 20)
    ('iteration limit', (301, 13), True)
    >>> trained = start.with_parameters(path.point)
    """
    x, y = network._examples(x, y)
    require(isinstance(steps, int) and steps > 0, f"steps must be a whole number from 1, got {steps!r}")

    def look(parameters: Array) -> tuple[float, Array]:
        cost, gradient = network.with_parameters(parameters).backpropagate(x, y)
        return cost, gradient.parameters

    return descend(look, network.parameters, step, momentum, 0.0, steps)
