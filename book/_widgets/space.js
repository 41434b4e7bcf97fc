// Surfaces on a canvas, seen from the side, with what touches them drawn over it.

import { element } from "./controls.js";
import { steps } from "./marks.js";

const CELLS = 20, SHARP = 2;

/** The scene of `mvcalc.explore.space`: the same box, projected at the same angle. */
function scene({ panels: [panel], functions: { f }, stage, svg, spec }) {
  const canvas = element("canvas", { width: svg.viewBox.baseVal.width * SHARP, height: svg.viewBox.baseVal.height * SHARP });
  canvas.setAttribute("aria-hidden", "true");
  stage.prepend(canvas);
  const [[x0, x1], [y0, y1]] = spec.domain, { low, high, tilt } = spec;
  const height = 1.1 / (high - low), floor = (low + high) / 2;
  const xs = steps(x0, x1, CELLS), ys = steps(y0, y1, CELLS), zs = ys.map((y) => xs.map((x) => f(x, y)));
  let c = 1, s = 0, drawn = null;

  const place = (x, y, z) => {
    const a = (2 * x - x0 - x1) / (x1 - x0), b = (2 * y - y0 - y1) / (y1 - y0), away = a * s + b * c;
    return [a * c - b * s, away * Math.sin(tilt) * 0.72 + (z - floor) * height * Math.cos(tilt), away];
  };
  /** What lies at one height under a place on the page. */
  const ground = (px, py, z) => {
    const away = (py - (z - floor) * height * Math.cos(tilt)) / (Math.sin(tilt) * 0.72);
    const a = px * c + away * s, b = away * c - px * s;
    return [(a * (x1 - x0) + x0 + x1) / 2, (b * (y1 - y0) + y0 + y1) / 2];
  };

  /** What of the surface lies there, near a height: Newton's method along the line of sight; or nothing. */
  const under = (px, py, start) => {
    let z = start;
    for (let i = 0; i < 12; i++) {
      const miss = f(...ground(px, py, z)) - z, small = (high - low) * 1e-6;
      if (Math.abs(miss) < 1e-9 * (high - low)) return ground(px, py, z);
      z -= miss / ((f(...ground(px, py, z + small)) - z - small - miss) / small);
      if (!(Math.abs(z - start) < 2 * (high - low))) return null;
    }
    return null;
  };

  function paint() {
    const style = getComputedStyle(svg), ink = canvas.getContext("2d");
    const [paper, blue] = ["--mv-paper", "--mv-function"].map((name) => style.getPropertyValue(name).trim());
    ink.setTransform(SHARP, 0, 0, SHARP, 0, 0);
    ink.clearRect(0, 0, canvas.width, canvas.height);
    ink.lineWidth = 0.5;
    ink.lineJoin = "round";
    const at = zs.map((row, j) => row.map((z, i) => { const [px, py, away] = place(xs[i], ys[j], z); return [panel.X(px), panel.Y(py), away, z]; }));
    const cells = [];
    for (let j = 0; j < CELLS; j++) {
      for (let i = 0; i < CELLS; i++) {
        const corners = [at[j][i], at[j][i + 1], at[j + 1][i + 1], at[j + 1][i]];
        cells.push([corners, corners.reduce((sum, p) => sum + p[2], 0), corners.reduce((sum, p) => sum + p[3], 0) / 4]);
      }
    }
    cells.sort((a, b) => b[1] - a[1]);
    for (const [corners, , z] of cells) {
      ink.beginPath();
      for (const [px, py] of corners) ink.lineTo(px, py);
      ink.closePath();
      ink.globalAlpha = 1;
      ink.fillStyle = ink.strokeStyle = paper;
      ink.fill();
      ink.fillStyle = ink.strokeStyle = blue;
      ink.globalAlpha = 0.08 + (0.5 * (z - low)) / (high - low);
      ink.fill();
      ink.globalAlpha = 0.45;
      ink.stroke();
    }
  }

  const [first, second] = [panel.label("ink", 0, 4, "middle"), panel.label("ink", 0, 4, "middle")];
  return {
    place, under, repaint: paint,
    turn(degrees) {
      if (degrees === drawn) return;
      drawn = degrees;
      c = Math.cos((degrees * Math.PI) / 180);
      s = Math.sin((degrees * Math.PI) / 180);
      paint();
      const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
      first(...place(x, y0 - 0.12 * (y1 - y0), f(x, y0)).slice(0, 2), spec.names[0]);
      second(...place(x1 + 0.12 * (x1 - x0), y, f(x1, y)).slice(0, 2), spec.names[1]);
    },
  };
}

/** A small net of a surface around a point, its outline filled. */
function net(panel, view, classes) {
  const fill = panel.line(`${classes} band`), lines = panel.lines(`${classes} hair`);
  const s = steps(-1, 1, 8), back = [...s].reverse();
  const outline = [...s.map((t) => [t, -1]), ...s.map((t) => [1, t]), ...back.map((t) => [t, 1]), ...back.map((t) => [-1, t])];
  const every = s.filter((_, i) => i % 2 === 0).flatMap((k) => [s.map((t) => [t, k]), s.map((t) => [k, t])]);
  return (x, y, [across, up], z) => {
    const on = ([a, b]) => view.place(x + a * across, y + b * up, z(a * across, b * up));
    fill(z ? outline.map(on) : []); // without a height there is nothing to draw
    lines(z ? every.map((line) => line.map(on)) : []);
  };
}

/** The point on the surface, to be dragged along the ground. */
function foot({ panels: [panel], functions: { f }, handle, spec }, view) {
  const [p, q] = spec.names;
  handle(panel, {
    x: "x", y: "y", label: `point, ${p} and ${q}`,
    at: ({ x, y }) => view.place(x, y, f(x, y)),
    to: (px, py, { x, y }) => { const found = view.under(px, py, f(x, y)); return found ? { x: found[0], y: found[1] } : {}; },
  });
}

/** A surface, its slices and its tangent plane. */
export function surface(tools) {
  const { panels: [panel], functions: { f, jet }, spec } = tools, view = scene(tools);
  const slices = [panel.line("function"), panel.line("function")];
  const patch = net(panel, view, "derivative");
  const [[x0, x1], [y0, y1]] = spec.domain, [p, q] = spec.names;
  foot(tools, view);
  return {
    repaint: view.repaint,
    draw({ x, y, turn }) {
      view.turn(turn);
      const [z, [gx, gy]] = jet(x, y);
      slices[0](steps(x0, x1, 80).map((t) => view.place(t, y, f(t, y))));
      slices[1](steps(y0, y1, 80).map((t) => view.place(x, t, f(x, t))));
      patch(x, y, spec.half, (a, b) => z + gx * a + gy * b);
      const way = (g, name) => `${g > 1e-9 ? "rises" : g < -1e-9 ? "falls" : "is level"} with ${name}`;
      return { values: [["height", z, "function"], [`∂${spec.title}/∂${p}`, gx, "derivative"], [`∂${spec.title}/∂${q}`, gy, "derivative"]], text: `The plane ${way(gx, p)} and ${way(gy, q)}, as the two slices do.` };
    },
  };
}

/** The plane or the quadric that touches a surface. */
export function quadric(tools) {
  const { panels: [panel], functions: { f, jet } } = tools, view = scene(tools);
  const plane = net(panel, view, "derivative"), bent = net(panel, view, "second");
  foot(tools, view);
  return {
    repaint: view.repaint,
    draw({ x, y, order, size, turn }) {
      view.turn(turn);
      const [z, [gx, gy], [[a, b], [, c]]] = jet(x, y);
      const model = (u, v) => z + gx * u + gy * v + (order === 2 ? (a * u * u + 2 * b * u * v + c * v * v) / 2 : 0);
      const half = [size, size];
      plane(x, y, half, order === 1 ? model : null);
      bent(x, y, half, order === 2 ? model : null);
      let gap = 0;
      for (const u of steps(-size, size, 20)) for (const v of steps(-size, size, 20)) gap = Math.max(gap, Math.abs(f(x + u, y + v) - model(u, v)));
      const det = a * c - b * b;
      const kind = order === 1 ? "the tangent plane; halve the side and the gap falls to about a quarter" : `${det < 0 ? "a saddle" : det > 0 ? (a > 0 ? "a bowl" : "a dome") : "a trough"}; halve the side and the gap falls to about an eighth`;
      return { values: [["height", z, "function"], ["determinant of H", det, "second"], ["largest gap", gap, "point"]], text: `What touches here is ${kind}.` };
    },
  };
}
