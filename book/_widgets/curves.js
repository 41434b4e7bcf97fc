// Figures of a function of one variable.

/** Two points on a curve; as they meet, the secant becomes the tangent. */
export function secant({ panels: [panel], functions: { f, df }, handle }) {
  panel.graph("function")(f);
  const tangent = panel.through("derivative faint");
  const line = panel.through("derivative");
  const run = panel.line("point thin dashed");
  handle(panel, { x: "a", at: ({ a }) => [a, f(a)], label: "point a" });
  handle(panel, { x: "b", at: ({ b }) => [b, f(b)], label: "point b" });
  return {
    draw({ a, b }) {
      const met = a === b, [ya, yb] = [f(a), f(b)];
      const slope = met ? NaN : (yb - ya) / (b - a);
      tangent(a, ya, df(a));
      line(a, ya, slope);
      run(met ? [] : [[a, ya], [b, ya], [b, yb]]);
      return {
        values: [["run", b - a, "point"], ["rise", yb - ya, "point"], ["secant slope", slope, "derivative"], ["tangent slope at a", df(a), "derivative"]],
        text: met ? "The points have met: rise and run are both 0 and there is no secant. What is left is the tangent at a." : `From a to b the slope differs from the tangent’s at a by ${Math.abs(slope - df(a)).toPrecision(2)}.`,
      };
    },
  };
}
