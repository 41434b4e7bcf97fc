// Exercises that answer back.
