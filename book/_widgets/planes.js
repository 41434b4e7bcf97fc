// Figures of functions of two variables seen from above, and of maps of the plane.

import { levels, sample } from "./contours.js";
import { steps } from "./marks.js";
import { words } from "./state.js";

const label = ([first, second]) => `point, ${first.label} and ${second.label}`;

/** The level lines, and what draws the one through a height. */
function landscape(panel, f, heights) {
  const grid = sample(f, panel.x, panel.y);
  panel.lines("function hair pale")(levels(grid, heights));
  const through = panel.lines("function");
  return (height) => through(levels(grid, [height]));
}

/** Gradient and directional derivative at a point that can be dragged. */
export function contour({ panels: [panel], functions: { f, jet }, handle, spec }) {
  const through = landscape(panel, f, spec.levels);
  const gradient = panel.arrow("derivative"), direction = panel.arrow("point");
  const { reach, scale, names, title } = spec;
  const turned = (angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const tip = ({ x, y, angle }) => turned(angle).map((r, i) => [x, y][i] + reach * r);
  handle(panel, { x: "angle", at: tip, to: (px, py, { x, y }) => ({ angle: (Math.atan2(py - y, px - x) * 180) / Math.PI }), label: "direction", classes: "point small" });
  handle(panel, { x: "x", y: "y", at: ({ x, y }) => [x, y], label: label(spec.variables) });
  return {
    draw(state) {
      const { x, y, angle } = state, [height, [gx, gy]] = jet(x, y), [rx, ry] = turned(angle);
      const slope = gx * rx + gy * ry, steep = Math.hypot(gx, gy);
      through(height);
      gradient([x, y], [x + scale * gx, y + scale * gy]);
      direction([x, y], tip(state));
      const share = steep > 1e-9 ? slope / steep : 0;
      return {
        values: [["height", height, "function"], [`∂${title}/∂${names[0]}`, gx, "derivative"], [`∂${title}/∂${names[1]}`, gy, "derivative"], ["length of the gradient", steep, "derivative"], ["directional derivative", slope, "point"]],
        text: steep < 1e-9 ? "The gradient is zero here: level in every direction." : Math.abs(share) < 0.03 ? "This direction runs along the level line: no change, to first order." : share > 0.97 ? "This is nearly the direction of the gradient, the steepest way up." : `This way it goes ${slope > 0 ? "up" : "down"}, at ${Math.round(Math.abs(share) * 100)} % of the steepest slope.`,
      };
    },
  };
}

/** The Hessian's eigen-directions: bowl, dome, saddle or trough. */
export function hessian({ panels: [panel], functions: { f, jet }, handle, spec }) {
  const through = landscape(panel, f, spec.levels);
  const up = [panel.line("second bold"), panel.line("second bold")];
  const down = [panel.line("second bold dashed"), panel.line("second bold dashed")];
  const [p, q] = spec.names, k = spec.title;
  handle(panel, { x: "x", y: "y", at: ({ x, y }) => [x, y], label: label(spec.variables) });
  return {
    draw({ x, y }) {
      const [height, [gx, gy], [[a, b], [, c]]] = jet(x, y);
      const middle = (a + c) / 2, half = Math.hypot((a - c) / 2, b), values = [middle + half, middle - half];
      const angle = Math.atan2(2 * b, a - c) / 2;
      through(height);
      values.forEach((value, i) => {
        const turn = angle + (i * Math.PI) / 2, dx = spec.reach * Math.cos(turn), dy = spec.reach * Math.sin(turn);
        const ends = [[x - dx, y - dy], [x + dx, y + dy]];
        up[i](value > 0 ? ends : []);
        down[i](value > 0 ? [] : ends);
      });
      const small = 1e-6 * (1 + Math.abs(values[0]) + Math.abs(values[1]));
      const kind = Math.min(...values.map(Math.abs)) < small ? "flat in one direction at least: to second order nothing is decided" : values[1] > 0 ? "a bowl: it curves up along both lines" : values[0] < 0 ? "a dome: it curves down along both lines" : "a saddle: it curves up along the full line and down along the dashed one";
      return {
        values: [[`∂²${k}/∂${p}²`, a, "second"], [`∂²${k}/∂${p}∂${q}`, b, "second"], [`∂²${k}/∂${q}²`, c, "second"], ["determinant", a * c - b * b, "second"], ["larger eigenvalue", values[0], "second"], ["smaller eigenvalue", values[1], "second"], ["length of the gradient", Math.hypot(gx, gy), "derivative"]],
        text: `Here the surface is bent like ${kind}.`.replace("bent like flat", "flat"),
      };
    },
  };
}

/** The outline of a square, 20 steps a side. */
function square(x, y, size) {
  const side = steps(0, size, 20);
  return [...side.map((s) => [x + s, y]), ...side.map((s) => [x + size, y + s]), ...side.map((s) => [x + size - s, y + size]), ...side.map((s) => [x, y + size - s])];
}

function area(outline) {
  return outline.reduce((sum, [x, y], i) => { const [u, v] = outline[(i + 1) % outline.length]; return sum + x * v - u * y; }, 0) / 2;
}

/** A grid, its image, and the parallelogram of the Jacobian. */
export function map({ panels: [left, right], functions: { f, jet }, handle, spec }) {
  const [across, up] = spec.domain;
  const lines = [...steps(...across, 8).map((x) => steps(...up, 60).map((y) => [x, y])), ...steps(...up, 8).map((y) => steps(...across, 60).map((x) => [x, y]))];
  left.lines("function hair pale")(lines);
  right.lines("function hair pale")(lines.map((line) => line.map(([x, y]) => f(x, y))));
  const here = left.line("point filled"), there = right.line("point filled"), flat = right.line("derivative");
  const corner = right.dot("point");
  handle(left, { x: "x", y: "y", at: ({ x, y }) => [x, y], label: "corner of the square" });
  return {
    draw({ x, y, size }) {
      const [[u, v], [[a, b], [c, d]]] = jet(x, y), outline = square(x, y, size), image = outline.map(([p, q]) => f(p, q));
      here(outline);
      there(image);
      flat([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]].map(([s, t]) => [u + size * (a * s + b * t), v + size * (c * s + d * t)]));
      corner(u, v);
      const determinant = a * d - b * c, factor = area(image) / size ** 2;
      return {
        values: [["J₁₁", a, "derivative"], ["J₁₂", b, "derivative"], ["J₂₁", c, "derivative"], ["J₂₂", d, "derivative"], ["determinant", determinant, "derivative"], ["area factor", factor, "point"]],
        text: Math.abs(determinant) < 1e-9 ? "The Jacobian flattens the square onto a line here: its determinant is 0." : `The image of the square has ${words(Math.abs(factor))} times its area${determinant < 0 ? " and is turned over" : ""}; the parallelogram has ${words(Math.abs(determinant))} times.`,
      };
    },
  };
}
