// The rules of the sandpit, as mvcalc.sandpit has them: pits, noise, probes, and two strategies to be compared with. No DOM.

/** A place kept to the centimetre. */
const centimetres = (v) => Math.floor(100 * v + 0.5) / 100;

/** A number from -1 to 1 that looks random and is always the same at the same place; channel 0 is the height, 1 and 2 are the slopes. */
export function noise(level, seed, x, y, channel) {
  let bits = 0;
  for (const part of [1000 * level + seed, Math.round(100 * x), Math.round(100 * y), channel]) {
    bits = Math.imul(bits ^ part, 0x9e3779b1);
    bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca77);
    bits ^= bits >>> 13;
  }
  return (bits >>> 0) / 2 ** 31 - 1;
}

/** The pit of a level with a seed, out of the script that the build made for the level. */
export function pit(rules, { look: f, pits }, number, seed) {
  const level = rules.levels[number - 1], { probes, noise: [rough, crooked] } = level;
  const [whole, stake, tenThousandths, par] = pits[seed - 1];
  const coefficients = whole.map((v) => v / 1000), places = tenThousandths.map((v) => v / 10000);
  const minima = places.flatMap((x, i) => (i % 2 ? [] : [[x, places[i + 1]]]));
  const exact = (x, y) => f(x, y, ...coefficients);

  /** What a probe tells, and what comes of it: the `count`-th after the stake's. */
  function look(px, py, count) {
    const x = centimetres(px), y = centimetres(py), [height, gradient, hessian] = exact(x, y);
    const error = (amount, channel) => (amount ? amount * noise(number, seed, x, y, channel) : 0);
    const near = minima.map(([a, b]) => Math.hypot(x - a, y - b) <= rules.reach);
    const verdict = !count ? "" : near[0] ? "won" : count === probes ? "lost" : near.includes(true) ? "stuck" : "";
    return { x, y, height: height + error(rough, 0), gradient: gradient.map((g, i) => g + error(crooked, i + 1)), hessian, verdict };
  }
  return { number, seed, level, par, minima, stake: stake.map((v) => v / 10), exact, look, rules };
}

/** A game in a pit: `log` begins with the stake. */
export function play(pit) {
  const log = [pit.look(...pit.stake, 0)];
  return {
    pit, log, outcome: "open",
    get probes() { return log.length - 1; },
    probe(x, y) {
      const reading = pit.look(x, y, log.length);
      log.push(reading);
      if (reading.verdict && reading.verdict !== "stuck") this.outcome = reading.verdict;
      return reading;
    },
  };
}

const descend = ({ rate }) => ({ x, y, gradient: [gx, gy] }) => [x - rate * gx, y - rate * gy];

/** To the lowest place of the quadratic model, by |H| in the place of H, no further than `trust`. */
const newton = ({ trust, flat }) => ({ x, y, gradient: [gx, gy], hessian: [[a, b], [, c]] }) => {
  const middle = (a + c) / 2, half = Math.hypot((a - c) / 2, b);
  const [most, least] = [middle + half, middle - half], [p, q] = [most, least].map((v) => 1 / Math.max(Math.abs(v), flat));
  // 1/|H| is the straight line in H that is p at the larger eigenvalue and q at the smaller
  const slope = half > 0 ? (p - q) / (most - least) : 0, level = p - slope * most;
  const dx = -(slope * (a * gx + b * gy) + level * gx), dy = -(slope * (b * gx + c * gy) + level * gy);
  const share = Math.min(1, trust / Math.max(Math.hypot(dx, dy), 1e-12));
  return [x + share * dx, y + share * dy];
};

/** A game played by one of the two, which is told everything; it ends open where it stands still. */
export function walk(pit, name) {
  const game = play(pit), next = { gradient: descend, newton }[name](pit.rules), inside = (v) => Math.min(pit.rules.side, Math.max(0, v));
  for (;;) {
    const last = game.log.at(-1), here = game.probe(...next(last).map(inside));
    if (game.outcome !== "open" || (here.x === last.x && here.y === last.y)) return game;
  }
}
