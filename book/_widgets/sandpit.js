// The game of the sandpit: the board, the log, and what is said about both. Its rules are in pits.js. It is bundled by itself, for the page that has it.

import { levels, sample } from "./contours.js";
import { element, handle } from "./controls.js";
import { make, Panel, steps } from "./marks.js";
import { pit as find, play, walk } from "./pits.js";

const KEPT = "mvcalc-sandpit"; // in the reader's own browser
const SPADE = "M-3.8-10.5h7.6L3-3.4 0 0-3-3.4ZM0-10.5V-25M-3.8-25h7.6";
const UNIT = 3, LONGEST = 2.4, RISE = 0.1; // metres on the board for a slope of 1; the longest arrow; what the ellipse has risen by
const STILL = 4, ONTO = 0.1; // pixels that a click may slip; metres within which it means the spade's own place

const fixed = (v, decimals) => v.toFixed(decimals).replace(/^-(?=[0.]+$)/, "").replace("-", "−");
const metres = (v) => fixed(v, 2);
const many = (n) => `${n} probe${n === 1 ? "" : "s"}`;
const clip = (text) => (text.length > 20 ? `${text.slice(0, 20)}…` : text);
const whole = (text, most) => (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : undefined);

/** The pit that an address asks for: `#level=3&seed=17`; nothing if it speaks of something else. */
function asked(fragment, { levels, pits }) {
  if (!/^#(level|seed)=/.test(fragment)) return null;
  const [, level, seed] = fragment.match(/^#level=(\d{1,3})&seed=(\d{1,3})$/) ?? [];
  const number = whole(level ?? "", levels.length), pit = whole(seed ?? "", pits);
  return number && pit ? { number, seed: pit } : { fault: "The address asks for a pit that there is not, so this is another one." };
}

/** The pit of a day, the same for all who look at the same date. */
function today({ levels, pits }, now = new Date()) {
  const day = Math.floor(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 864e5);
  return { number: 1 + (day % levels.length), seed: 1 + ((37 * day) % pits) };
}

const HERE = document.currentScript?.src;
/** The pits of a level, from the script that lies beside this one; a classic script, since a page opened from a file can load no other. */
function fetchLevel(number) {
  const name = `sandpit-${number}`, there = () => self.mvcalc?.[name];
  if (there()) return Promise.resolve(there());
  return new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: new URL(`${name}.js`, HERE), onload: () => (there() ? done(there()) : failed()), onerror: failed });
    document.head.append(script);
  });
}

function kept() {
  try { return Object(JSON.parse(localStorage.getItem(KEPT))); } catch { return {}; }
}
const best = ({ number, seed }) => { const n = kept()[`${number}-${seed}`]; return Number.isInteger(n) && n > 0 ? n : undefined; };
function keep({ number, seed }, probes) {
  try { localStorage.setItem(KEPT, JSON.stringify({ ...kept(), [`${number}-${seed}`]: Math.min(probes, best({ number, seed }) ?? probes) })); } catch { /* a browser that keeps nothing */ }
}

/** The board: sand, holes, arrows, ellipses and the spade. */
function board(svg, side, aim, set) {
  const box = [24, 6, 270, 270], ticks = steps(0, side, 5).map((v) => [v, String(v)]);
  const grains = make("pattern", { id: "mv-grains", width: 47, height: 41, patternUnits: "userSpaceOnUse" }, make("defs", {}, svg));
  for (const [cx, cy, r] of [[3, 4, 0.7], [14, 11, 0.5], [31, 3, 0.6], [8, 27, 0.6], [22, 33, 0.8], [40, 19, 0.5], [35, 38, 0.6], [27, 17, 0.7], [2, 38, 0.5]]) make("circle", { cx, cy, r, class: "grain" }, grains);
  const [x, y, width, height] = box;
  make("rect", { class: "sand", x, y, width, height }, svg);
  make("rect", { fill: "url(#mv-grains)", x, y, width, height }, svg);
  const panel = new Panel(svg, { box, x: [0, side], y: [0, side], xticks: ticks, yticks: ticks });
  const clip = { "clip-path": panel.clipped.getAttribute("clip-path") };
  const layers = Object.fromEntries(["map", "arrows", "holes", "paths", "ends"].map((name) => [name, make("g", name === "holes" || name === "ends" ? {} : clip, svg)]));
  const on = (layer, draw) => { const { clipped, free } = panel; panel.clipped = panel.free = layers[layer]; const made = draw(); Object.assign(panel, { clipped, free }); return made; };

  const variables = ["x", "y"].map((name) => ({ name, label: name, min: 0, max: side, step: 0.1 }));
  const spade = handle(panel, { x: "x", y: "y", at: ({ x, y }) => [x, y], label: "spade: the arrow keys move it, Enter probes", classes: "point spade" }, variables, aim, set);
  const group = svg.querySelector(".spade");
  make("path", { class: "tool", d: SPADE, transform: "rotate(24)" }, group);

  /** The ellipse on which the second-order part of the model is RISE, or would be with |H|: dashed unless the floor curves up all round. */
  function ellipse({ x, y, hessian: [[a, b], [, c]] }) {
    const middle = (a + c) / 2, half = Math.hypot((a - c) / 2, b), turn = Math.atan2(2 * b, a - c) / 2;
    const [p, q] = [middle + half, middle - half].map((v) => Math.min(4, Math.sqrt((2 * RISE) / Math.max(Math.abs(v), 1e-9))));
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)], outline = steps(0, 2 * Math.PI, 48).map((t) => [p * Math.cos(t), q * Math.sin(t)]);
    panel.line(`second thin ellipse${middle - half > 0 ? "" : " dashed"}`)(outline.map(([u, v]) => [x + u * cos - v * sin, y + u * sin + v * cos]));
  }

  function holes({ log, pit: { level: { tells } } }) {
    for (const name of ["arrows", "holes"]) layers[name].replaceChildren();
    const heights = log.map(({ height }) => height), [low, high] = [Math.min(...heights), Math.max(...heights)];
    if (tells !== "height") on("arrows", () => log.forEach((reading, i) => {
      const { x, y, gradient: [gx, gy] } = reading, share = Math.min(UNIT, LONGEST / Math.hypot(gx, gy)), last = i === log.length - 1;
      if (tells === "hessian" && last) ellipse(reading);
      panel.arrow(`derivative${last ? "" : " pale thin"}`)([x, y], [x + share * gx, y + share * gy]);
    }));
    on("holes", () => log.forEach(({ x, y, height, gradient: [gx, gy] = [0, 0] }, i) => {
      if (!i) make("rect", { class: "stake", x: panel.X(x) - 4.5, y: panel.Y(y) - 4.5, width: 9, height: 9 }, layers.holes);
      else make("circle", { class: `hole${height === low ? " lowest" : ""}`, cx: panel.X(x), cy: panel.Y(y), r: 4.5, "fill-opacity": 0.12 + 0.8 * ((high - height) / (high - low || 1)) }, layers.holes);
      const below = tells === "height" || gx < 0 || gy > 0; // else the arrow is there
      panel.label("ink upright number", 6, below ? 11 : -5)(x, y, i ? String(i) : "stake");
    }));
  }

  function reveal({ pit, log }, rivals) {
    const grid = sample((x, y) => pit.exact(x, y)[0], panel.x, panel.y), values = grid.z.flatMap((row) => [...row]).sort((a, b) => a - b);
    const [low, high] = [values[0], values[Math.floor(0.97 * values.length)]];
    on("map", () => panel.lines("function hair pale")(levels(grid, steps(low, high, 14))));
    on("paths", () => {
      for (const [{ log: path }, colour] of [[rivals[0], "derivative"], [rivals[1], "second"], [{ log }, "point"]]) panel.line(`${colour} trail`)(path.map(({ x, y }) => [x, y]));
    });
    on("ends", () => {
      for (const [x, y] of pit.minima.slice(1)) make("circle", { class: "elsewhere", cx: panel.X(x), cy: panel.Y(y), r: 7 }, layers.ends);
      const [x, y] = pit.minima[0].map((v, i) => (i ? panel.Y(v) : panel.X(v)));
      make("path", { class: "treasure", d: `M${x - 6} ${y - 6}l12 12m0-12l-12 12` }, layers.ends);
    });
  }

  return { panel, group, spade, holes, reveal, clear: () => Object.values(layers).forEach((layer) => layer.replaceChildren()) };
}

const COLUMNS = {
  height: [["height", (r) => r.height, "function"]],
  gradient: [["∂f/∂x", (r) => r.gradient[0], "derivative"], ["∂f/∂y", (r) => r.gradient[1], "derivative"]],
  hessian: [["∂²f/∂x²", (r) => r.hessian[0][0], "second"], ["∂²f/∂x∂y", (r) => r.hessian[0][1], "second"], ["∂²f/∂y²", (r) => r.hessian[1][1], "second"]],
};
const columns = (tells) => ["height", "gradient", "hessian"].slice(0, 1 + ["height", "gradient", "hessian"].indexOf(tells)).flatMap((name) => COLUMNS[name]);
const number = (value, decimals, colour = "") => element("td", { className: colour }, Object.assign(element("data", { textContent: fixed(value, decimals) }), { value }));

function table(caption, head, rows) {
  const cell = (text) => Object.assign(element("th", { textContent: text }), { scope: "col" });
  const body = element("tbody", {}, ...rows);
  return element("table", {}, element("caption", { textContent: caption }), element("thead", {}, element("tr", {}, ...head.map(cell))), body);
}
const heading = (text) => Object.assign(element("th", { textContent: text }), { scope: "row" });

/** Puts the game in the place of the still drawing. */
function sandpit(root) {
  const spec = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const still = root.querySelector("svg.mv-figure"), { side } = spec;
  const aim = { x: side / 2, y: side / 2 };
  const own = { number: spec.level, seed: spec.seed };
  let game, wanted = 0;

  // what there is to hold
  const field = (text, properties) => { const input = element("input", { type: "text", autocomplete: "off", ...properties }); return [input, element("label", { className: "mv-field" }, element("span", { textContent: text }), input)]; };
  const button = (text, onclick, type = "button") => element("button", { type, textContent: text, onclick });
  const select = element("select", {}, ...spec.levels.map(({ name }, i) => element("option", { value: i + 1, textContent: `${i + 1}  ${name}` })));
  const [seed, seedField] = field("Pit", { inputMode: "numeric", size: 3 });
  const places = ["x", "y"].map((name) => field(`${name} (m)`, { inputMode: "decimal", size: 5 }));
  const inputs = places.map(([input]) => input);
  const probe = button("Probe", undefined, "submit"), giveUp = button("Give up", () => end("given up")), again = button("Start again", () => start(chosen()));
  const choose = element("form", { className: "mv-choose" }, element("label", { className: "mv-field" }, element("span", { textContent: "Level" }), select), seedField, button("Another pit", another), button("Today’s pit", () => start(today(spec), true)));
  const form = element("form", { className: "mv-aim" }, ...places.map(([, label]) => label), probe);
  const goal = element("p", { className: "mv-goal" }), status = element("p", { className: "mv-said" });
  status.setAttribute("role", "status");
  const forget = button("Forget my results", () => { try { localStorage.removeItem(KEPT); } catch { /* nothing was kept */ } showGoal(); say("Your results are forgotten."); });
  const log = element("div", { className: "mv-log", tabIndex: 0 }), compared = element("div", { className: "mv-compared" });
  log.setAttribute("role", "group");
  log.setAttribute("aria-label", "Probes so far");

  const svg = make("svg", { class: "mv-figure mv-live", role: "group", "aria-label": "The sandpit, seen from above: x to the right and y upwards, each from 0 to 10 metres", viewBox: "0 0 300 296" });
  const { panel: surface, group, spade, holes, reveal, clear } = board(svg, side, aim, set);
  const stage = element("div", { className: "mv-stage" }, svg);
  const panel = root.querySelector(".mv-panel");
  panel.replaceChildren(choose, element("div", { className: "mv-side" }, goal, form, status, element("div", { className: "mv-foot" }, giveUp, again)), compared, log, element("p", { className: "mv-kept" }, "Your best results stay in this browser. ", forget));
  still.before(stage);
  root.classList.add("mv-on");

  function say(text, fault) {
    status.textContent = text;
    status.classList.toggle("mv-fault", Boolean(fault));
    for (const input of [...inputs, seed]) input.setAttribute("aria-invalid", fault === input);
    if (fault?.focus) fault.focus();
  }

  function set(change) {
    for (const name of ["x", "y"]) if (name in change) aim[name] = Math.min(side, Math.max(0, Math.round(100 * change[name]) / 100));
    spade();
    inputs.forEach((input, i) => (input.value = aim["xy"[i]].toFixed(2)));
  }

  const chosen = () => game?.pit ?? own;
  const showGoal = () => {
    const { level: { tells, probes, noise }, par } = game.pit, record = best(game.pit);
    const told = { height: "the height", gradient: "the height and the gradient", hessian: "the height, the gradient and the Hessian" }[tells];
    goal.textContent = `A probe tells ${told}${noise[0] ? ", each a little wrong" : ""}. You have ${probes}; par is ${par}.${record ? ` Your best here: ${record}.` : ""}`;
  };

  function showLog() {
    const { log: readings, pit: { level: { tells } } } = game, told = columns(tells), notes = { won: "treasure", stuck: "a hollow" };
    const lowest = Math.min(...readings.map(({ height }) => height));
    const rows = readings.map((r, i) => element("tr", { className: r.height === lowest ? "lowest" : "" }, heading(i ? [i, notes[r.verdict]].filter(Boolean).join(", ") : "stake"), number(r.x, 2), number(r.y, 2), ...told.map(([, value, colour]) => number(value(r), 3, colour))));
    log.replaceChildren(table("Probes, the latest first; heights in metres, the lowest in bold", ["probe", "x", "y", ...told.map(([name]) => name)], rows.reverse()));
  }

  /** Begins a game in a pit; `write` puts it in the address. */
  async function start({ number, seed: n }, write = false, fault = "") {
    const turn = ++wanted;
    let level;
    try { level = await fetchLevel(number); } catch { return say(`The pits of level ${number} did not arrive. Choose the level again.`, true); }
    if (turn !== wanted) return; // another was chosen in the meantime
    game = play(find(spec, level, number, n));
    root.dataset.pit = `${number}-${n}`;
    clear();
    compared.replaceChildren();
    select.value = number;
    seed.value = n;
    for (const each of [probe, giveUp]) each.setAttribute("aria-disabled", false);
    set({ x: side / 2, y: side / 2 });
    holes(game);
    showLog();
    showGoal();
    if (fault) say(fault, true);
    else say(`The stake is at x ${metres(game.log[0].x)}, y ${metres(game.log[0].y)}, where the floor is at ${fixed(game.log[0].height, 3)}\u00a0m. Where is it lowest?`);
    if (write) try { history.replaceState(history.state, "", `#level=${number}&seed=${n}`); } catch { /* a page in a frame may not */ }
  }

  function another() {
    const { pits } = spec, { number, seed } = chosen();
    start({ number, seed: 1 + ((seed + Math.floor(Math.random() * (pits - 1))) % pits) }, true);
  }

  function dig() {
    if (!game) return;
    if (game.outcome !== "open") return say("This game is over. Start again, or take another pit.");
    const reading = game.probe(aim.x, aim.y), { x, y, height, gradient: [gx, gy], verdict } = reading, { tells } = game.pit.level;
    set({ x, y });
    holes(game);
    showLog();
    if (verdict === "won" || verdict === "lost") return end(verdict);
    const slopes = tells === "height" ? "" : `, slopes ${fixed(gx, 3)} along x and ${fixed(gy, 3)} along y`;
    const left = game.pit.level.probes - game.probes, hollow = verdict === "stuck" ? " You are at the bottom of a hollow, but not of the lowest." : "";
    say(`Probe ${game.probes} at x ${metres(x)}, y ${metres(y)}: height ${fixed(height, 3)}\u00a0m${slopes}.${hollow} ${many(left)} left.`);
  }

  function end(outcome) {
    if (!game) return;
    if (game.outcome === "open") game.outcome = outcome;
    else if (outcome === "given up") return;
    const { pit, probes } = game, [x, y] = pit.minima[0], rivals = ["gradient", "newton"].map((name) => walk(pit, name));
    for (const each of [probe, giveUp]) each.setAttribute("aria-disabled", true);
    reveal(game, rivals);
    if (outcome === "won") keep(pit, probes);
    showGoal();
    const trapped = ({ log }) => log.some(({ verdict }) => verdict === "stuck");
    const result = (each) => (each.outcome === "won" ? `found with ${many(each.probes)}` : trapped(each) ? "trapped in another hollow" : each.outcome === "lost" ? `not found with ${many(each.probes)}` : each === game ? `given up after ${many(each.probes)}` : "stood still elsewhere");
    const rows = [["you", game, "point"], ["gradient descent", rivals[0], "derivative"], ["Newton’s method", rivals[1], "second"]];
    compared.replaceChildren(table("From the same stake, the two methods told everything", ["who", "the treasure was"], rows.map(([who, each, colour]) => element("tr", {}, Object.assign(heading(who), { className: colour }), element("td", { textContent: result(each) })))));
    const place = `at x ${metres(x)}, y ${metres(y)}`;
    const under = probes < pit.par ? "below par" : probes === pit.par ? "par" : `par is ${pit.par}`;
    say({ won: `Treasure! Found with ${many(probes)}: ${under}.`, lost: `That was the last probe. The treasure is ${place}.`, "given up": `The treasure is ${place}.` }[outcome]);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = inputs.map((input) => {
      const text = input.value.trim().replace(",", ".");
      return /^(\d{1,2}(\.\d{0,12})?|\.\d{1,12})$/.test(text) && Number(text) <= side ? Number(text) : NaN;
    });
    const wrong = values.findIndex(Number.isNaN);
    if (wrong >= 0) return say(`“${clip(inputs[wrong].value)}” is no ${"xy"[wrong]}: type a number from 0 to ${side}, such as 3.25.`, inputs[wrong]);
    set({ x: values[0], y: values[1] });
    dig();
  });
  choose.addEventListener("submit", (event) => event.preventDefault());
  select.addEventListener("change", () => start({ number: Number(select.value), seed: chosen().seed }, true));
  seed.addEventListener("change", () => {
    const n = whole(seed.value.trim(), spec.pits);
    if (n) start({ number: Number(select.value), seed: n }, true);
    else say(`“${clip(seed.value)}” is no pit: type a whole number from 1 to ${spec.pits}.`, seed);
  });
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    dig();
  });
  const pointed = ({ clientX, clientY }) => {
    const frame = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / frame.width;
    return { x: surface.atX((clientX - frame.left) * scale), y: surface.atY((clientY - frame.top) * scale) };
  };
  let held = null; // where the spade was when it was taken hold of, and by which pointer event
  svg.addEventListener("pointerdown", (event) => (held = group.contains(event.target) ? { at: { ...aim }, event } : null), true);
  // dragged, the spade only aims; where it lies, or beside it, a click probes as it does anywhere else
  group.addEventListener("pointerup", (event) => {
    if (!held || Math.hypot(event.clientX - held.event.clientX, event.clientY - held.event.clientY) > STILL) return;
    const { at } = held, place = pointed(event);
    set(Math.hypot(place.x - at.x, place.y - at.y) > ONTO ? place : at);
    dig();
  });
  svg.addEventListener("click", (event) => {
    if (held) return;
    const { x, y } = pointed(event);
    if (x < 0 || x > side || y < 0 || y > side) return;
    set({ x, y });
    dig();
    group.focus({ preventScroll: true }); // the arrow keys go on from here
  });

  function follow() {
    const found = asked(location.hash, spec);
    if (!found) return false;
    if (found.fault) start(own, false, found.fault);
    else start(found);
    root.scrollIntoView({ block: "center" });
    return true;
  }
  set(aim);
  if (!follow()) start(own);
  addEventListener("hashchange", follow);
}

for (const root of document.querySelectorAll("[data-kind=sandpit]")) {
  const start = performance.now();
  sandpit(root);
  performance.measure("live sandpit", { start });
}
