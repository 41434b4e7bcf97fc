// The game of ε and δ.

import { steps } from "./marks.js";
import { words } from "./state.js";

/** A band of height 2ε, a strip of width 2δ, and whether the curve in the strip stays in the band. */
export function limit({ panels: [panel], functions: { f }, handle, spec }) {
  const { a, claim, tried, gap } = spec, [left, right] = panel.x, [bottom, top] = panel.y;
  const box = (draw) => (x0, x1, y0, y1) => draw([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]);
  const band = box(panel.line("derivative band")), strip = box(panel.line("point band"));
  const curve = (from, to, count) => steps(from, to, count).map((x) => [x, f(x)]);
  panel.lines("function")([curve(left, a - gap, 120), curve(a + gap, right, 120)]);
  const inner = panel.lines("point thick"), miss = panel.line("ink thin dashed"), worst = panel.dot("ink");
  panel.dot("hole")(a, claim);
  const mine = panel.label("derivative", 10, -6), yours = panel.label("point", 10, -8);
  handle(panel, { y: "epsilon", at: ({ epsilon }) => [left, claim + epsilon], to: (x, y) => ({ epsilon: y - claim }), label: "tolerance ε", classes: "derivative" });
  handle(panel, { x: "delta", at: ({ delta }) => [a + delta, bottom], to: (x) => ({ delta: x - a }), label: "reach δ" });
  return {
    draw({ epsilon, delta }) {
      const sides = [-1, 1].map((way) => Array.from({ length: tried }, (_, i) => a + way * ((delta * (i + 1)) / tried)).map((x) => [x, f(x)]));
      const off = ([, y]) => Math.abs(y - claim);
      const [x, y] = sides.flat().reduce((far, next) => (off(next) > off(far) ? next : far)), largest = off([x, y]);
      const won = largest <= epsilon;
      band(left, right, claim - epsilon, claim + epsilon);
      strip(a - delta, a + delta, bottom, top);
      inner(sides);
      miss(won ? [] : [[x, claim], [x, y]]);
      worst(won ? NaN : x, y);
      mine(left, claim + epsilon, "ε");
      yours(a + delta, bottom, "a + δ");
      return {
        values: [["ε", epsilon, "derivative"], ["δ", delta, "point"], ["largest miss", largest, "point"]],
        text: won
          ? "δ wins: every value tried within δ of a is within ε of the claimed limit. Now name a smaller ε."
          : `ε wins so far: at ${words(x)} the value is ${words(largest)} away from the claimed limit. Answer with a smaller δ, if there is one.`,
      };
    },
  };
}
