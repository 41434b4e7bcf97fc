"""Exercises that answer back: seeded families with worked solutions, every line judged.

=================  =======================================================================
:mod:`.answers`    what can be asked for, and when two answers are the same
:mod:`.family`     a function of parameters, and where these come from
:mod:`.judged`     what is wrong with an exercise, before it is shown
=================  =======================================================================

Every other module holds the families written for one page, and has the page's name.
"""

from mvcalc.exercises.answers import Answer, Choice, Expression, Matrix, Number, Option, Points, Vector, tex
from mvcalc.exercises.family import Exercise, Family, Faulty, Slip, families, family, fill, find
from mvcalc.exercises.judged import faults

__all__ = ["Answer", "Choice", "Exercise", "Expression", "Family", "Faulty", "Matrix", "Number", "Option", "Points"]
__all__ += ["Slip", "Vector", "families", "family", "faults", "fill", "find", "tex"]
