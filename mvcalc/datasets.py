"""The book's data: each function returns named arrays, with their units and where they come from."""

from __future__ import annotations

from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["CarTrack", "Nebulae", "Penguins", "car_position", "car_track", "nebulae", "penguins"]

_GREEN, _CRUISE, _BRAKE, _STOP = (
    2.0,
    12.0,
    20.0,
    26.0,
)  # s: light turns green, cruise begins, brake, standstill
_TOP_SPEED = 14.0  # m/s, about 50 km/h


class CarTrack(NamedTuple):
    """A car's positions along a street: ``time`` in s and ``position`` in m, arrays of one length."""

    time: NDArray[np.float64]
    position: NDArray[np.float64]


def car_position(time: ArrayLike) -> NDArray[np.float64]:
    """Exact position of the car of :func:`car_track`, before it is rounded.

    The speed is 0 until 2 s, rises smoothly to 14 m/s at 12 s, stays there until 20 s and falls smoothly to 0 at
    26 s; each ramp is the cubic 3u² − 2u³, so the acceleration has no jump.

    Parameters
    ----------
    time : float or array
        Seconds; before 0 the car stands at 0.

    Returns
    -------
    array of the shape of ``time``
        Metres.

    Examples
    --------
    >>> float(car_position(12.0))
    70.0
    """
    t = np.asarray(time, dtype=float)

    def ramp(start: float, end: float) -> NDArray[np.float64]:
        """Distance covered since ``start`` by a speed that rises smoothly from 0 to 1 at ``end``."""
        length = end - start
        u = np.clip((t - start) / length, 0, 1)
        return np.asarray(length * (u**3 - u**4 / 2) + np.maximum(t - end, 0))

    return _TOP_SPEED * (ramp(_GREEN, _CRUISE) - ramp(_BRAKE, _STOP))


def car_track() -> CarTrack:
    """Thirty seconds of a car in town, from one traffic light to the next.

    Computed, not measured: :func:`car_position` read twice a second and rounded to 0.1 m, as a cheap receiver
    would report it. The rounding is what makes its second differences rough.

    Returns
    -------
    CarTrack
        ``time`` (s) and ``position`` (m), 61 readings each.

    Examples
    --------
    >>> track = car_track()
    >>> print(track.time[:3], track.position[-3:])
    [0.  0.5 1. ] [224. 224. 224.]
    """
    time = np.arange(61) / 2
    return CarTrack(time, np.round(car_position(time), 1))


class Penguins(NamedTuple):
    """Penguins, one to a column: ``measures`` of shape (4, n), and ``species``, the name of each.

    The measures are bill length, bill depth and flipper length in mm, and body mass in g.
    """

    measures: NDArray[np.float64]
    species: NDArray[np.str_]


def penguins() -> Penguins:
    """Measure 342 adult penguins of three species near Palmer Station, Antarctica, 2007 to 2009.

    Collected by Kristen Gorman and the Palmer Station Long Term Ecological Research programme, and given to the public
    domain (CC0). Two birds of the 344 that were recorded lack their measures, and are left out here.

    Returns
    -------
    Penguins

    References
    ----------
    K. B. Gorman, T. D. Williams, W. R. Fraser, Ecological sexual dimorphism and environmental variability within
    a community of Antarctic penguins (genus *Pygoscelis*), *PLoS ONE* 9 (2014), e90081.

    Examples
    --------
    >>> birds = penguins()
    >>> birds.measures.shape, sorted(set(birds.species.tolist()))
    ((4, 342), ['Adelie', 'Chinstrap', 'Gentoo'])
    """
    lines = files("mvcalc").joinpath("data", "penguins.csv").read_text(encoding="utf-8").split()[1:]
    species, *measures = zip(*(line.split(",") for line in lines), strict=True)
    return Penguins(np.array(measures, dtype=float), np.array(species))


class Nebulae(NamedTuple):
    """Nebulae by ``name``, with their ``distance`` in Mpc and ``velocity`` in km/s, arrays of one length."""

    name: NDArray[np.str_]
    distance: NDArray[np.float64]
    velocity: NDArray[np.float64]


def nebulae() -> Nebulae:
    """The nebulae by which Hubble showed in 1929 that the further away they are, the faster they recede.

    Measured: the velocities by the shift of spectral lines, well; the distances by the brightness of stars, six to
    seven times too small, all of them, as was found later. A negative velocity is one towards us.

    Returns
    -------
    Nebulae
        24 of them, by distance.

    References
    ----------
    Edwin Hubble, A relation between distance and radial velocity among extra-galactic nebulae, *Proceedings of the
    National Academy of Sciences* 15 (1929), 168–173, table 1. In the public domain.

    Examples
    --------
    >>> table = nebulae()
    >>> print(table.name[-1], table.distance[-1], table.velocity[-1])
    4649 2.0 1090.0
    """
    text = files("mvcalc").joinpath("data/hubble-1929.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines() if not line.startswith("#")][1:]
    name, distance, velocity = zip(*rows, strict=True)
    return Nebulae(np.array(name), np.array(distance, dtype=float), np.array(velocity, dtype=float))
