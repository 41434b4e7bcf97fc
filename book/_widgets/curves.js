// Figures of a function of one variable.

import { steps } from "./marks.js";
import { words } from "./state.js";

/** Two points on a curve; as they meet, the secant becomes the tangent. */
export function secant({ panels: [panel], functions: { f, df }, handle }) {
  panel.graph("function")(f);
  const tangent = panel.through("derivative faint");
  const line = panel.through("derivative");
  const run = panel.line("point thin dashed");
  handle(panel, { x: "b", at: ({ b }) => [b, f(b)], label: "point b" });
  handle(panel, { x: "a", at: ({ a }) => [a, f(a)], label: "point a" });
  const name = [panel.label("point", 0, -12, "middle"), panel.label("point", 0, -12, "middle")];
  return {
    draw({ a, b }) {
      const met = a === b, [ya, yb] = [f(a), f(b)];
      const slope = met ? NaN : (yb - ya) / (b - a);
      tangent(a, ya, df(a));
      line(a, ya, met ? df(a) : slope);
      run(met ? [] : [[a, ya], [b, ya], [b, yb]]);
      name[0](a, ya, "a");
      name[1](b, yb, met ? "" : "b");
      return {
        values: [["run", b - a, "point"], ["rise", yb - ya, "point"], ["secant slope", slope, "derivative"], ["tangent slope at a", df(a), "derivative"]],
        text: met
          ? "The points have met: run and rise are both 0, and no secant is left, only the tangent at a."
          : `The secant’s slope is ${words(Math.abs(slope - df(a)))} away from that of the tangent at a.`,
      };
    },
  };
}

/** A function above its derivative, drawn as far as the point has been. */
export function tracer({ panels: [upper, lower], functions: { f, df }, handle, spec }) {
  const [v] = spec.variables;
  let from = v.min, to = v.value;
  upper.graph("function")(f);
  lower.line("muted hair")([[v.min, 0], [v.max, 0]]);
  const tangent = upper.through("derivative");
  const trace = lower.graph("derivative");
  const drop = lower.line("point thin dashed");
  const tip = lower.dot("derivative");
  handle(upper, { x: "x", at: ({ x }) => [x, f(x)], label: v.label });
  return {
    reset() { from = v.min; to = v.value; },
    draw({ x }) {
      from = Math.min(from, x);
      to = Math.max(to, x);
      const slope = df(x);
      tangent(x, f(x), slope);
      trace(df, from, to);
      drop([[x, 0], [x, slope]]);
      tip(x, slope);
      const way = Math.abs(slope) < 1e-9 ? "is level" : slope > 0 ? "rises" : "falls";
      return { values: [["height", f(x), "function"], ["slope", slope, "derivative"]], text: `Here the curve ${way}; its slope is drawn below, as far as you have been.` };
    },
  };
}

/** Two functions one after the other, as three linked axes. */
export function chain({ panels: [panel], functions: { g, f }, handle, spec }) {
  const [first, second, third] = spec.rows.map((row) => (v) => (v - row.low) / (row.high - row.low));
  spec.rows.forEach((row, i) => {
    const height = 2 - i;
    panel.line("muted hair")([[0, height], [1, height]]);
    panel.label("function upright large", 0, 4)(-0.06, height, row.name);
    for (const [v, text] of row.ticks) {
      const t = (v - row.low) / (row.high - row.low);
      panel.line("muted hair")([[t, height], [t, height - 0.06]]);
      panel.label("muted upright small", 0, 14, "middle")(t, height - 0.06, text);
    }
  });
  const ways = [panel.line("muted thin"), panel.line("muted thin dashed")];
  const parts = [0, 1, 2].map(() => panel.line("point thick"));
  const dots = [panel.dot("point"), panel.dot("point")];
  const notes = [panel.label("derivative", 0, 4, "end"), panel.label("derivative", 0, 4, "end")];
  const back = (t) => spec.rows[0].low + t * (spec.rows[0].high - spec.rows[0].low);
  handle(panel, { x: "x", at: ({ x }) => [first(x), 2], to: (t) => ({ x: back(t) }), label: spec.variables[0].label });
  return {
    draw({ x, step }) {
      const [u, du] = g(x), [y, dy] = f(u), u2 = g(x + step)[0], y2 = f(u2)[0];
      const start = [[first(x), 2], [second(u), 1], [third(y), 0]], end = [[first(x + step), 2], [second(u2), 1], [third(y2), 0]];
      ways[0](start);
      ways[1](end);
      parts.forEach((draw, i) => draw([start[i], end[i]]));
      dots.forEach((draw, i) => draw(...start[i + 1]));
      notes[0](1.02, 1.5, `slope ${words(du)}`);
      notes[1](1.02, 0.5, `slope ${words(dy)}`);
      return {
        values: [["step in x", step, "point"], ["step in u", u2 - u, "point"], ["step in y", y2 - y, "point"], ["slope of g", du, "derivative"], ["slope of f", dy, "derivative"], ["product of the slopes", du * dy, "derivative"]],
        text: step ? `From end to end the step is stretched by ${words((y2 - y) / step)}; the product of the slopes says ${words(du * dy)}.` : "Without a step there is nothing to stretch; the slopes are still there.",
      };
    },
  };
}

/** σ(w a + b): weight, bias and input. */
export function neuron({ panels: [panel], functions: { f, df }, handle, spec }) {
  const centre = panel.line("muted thin dashed");
  const curve = panel.graph("function");
  const tangent = panel.through("derivative");
  handle(panel, { x: "a", at: ({ w, b, a }) => [a, f(w * a + b)], label: spec.variables[2].label });
  return {
    draw({ w, b, a }) {
      const z = w * a + b, middle = -b / w;
      centre(Number.isFinite(middle) ? panel.y.map((end) => [middle, end]) : []);
      curve((v) => f(w * v + b));
      tangent(a, f(z), w * df(z));
      return {
        values: [["z = wa + b", z, "point"], ["activation", f(z), "function"], ["slope in a", w * df(z), "derivative"]],
        text: w ? `The dashed line is where z = 0, at a = −b/w = ${words(middle)}; there the curve has the slope ${words(w * df(0))}.` : "With weight 0 the neuron does not see its input: the curve is level.",
      };
    },
  };
}

const factorial = (n) => (n < 2 ? 1 : n * factorial(n - 1));

/** Lagrange's bound from p outwards, with the largest derivative met on the way. */
function bounds(largest, order, p, to) {
  let most = 0;
  return steps(p, to, 120).map((x) => {
    most = Math.max(most, Math.abs(largest(x)));
    return [x, (most * Math.abs(x - p) ** (order + 1)) / factorial(order + 1)];
  });
}

/** A Taylor polynomial with its order, its point, its remainder and its radius of convergence. */
export function taylor({ panels: [panel], functions, handle, spec }) {
  const d = (k) => functions[`d${k}`], f = d(0);
  const band = panel.line("derivative band");
  const edges = [panel.line("second thin dashed"), panel.line("second thin dashed")];
  const names = [panel.label("second", 4, -8), panel.label("second", 4, -8)];
  panel.graph("function")(f);
  const curve = panel.graph("derivative");
  const gap = panel.line("point");
  const tip = panel.dot("derivative");
  handle(panel, { x: "x", at: ({ x }) => [x, f(x)], label: "where they are compared", classes: "point small" });
  handle(panel, { x: "p", at: ({ p }) => [p, f(p)], label: "point of expansion" });
  return {
    draw({ n, p, x }) {
      const coefficients = Array.from({ length: n + 1 }, (_, k) => d(k)(p) / factorial(k));
      const polynomial = (v) => coefficients.reduceRight((sum, c) => sum * (v - p) + c, 0);
      const [left, right] = panel.x.map((end) => bounds(d(n + 1), n, p, end));
      const sheet = [...left.reverse(), ...right];
      band([...sheet.map(([v, e]) => [v, polynomial(v) + e]), ...sheet.reverse().map(([v, e]) => [v, polynomial(v) - e])]);
      curve(polynomial);
      const radius = Math.min(...spec.singular.map(([re, im]) => Math.hypot(re - p, im)));
      [p - radius, p + radius].forEach((edge, i) => {
        const inside = edge > panel.x[0] && edge < panel.x[1];
        edges[i](inside ? panel.y.map((end) => [edge, end]) : []);
        names[i](inside ? edge : NaN, panel.y[0], "radius");
      });
      const value = polynomial(x), error = Math.abs(f(x) - value);
      gap([[x, f(x)], [x, value]]);
      tip(x, value);
      const reach = Number.isFinite(radius) ? `The radius of convergence about p is ${words(radius)}: ${spec.letter} is ${Math.abs(x - p) < radius ? "inside, where more terms help" : Math.abs(x - p) > radius ? "outside, where more terms do not help" : "on its edge"}.` : "There is no limit to the radius of convergence: more terms help everywhere.";
      return {
        values: [[spec.title, f(x), "function"], ["polynomial", value, "derivative"], ["error", error, "point"], ["bound", bounds(d(n + 1), n, p, x).at(-1)[1], "derivative"]],
        text: reach,
      };
    },
  };
}
