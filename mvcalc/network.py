r"""A small neural network, with backpropagation written out by hand.

Layer l turns the activations before it into its own,

.. math:: z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}, \qquad a^{(l)} = \sigma(z^{(l)}).

Everything is a column: a layer of :math:`n_l` neurons has :math:`W^{(l)}` of shape
:math:`(n_l, n_{l-1})` and :math:`b^{(l)}` of shape :math:`(n_l, 1)`. N examples are N columns side by side, so that
:math:`a^{(l)}` has shape :math:`(n_l, N)`. The cost of one example is the squared length of its error; that of a
batch is the mean over its examples,

.. math:: C = \frac{1}{N}\sum_{k=1}^{N} \left\|a^{(L)}_k - y_k\right\|^2.

References
----------
D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by back-propagating
errors, *Nature* 323 (1986), 533–536.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["ACTIVATIONS", "Activation", "Network", "Training", "initialise", "train"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Activation:
    """The bend of a neuron: a function, its derivative, and the spread that initial weights get.

    Weights are drawn with standard deviation √(gain / inputs), which keeps the size of the activations about the same
    from layer to layer.
    """

    function: Callable[[Any], Any]
    derivative: Callable[[Any], Any]
    gain: float = 1.0


def _logistic(z: Any) -> Any:
    return np.exp(-np.logaddexp(0.0, -z))  # 1 / (1 + exp(-z)), which cannot overflow


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
        if not len(self.weights) == len(self.biases) == len(self.activations) > 0:
            raise ValueError(
                "weights, biases and activations must have one entry a layer, "
                f"got {len(self.weights)}, {len(self.biases)} and {len(self.activations)}"
            )
        for layer, (W, b, name) in enumerate(
            zip(self.weights, self.biases, self.activations, strict=True), 1
        ):
            before = self.weights[layer - 2].shape[0] if layer > 1 else W.shape[-1]
            if W.ndim != 2 or W.shape[1] != before:
                raise ValueError(f"weights of layer {layer} must have shape (n, {before}), got {W.shape}")
            if b.shape != (W.shape[0], 1):
                raise ValueError(f"biases of layer {layer} must have shape {(W.shape[0], 1)}, got {b.shape}")
            _known(name)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of inputs, then of neurons in each layer."""
        return (self.weights[0].shape[1], *(W.shape[0] for W in self.weights))

    def forward(self, x: ArrayLike) -> tuple[list[Any], list[Any]]:
        """Run it and keep everything.

        Parameters
        ----------
        x : array_like, shape (n_0, N)
            N examples as columns.

        Returns
        -------
        z, a : lists of arrays
            z[l] and a[l] of shape (n_l, N) for layer l, as in the formulas; a[0] is x and z[0] is x too, unused.
        """
        x = self._columns("x", x, self.sizes[0])
        z, a = [x], [x]
        for W, b, name in zip(self.weights, self.biases, self.activations, strict=True):
            z.append(W @ a[-1] + b)
            a.append(ACTIVATIONS[name].function(z[-1]))
        return z, a

    def __call__(self, x: ArrayLike) -> Any:
        """The last layer's activations, shape (n_L, N)."""
        return self.forward(x)[1][-1]

    def cost(self, x: ArrayLike, y: ArrayLike) -> Any:
        """Mean over the examples of the squared length of the error; x and y have N columns each."""
        x, y = self._pair(x, y)
        return np.sum((self(x) - y) ** 2) / y.shape[1]

    def backpropagate(self, x: ArrayLike, y: ArrayLike) -> tuple[float, Network]:
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
        x, y = self._pair(x, y)
        z, a = self.forward(x)
        error = a[-1] - y  # (n_L, N)
        dW, db = [], []
        row = 2 / y.shape[1] * error.T  # ∂C/∂a⁽ᴸ⁾: (N, n_L)
        for layer in reversed(range(1, len(z))):
            bend = ACTIVATIONS[self.activations[layer - 1]].derivative(z[layer])  # (n_l, N)
            row = row * bend.T  # ∂C/∂z⁽ˡ⁾ = ∂C/∂a⁽ˡ⁾ · diag(σ′): (N, n_l)
            dW.insert(0, row.T @ a[layer - 1].T)  # ∂z/∂W = a⁽ˡ⁻¹⁾: (n_l, N)(N, n_{l-1})
            db.insert(0, row.sum(axis=0)[:, np.newaxis])  # ∂z/∂b = I: (n_l, 1)
            row = row @ self.weights[layer - 1]  # ∂z/∂a⁽ˡ⁻¹⁾ = W⁽ˡ⁾: (N, n_l)(n_l, n_{l-1})
        return float(np.sum(error**2) / y.shape[1]), Network(tuple(dW), tuple(db), self.activations)

    def jacobians(self, x: ArrayLike) -> list[Array]:
        """The Jacobian of each layer by the one before, for one example.

        Parameters
        ----------
        x : array_like, shape (n_0, 1)

        Returns
        -------
        list of arrays, shapes (n_l, n_{l-1})
            ∂a⁽ˡ⁾/∂a⁽ˡ⁻¹⁾ = diag(σ′(z⁽ˡ⁾)) W⁽ˡ⁾ for each layer. Their product, last layer first, is the Jacobian of
            the whole network; where its factors are small, gradients vanish.
        """
        z, _ = self.forward(x)
        if z[0].shape[1] != 1:
            raise ValueError(f"x must be one example, shape ({self.sizes[0]}, 1), got {z[0].shape}")
        bends = [ACTIVATIONS[name].derivative(u) for name, u in zip(self.activations, z[1:], strict=True)]
        return [bend * W for bend, W in zip(bends, self.weights, strict=True)]  # (n_l, 1) scales the rows

    @property
    def parameters(self) -> Array:
        """All weights and biases in one vector: W⁽¹⁾ by rows, b⁽¹⁾, W⁽²⁾, …"""
        pairs = zip(self.weights, self.biases, strict=True)
        return np.concatenate([part.ravel() for pair in pairs for part in pair])

    def with_parameters(self, vector: Any) -> Network:
        """The same network with other parameters, in the order of `parameters`.

        The vector may be a traced value, so that `gradient` can differentiate the cost by it:
        ``gradient(lambda v: net.with_parameters(v).cost(x, y), net.parameters)``.
        """
        size = sum(W.size + b.size for W, b in zip(self.weights, self.biases, strict=True))
        if np.shape(vector) != (size,):
            raise ValueError(f"vector must have shape ({size},), got {np.shape(vector)}")
        weights, biases, start = [], [], 0
        for W, b in zip(self.weights, self.biases, strict=True):
            middle, end = start + W.size, start + W.size + b.size
            weights.append(vector[start:middle].reshape(W.shape))
            biases.append(vector[middle:end].reshape(b.shape))
            start = end
        return Network(tuple(weights), tuple(biases), self.activations)

    def _columns(self, name: str, x: Any, rows: int) -> Any:
        x = np.asarray(x, dtype=float) if isinstance(x, (list, tuple, np.ndarray)) else x
        if len(np.shape(x)) != 2 or np.shape(x)[0] != rows or np.shape(x)[1] == 0:
            raise ValueError(f"{name} must have shape ({rows}, N), examples as columns, got {np.shape(x)}")
        return x

    def _pair(self, x: Any, y: Any) -> tuple[Any, Any]:
        x, y = self._columns("x", x, self.sizes[0]), self._columns("y", y, self.sizes[-1])
        if np.shape(x)[1] != np.shape(y)[1]:
            raise ValueError(f"x and y must have as many columns, got {np.shape(x)[1]} and {np.shape(y)[1]}")
        return x, y


def _known(name: str) -> Activation:
    if name not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}, got {name!r}")
    return ACTIVATIONS[name]


def initialise(
    sizes: Sequence[int], activations: Sequence[str], seed: int = 0, equal: float | None = None
) -> Network:
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
    if len(sizes) < 2 or not all(isinstance(n, (int, np.integer)) and n > 0 for n in sizes):
        raise ValueError(f"sizes must be two or more whole numbers above 0, got {sizes!r}")
    if len(activations) != len(sizes) - 1:
        raise ValueError(f"activations must have {len(sizes) - 1} names, one a layer, got {activations!r}")
    rng, weights = np.random.default_rng(seed), []
    for before, after, name in zip(sizes, sizes[1:], activations, strict=False):
        drawn = rng.normal(size=(after, before)) * np.sqrt(_known(name).gain / before)
        weights.append(drawn if equal is None else np.full((after, before), float(equal)))
    return Network(tuple(weights), tuple(np.zeros((n, 1)) for n in sizes[1:]), tuple(activations))


@dataclass(frozen=True, eq=False)
class Training:
    """The path of a training.

    Attributes
    ----------
    network : Network
        The last one.
    costs : array, shape (steps + 1,)
        The cost at the start and after each step.
    kept : mapping from int to Network
        The networks at the steps asked for, step 0 being the start.
    reason : str
        "finished", or "non-finite" if the cost or its gradient overflowed: then it stopped there.
    """

    network: Network
    costs: Array
    kept: Mapping[int, Network]
    reason: str


def train(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    step: float,
    steps: int,
    momentum: float = 0.0,
    keep: Collection[int] = (),
) -> Training:
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
    keep : collection of int
        The steps whose networks to keep, from 0 to `steps`.

    Returns
    -------
    Training

    Examples
    --------
    >>> x = np.linspace(-2.0, 2.0, 9)[np.newaxis]
    >>> path = train(initialise([1, 4, 1], ["tanh", "identity"]), x, np.abs(x), 0.1, 300, keep=[0, 300])
    >>> path.reason, sorted(path.kept), bool(path.costs[-1] < path.costs[0] / 20)
    ('finished', [0, 300], True)
    """
    x, y = network._pair(x, y)
    for name, value, holds, expected in (
        ("step", step, step > 0, "above 0"),
        ("momentum", momentum, 0 <= momentum < 1, "from 0 and below 1"),
        ("steps", steps, isinstance(steps, (int, np.integer)) and steps > 0, "and whole, from 1"),
    ):
        if not holds or not np.isfinite(value):
            raise ValueError(f"{name} must be a finite number {expected}, got {value!r}")
    if not all(isinstance(k, (int, np.integer)) and 0 <= k <= steps for k in keep):
        raise ValueError(f"keep must hold whole numbers from 0 to steps = {steps}, got {keep!r}")
    point, costs, kept, reason = network.parameters, list[float](), {}, "finished"
    velocity = np.zeros_like(point)
    for k in range(steps + 1):
        network = network.with_parameters(point)
        with np.errstate(all="ignore"):
            cost, gradient = network.backpropagate(x, y)
        costs.append(cost)
        if k in keep:
            kept[k] = network
        if not np.isfinite(cost) or not np.all(np.isfinite(gradient.parameters)):
            reason = "non-finite"
            break
        velocity = momentum * velocity - step * gradient.parameters
        point = point + velocity
    return Training(network, np.array(costs), kept, reason)
