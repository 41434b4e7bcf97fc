"""Backpropagation against the tape, autograd and central differences; training against itself by hand."""

import autograd
import autograd.numpy as anp
import mpmath as mp
import numpy as np
import pytest

from mvcalc.derivatives import gradient, jacobian
from mvcalc.network import ACTIVATIONS, Network, initialise, train

RNG = np.random.default_rng(11)
X, Y = RNG.normal(size=(3, 7)), RNG.normal(size=(2, 7))
LAYERS = [
    ([3, 2], ["identity"]),
    ([3, 5, 2], ["tanh", "identity"]),
    ([3, 4, 6, 2], ["sigmoid", "tanh", "sigmoid"]),
    ([3, 6, 5, 2], ["relu", "relu", "identity"]),
]


def network(sizes, names, seed=5):
    """Weights of a generic size and biases that are not zero."""
    net = initialise(sizes, names, seed=seed)
    return net.with_parameters(net.parameters + 0.3 * np.random.default_rng(seed).normal(size=len(net.parameters)))


def autograd_cost(net):
    """The cost written again, apart from ours, as a function of the parameters."""
    bends = {
        "identity": lambda z: z,
        "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
        "tanh": anp.tanh,
        "relu": lambda z: anp.maximum(z, 0.0),
    }

    def cost(theta):
        total = 0.0
        for k in range(X.shape[1]):
            a, start = X[:, k], 0
            for before, after, name in zip(net.sizes, net.sizes[1:], net.activations, strict=False):
                W = anp.reshape(theta[start : start + after * before], (after, before))
                start += after * before
                a = bends[name](anp.dot(W, a) + theta[start : start + after])
                start += after
            total = total + anp.sum((a - Y[:, k]) ** 2)
        return total / X.shape[1]

    return cost


@pytest.mark.parametrize(("sizes", "names"), LAYERS)
def test_backpropagation_against_autograd(sizes, names):
    net = network(sizes, names)
    cost, slope = net.backpropagate(X, Y)
    other = autograd_cost(net)
    assert cost == pytest.approx(other(net.parameters), rel=1e-13)
    assert cost == pytest.approx(net.cost(X, Y), rel=1e-14)
    np.testing.assert_allclose(slope.parameters, autograd.grad(other)(net.parameters), rtol=1e-11, atol=1e-14)
    assert [W.shape for W in slope.weights] == [W.shape for W in net.weights]
    assert [b.shape for b in slope.biases] == [b.shape for b in net.biases]


@pytest.mark.parametrize(("sizes", "names"), LAYERS)
def test_backpropagation_against_the_tape(sizes, names):
    net = network(sizes, names)
    slope = gradient(lambda v: net.with_parameters(v).cost(X, Y), net.parameters)
    np.testing.assert_allclose(net.backpropagate(X, Y)[1].parameters, slope, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize(("sizes", "names"), LAYERS)
def test_backpropagation_against_differences(sizes, names):
    net = network(sizes, names)
    slope = net.backpropagate(X, Y)[1].parameters
    for direction in np.random.default_rng(2).normal(size=(5, len(slope))):
        up, down = (net.with_parameters(net.parameters + h * direction).cost(X, Y) for h in (1e-6, -1e-6))
        assert slope @ direction == pytest.approx((up - down) / 2e-6, rel=1e-6)


def test_the_comparison_can_fail():
    """One wrong derivative of an activation, and the numbers differ."""
    net = network([3, 5, 2], ["tanh", "identity"])
    wrong = Network(net.weights, net.biases, ("sigmoid", "identity"))
    right = autograd.grad(autograd_cost(net))(net.parameters)
    assert not np.allclose(wrong.backpropagate(X, Y)[1].parameters, right, rtol=1e-3)


def test_a_batch_is_the_mean_of_its_examples():
    net = network([3, 4, 2], ["sigmoid", "identity"])
    one_by_one = [net.backpropagate(X[:, [k]], Y[:, [k]]) for k in range(7)]
    cost, slope = net.backpropagate(X, Y)
    assert cost == pytest.approx(np.mean([c for c, _ in one_by_one]), rel=1e-13)
    np.testing.assert_allclose(slope.parameters, np.mean([s.parameters for _, s in one_by_one], axis=0), rtol=1e-11)


def test_forward_keeps_every_layer():
    net = network([3, 4, 2], ["tanh", "sigmoid"])
    z, a = net.forward(X)
    assert [v.shape for v in a] == [(3, 7), (4, 7), (2, 7)]
    np.testing.assert_allclose(z[1], net.weights[0] @ X + net.biases[0])
    np.testing.assert_allclose(a[1], np.tanh(z[1]))
    np.testing.assert_allclose(net(X), 1 / (1 + np.exp(-z[2])))


def test_layer_jacobians_multiply_to_that_of_the_network():
    net = network([3, 4, 5, 2], ["tanh", "sigmoid", "identity"])
    layers = net.jacobians(X[:, [2]])
    assert [J.shape for J in layers] == [(4, 3), (5, 4), (2, 5)]
    whole = jacobian(lambda v: net(v[:, np.newaxis])[:, 0], X[:, 2])
    np.testing.assert_allclose(layers[2] @ layers[1] @ layers[0], whole, rtol=1e-12)


def test_sigmoid_layers_shrink_gradients_by_a_quarter_each():
    net = network([3, 6, 6, 6, 2], ["sigmoid"] * 4)
    product = np.linalg.multi_dot(net.jacobians(X[:, [0]])[::-1])
    bound = 0.25**4 * np.prod([np.linalg.norm(W, 2) for W in net.weights])
    assert 0 < np.linalg.norm(product, 2) <= bound


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_and_their_derivatives(name):
    exact = {
        "identity": lambda z: z,
        "sigmoid": lambda z: 1 / (1 + mp.exp(-z)),
        "tanh": mp.tanh,
        "relu": lambda z: max(z, mp.mpf(0)),
    }[name]
    z = np.array([-2.3, -0.7, 0.4, 1.9])
    act = ACTIVATIONS[name]
    np.testing.assert_allclose(act.function(z), [float(exact(mp.mpf(v))) for v in z], rtol=1e-14)
    np.testing.assert_allclose(act.derivative(z), [float(mp.diff(exact, v)) for v in z], rtol=1e-12, atol=1e-14)


def test_sigmoid_far_out_neither_overflows_nor_loses_its_tail():
    act = ACTIVATIONS["sigmoid"]
    z = np.array([-800.0, -40.0, 40.0, 800.0])
    np.testing.assert_allclose(act.function(z), [0.0, float(mp.exp(-40)), 1.0, 1.0], rtol=1e-14)
    np.testing.assert_allclose(act.derivative(z)[1:3], float(mp.exp(-40)), rtol=1e-14)


def test_initial_weights_have_the_spread_that_is_promised():
    net = initialise([50, 400, 300], ["relu", "tanh"], seed=8)
    assert net.weights[0].std() == pytest.approx(np.sqrt(2 / 50), rel=0.03)
    assert net.weights[1].std() == pytest.approx(np.sqrt(1 / 400), rel=0.03)
    assert not any(b.any() for b in net.biases)
    np.testing.assert_array_equal(net.parameters, initialise([50, 400, 300], ["relu", "tanh"], seed=8).parameters)
    assert not np.array_equal(net.weights[0], initialise([50, 400, 300], ["relu", "tanh"], seed=9).weights[0])


def test_parameters_go_there_and_back():
    net = network([3, 4, 2], ["tanh", "identity"])
    theta = np.arange(26.0)
    other = net.with_parameters(theta)
    np.testing.assert_array_equal(other.weights[0], np.arange(12.0).reshape(4, 3))
    np.testing.assert_array_equal(other.biases[0].ravel(), np.arange(12.0, 16.0))
    np.testing.assert_array_equal(other.parameters, theta)


# Training ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("momentum", [0.0, 0.7])
def test_training_is_gradient_descent(momentum):
    net = network([3, 4, 2], ["tanh", "identity"])
    path = train(net, X, Y, 0.05, 6, momentum)
    theta, velocity, slope = net.parameters, 0.0, autograd.grad(autograd_cost(net))
    for k in range(7):
        assert path.values[k] == pytest.approx(autograd_cost(net)(theta), rel=1e-10)
        np.testing.assert_allclose(path.points[k], theta, rtol=1e-10)
        velocity = momentum * velocity - 0.05 * slope(theta)
        theta = theta + velocity
    assert len(path.points) == 7
    assert path.reason == "iteration limit"


def test_it_learns_a_closed_curve():
    t = np.linspace(0, 1, 60, endpoint=False)[np.newaxis]
    curve = np.vstack([np.cos(2 * np.pi * t), np.sin(4 * np.pi * t)])
    path = train(initialise([1, 20, 2], ["tanh", "identity"], seed=4), 4 * t - 2, curve, 0.05, 4000, 0.9)
    assert path.value < 0.02 * path.values[0]


def trained(net, steps):
    return net.with_parameters(train(net, X, Y, 0.1, steps).point)


def test_a_linear_neuron_finds_the_least_squares_line():
    design = np.vstack([X, np.ones((1, 7))]).T
    expected = np.linalg.lstsq(design, Y.T, rcond=None)[0].T
    net = trained(initialise([3, 2], ["identity"], seed=1), 5000)
    np.testing.assert_allclose(np.hstack([net.weights[0], net.biases[0]]), expected, atol=1e-8)


def test_equal_weights_never_part():
    equal = trained(initialise([3, 4, 2], ["tanh", "identity"], equal=0.5), 300)
    np.testing.assert_allclose(equal.weights[0] - equal.weights[0][0], 0.0, atol=1e-12)
    parted = trained(initialise([3, 4, 2], ["tanh", "identity"], seed=3), 300)
    assert np.ptp(parted.weights[0], axis=0).min() > 0.1


def test_too_large_a_step_ends_with_a_name():
    path = train(network([3, 2], ["identity"]), X, Y, 5.0, 2000)
    assert path.reason == "diverged"
    assert len(path.values) < 2001
    assert np.all(np.isfinite(path.values[:-1]))


# Bad input ---------------------------------------------------------------------------------------

GOOD = network([3, 4, 2], ["tanh", "identity"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: initialise([3], []), "sizes must be two or more"),
        (lambda: initialise([3, 0], ["tanh"]), "sizes must be two or more"),
        (lambda: initialise([3, 2.5], ["tanh"]), "sizes must be two or more"),
        (lambda: initialise([3, 2], ["softplus"]), "activations must be one of .*'relu'.* got"),
        (lambda: initialise([3, 2], ["tanh", "tanh"]), "activations must be one of"),
        (lambda: Network(GOOD.weights, GOOD.biases, ("tanh",)), r"differ in number: \(2, 2, 1\)"),
        (lambda: Network((), (), ()), "differ in number"),
        (lambda: Network(GOOD.weights[::-1], GOOD.biases, GOOD.activations), r"biases must be \(2, 1\)"),
        (
            lambda: Network((np.ones((4, 3)), np.ones((2, 3))), GOOD.biases, GOOD.activations),
            r"weights must be \(n, 4\)",
        ),
        (lambda: Network(GOOD.weights, GOOD.biases, ("tanh", "Tanh")), "activation must be one of"),
        (lambda: GOOD(X.T), r"x must be \(3, N\), N examples as columns, got \(7, 3\)"),
        (lambda: GOOD(X[:, 0]), r"x must be \(3, N\)"),
        (lambda: GOOD.cost(X, Y[:, :3]), r"y must be \(2, N\)"),
        (lambda: GOOD.backpropagate(X, Y.T), r"y must be \(2, N\)"),
        (lambda: GOOD.jacobians(X), r"x must be one example, \(3, 1\), got \(3, 7\)"),
        (lambda: GOOD.with_parameters(np.ones(25)), r"vector must be \(26,\), got \(25,\)"),
        (lambda: train(GOOD, X, Y, -0.1, 10), "step must be a finite number above 0, got -0.1"),
        (lambda: train(GOOD, X, Y, 0.1, 0), "steps must be a whole number from 1, got 0"),
        (lambda: train(GOOD, X, Y, 0.1, 10, 1.0), "momentum must be from 0 and below 1, got 1.0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
