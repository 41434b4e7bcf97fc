"""Paths of SVG in fewer letters: each place by the step from the one before it, since steps are small numbers."""

from __future__ import annotations

import re

__all__ = ["relative"]

#: How many numbers follow a command, for the commands that matplotlib writes.
NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6}


def _short(hundredths: int) -> str:
    """Write a number of hundredths without what says nothing: .5 for 0.50."""
    text = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
    return re.sub(r"^(-?)0\.", r"\1.", text)


def relative(path: str) -> str:
    """Say a path by steps.

    Parameters
    ----------
    path : str
        With the commands M, L, Q, C and z, as matplotlib writes them.

    Returns
    -------
    str
        The same path, each place rounded to a hundredth. A path with other commands comes back as it is.

    Examples
    --------
    >>> relative("M 215.2 152.25 L 221 142.6 L 218.7 142.5 z")
    'M215.2 152.25l5.8-9.65-2.3-.1z'
    """
    tokens = re.findall(r"[A-Za-z]|-?\d+\.?\d*", path)
    if "".join(tokens) != re.sub(r"\s+", "", path) or not set("".join(tokens)) <= set("MLQCz-.0123456789"):
        return path
    written, command, last = list[str](), "", ""
    here = start = (0, 0)
    at = 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        if command == "z":
            written.append("z")
            here, last = start, "z"
            continue
        numbers = [round(100 * float(text)) for text in tokens[at : at + NUMBERS[command]]]
        at += len(numbers)
        if command == "M":
            steps, start = numbers, (numbers[0], numbers[1])
        else:
            steps = [number - here[k % 2] for k, number in enumerate(numbers)]
        now = command if command == "M" else command.lower()
        for k, step in enumerate(map(_short, steps)):
            written.append((now if k == 0 and now != last else "" if step.startswith("-") else " ") + step)
        here, last = (numbers[-2], numbers[-1]), now
    return "".join(written)
