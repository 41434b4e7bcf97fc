// Level lines by marching squares.

import { steps } from "./marks.js";

/** Values of a function on a grid, for `levels`. */
export function sample(f, [x0, x1], [y0, y1], cells = 72) {
  const scale = cells / Math.max(x1 - x0, y1 - y0);
  const xs = steps(x0, x1, Math.round((x1 - x0) * scale)), ys = steps(y0, y1, Math.round((y1 - y0) * scale));
  return { xs, ys, z: ys.map((y) => Float64Array.from(xs, (x) => f(x, y))) };
}

/** Short straight pieces of the lines on which the sampled function has one of these values. */
export function levels({ xs, ys, z }, values) {
  const pieces = [];
  for (let j = 0; j + 1 < ys.length; j++) {
    for (let i = 0; i + 1 < xs.length; i++) {
      const a = z[j][i], b = z[j][i + 1], c = z[j + 1][i + 1], d = z[j + 1][i];
      const low = Math.min(a, b, c, d), high = Math.max(a, b, c, d);
      for (const value of values) {
        if (!(low < value && value <= high)) continue;
        const corners = [a, b, c, d], cuts = [];
        for (let side = 0; side < 4; side++) {
          const from = corners[side], to = corners[(side + 1) % 4];
          if (from < value === to < value) continue;
          const t = (value - from) / (to - from);
          const along = [t, 1, 1 - t, 0][side], up = [0, t, 1, 1 - t][side];
          cuts.push([xs[i] + along * (xs[i + 1] - xs[i]), ys[j] + up * (ys[j + 1] - ys[j])]);
        }
        // at a saddle of the grid the middle decides which corners belong together
        if (cuts.length === 4 && (corners[0] < value) !== ((a + b + c + d) / 4 < value)) cuts.push(cuts.shift());
        for (let k = 0; k + 1 < cuts.length; k += 2) pieces.push([cuts[k], cuts[k + 1]]);
      }
    }
  }
  return pieces;
}
