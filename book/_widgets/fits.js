// A line through readings, beside the bowl that it stands in.

import { steps } from "./marks.js";
import { words } from "./state.js";

/** The sum of squared misses over squared uncertainties, and its slopes along m and c. */
export function chi({ x, y, s }, m, c) {
  let value = 0, along = 0, up = 0;
  x.forEach((at, i) => {
    const miss = (y[i] - m * at - c) / s[i] ** 2;
    value += miss * miss * s[i] ** 2;
    along -= 2 * miss * at;
    up -= 2 * miss;
  });
  return [value, along, up];
}

/** Slope and intercept of a line, and its point on the bowl of χ². */
export function fit({ panels: [left, right], handle, spec }) {
  const { x, y, best: [slope, intercept], least, factor: [[a], [b, d]], heights, grip } = spec;
  const ring = (k) => steps(0, 2 * Math.PI, 72).map((t) => [slope + k * a * Math.cos(t), intercept + k * (b * Math.cos(t) + d * Math.sin(t))]);
  const misses = left.lines("derivative thin"), line = left.through("function");
  x.forEach((at, i) => left.dot("ink", 2.4)(at, y[i]));
  right.lines("second hair pale")(heights.map(ring));
  const level = right.line("second"), arm = 4 / right.box[2] * (right.x[1] - right.x[0]), reach = 4 / right.box[3] * (right.y[1] - right.y[0]);
  right.lines("second thin")([[[slope - arm, intercept], [slope + arm, intercept]], [[slope, intercept - reach], [slope, intercept + reach]]]);
  handle(left, { y: "m", at: ({ m, c }) => [grip, m * grip + c], to: (px, py, { c }) => ({ m: (py - c) / grip }), label: "end of the line, slope m" });
  handle(left, { y: "c", at: ({ c }) => [0, c], label: "start of the line, intercept c" });
  handle(right, { x: "m", y: "c", at: ({ m, c }) => [m, c], label: "point on the bowl, slope m and intercept c" });
  return {
    draw({ m, c }) {
      const [value, along, up] = chi(spec, m, c), above = value - least;
      misses(x.map((at, i) => [[at, m * at + c], [at, y[i]]]));
      line(0, c, m);
      level(ring(Math.sqrt(Math.max(0, above))));
      return {
        values: [["χ²", value, "second"], ["least χ²", least, "second"], ["∂χ²/∂m", along, "derivative"], ["∂χ²/∂c", up, "derivative"]],
        text: above < 0.01 * least ? "This is the bottom of the bowl, as nearly as the sliders reach: every other line has a larger χ²." : `χ² is ${words(above)} above the least. Turning the line ${along < 0 ? "up" : "down"} would lower it, and so would sliding it ${up < 0 ? "up" : "down"}.`,
      };
    },
  };
}
