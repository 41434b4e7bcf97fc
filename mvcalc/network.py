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
        for layer, (W, b, name) in enumerate(zip(self.weights, self.biases, self.activations, strict=True), 1):
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
        error = a[-1] - y                                        # (n_L, N)
        dW, db = [], []
        row = 2 / y.shape[1] * error.T                           # ∂C/∂a⁽ᴸ⁾: (N, n_L)
        for layer in reversed(range(1, len(z))):
            bend = ACTIVATIONS[self.activations[layer - 1]].derivative(z[layer])  # (n_l, N)
            row = row * bend.T                                   # ∂C/∂z⁽ˡ⁾ = ∂C/∂a⁽ˡ⁾ · diag(σ′): (N, n_l)
            dW.insert(0, row.T @ a[layer - 1].T)                 # ∂z/∂W = a⁽ˡ⁻¹⁾: (n_l, N)(N, n_{l-1})
            db.insert(0, row.sum(axis=0)[:, np.newaxis])         # ∂z/∂b = I: (n_l, 1)
            row = row @ self.weights[layer - 1]                  # ∂z/∂a⁽ˡ⁻¹⁾ = W⁽ˡ⁾: (N, n_l)(n_l, n_{l-1})
        return float(np.sum(error**2) / y.shape[1]), Network(tuple(dW), tuple(db), self.activations)
