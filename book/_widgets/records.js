// Figures of what was computed when the book was built: a recorded computation, a training run, errors of methods.

import { make } from "./marks.js";
import { words } from "./state.js";

/** A computation, walked forwards for its values and backwards for its adjoints. */
export function graph({ panels: [panel], spec }) {
  const { boxes, edges, turns, width, height } = spec;
  for (const [i, j] of edges) panel.line("muted thin")([boxes[i].at, boxes[j].at]);
  const drawn = boxes.map(({ at: [x, y], name, sign }) => {
    const frame = make("rect", { class: "node", x: panel.X(x - width / 2), y: panel.Y(y + height / 2), width: panel.X(width) - panel.X(0), height: panel.Y(0) - panel.Y(height) }, panel.free);
    panel.label("ink upright plain", 0, 4, "middle")(x, y + 0.19, `${name}  ${sign}`);
    return { frame, value: panel.label("function upright plain", 0, 4, "middle"), adjoint: panel.label("derivative upright plain", 0, 4, "middle") };
  });
  return {
    draw({ step }) {
      const { node, known, adjoints } = turns[step];
      boxes.forEach(({ at: [x, y], value }, i) => {
        drawn[i].frame.classList.toggle("now", i === node);
        drawn[i].value(x, y, i < known ? words(value) : "");
        drawn[i].adjoint(x, y - 0.19, adjoints?.[i] ? words(adjoints[i]) : "");
      });
      const done = known === boxes.length;
      return {
        values: [["output", done ? boxes[spec.output].value : "—", "function"], ...spec.inputs.map(([name, i]) => [`adjoint of ${name}`, adjoints ? adjoints[i] : "—", "derivative"])],
        text: spec.variables[0].texts[step],
      };
    },
  };
}

/** What a network draws at a step of its training, beside its cost. */
export function training({ panels: [left, right], spec }) {
  for (const [x, y] of spec.target) left.dot("muted", 1.2)(x, y);
  const curve = left.line("function");
  right.line("derivative")(spec.costs);
  const here = right.dot("point", 4.5);
  return {
    draw({ frame }) {
      const { step, cost, curve: points } = spec.frames[frame];
      curve(points);
      here(step, Math.log10(cost));
      return { values: [["step", String(step), "point"], ["cost", cost, "derivative"]], text: spec.variables[0].texts[frame] };
    },
  };
}

/** Errors against step sizes, both by their logarithms. */
export function errors({ panels: [panel], spec }) {
  const { across, lines, label } = spec;
  const cursor = panel.line("point thin dashed");
  const dots = lines.map(({ name, colour, logs }) => {
    panel.line(`${colour} second-rank`)(across.map((x, i) => [x, logs[i] ?? NaN]));
    const first = logs.findIndex((v) => v !== null);
    panel.label(colour, 6, 4)(across[first], logs[first], name);
    return panel.dot(colour, 4.5);
  });
  return {
    draw({ k }) {
      const near = k + 1 < across.length ? k + 1 : k - 1;
      cursor(panel.y.map((end) => [across[k], end]));
      const values = [[label, 10 ** across[k], "point", 0]]; // here the smallest numbers are what it is about
      lines.forEach(({ name, colour, logs }, i) => {
        dots[i](across[k], logs[k] ?? NaN);
        const slope = logs[k] === null || logs[near] === null ? NaN : (logs[near] - logs[k]) / (across[near] - across[k]);
        values.push([name, logs[k] === null ? 0 : 10 ** logs[k], colour, 0], [`slope of ${name}`, slope, colour]);
      });
      const told = lines.flatMap(({ name }, i) => {
        const slope = values[2 + 2 * i][1];
        return Number.isFinite(slope) ? [`the error of ${name} is ${slope < 0 ? "multiplied" : "divided"} by about ${words(2 ** Math.abs(slope))}`] : [];
      });
      return { values, text: told.length ? `With half the step, ${told.join(", and ")}.` : "Here an error is 0, which has no logarithm." };
    },
  };
}
