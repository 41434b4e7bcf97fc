// What the hand holds: sliders, steppers and points on the drawing. Arrow keys move a step, with Shift a tenth of one.

import { make } from "./marks.js";
import { digits, fine } from "./state.js";

const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};
export { element };

/** How a setting is said in words. */
export const said = (v, value) => (v.texts ? v.texts[value] : digits(v, value));

/** Which way a key points: along the first variable and along the second, in steps. */
const KEYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], PageUp: [0, 10], PageDown: [0, -10] };
const stride = (v, event) => (event.shiftKey ? fine(v) : v.step);

/** A row of label, range and value for one variable; returns what shows a state on it. */
export function slider(v, state, set) {
  const input = element("input", { type: "range", min: v.min, max: v.max, step: v.whole ? 1 : "any" });
  const value = element("output", { className: "mv-value" });
  const row = element("label", { className: `mv-slider ${v.colour ?? ""}` }, element("span", { className: "mv-label", textContent: v.label }), input, value);
  input.addEventListener("input", () => set({ [v.name]: Number(input.value) }));
  input.addEventListener("keydown", (event) => {
    const [along, up] = KEYS[event.key] ?? [0, 0];
    if (!along && !up) return;
    event.preventDefault();
    set({ [v.name]: state[v.name] + (along + up) * stride(v, event) });
  });
  const show = () => {
    input.value = state[v.name];
    value.textContent = v.texts ? "" : digits(v, state[v.name]);
    input.setAttribute("aria-valuetext", said(v, state[v.name]));
  };
  if (!v.stepper) return { row, show };
  const button = (text, by) => element("button", { type: "button", textContent: text, onclick: () => set({ [v.name]: state[v.name] + by }) });
  const [back, next] = [button("Back", -1), button("Next", 1)];
  return {
    row: element("div", { className: "mv-stepper" }, row, back, next),
    show() {
      show();
      back.setAttribute("aria-disabled", state[v.name] <= v.min);
      next.setAttribute("aria-disabled", state[v.name] >= v.max);
    },
  };
}

/**
 * A point on the drawing that can be dragged and has the keyboard's focus.
 * `x` and `y` name the variables that it moves (null for none), `at(state)` is where it stands in its panel, and `to`,
 * where the panel's coordinates are not the variables themselves, says what a place on the panel sets.
 */
export function handle(panel, { x = null, y = null, at, to, label, classes = "point" }, variables, state, set) {
  const [across, up] = [x, y].map((name) => variables.find((v) => v.name === name));
  const main = across ?? up;
  const group = make("g", { class: `mv-handle ${classes}`, tabindex: 0, role: "slider", "aria-label": label, "aria-valuemin": main.min, "aria-valuemax": main.max }, panel.svg);
  make("circle", { class: "reach", r: 18 }, group);
  make("circle", { class: "knob", r: classes.includes("small") ? 4.5 : 6.5 }, group);
  let offset = null;
  const pointed = (event) => {
    const frame = panel.svg.getBoundingClientRect();
    const scale = panel.svg.viewBox.baseVal.width / frame.width;
    return [(event.clientX - frame.left) * scale, (event.clientY - frame.top) * scale];
  };
  const here = () => { const [px, py] = at(state); return [panel.X(px), panel.Y(py)]; };
  group.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    group.setPointerCapture(event.pointerId);
    const [px, py] = pointed(event), [hx, hy] = here();
    offset = [hx - px, hy - py];
    group.focus({ preventScroll: true });
    event.preventDefault();
  });
  const follow = (event) => {
    if (!offset) return;
    const [px, py] = pointed(event);
    const place = [panel.atX(px + offset[0]), panel.atY(py + offset[1])];
    set(to ? to(...place, state) : { ...(across && { [x]: place[0] }), ...(up && { [y]: place[1] }) });
  };
  group.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false }); // touch-action alone does not hold the page within an SVG
  group.addEventListener("pointermove", follow);
  group.addEventListener("pointerup", (event) => { follow(event); offset = null; });
  for (const end of ["pointercancel", "lostpointercapture"]) group.addEventListener(end, () => (offset = null));
  group.addEventListener("keydown", (event) => {
    const [dx, dy] = KEYS[event.key] ?? [0, 0];
    if (!dx && !dy) return;
    event.preventDefault();
    if (across && up) set({ [x]: state[x] + dx * stride(across, event), [y]: state[y] + dy * stride(up, event) });
    else set({ [main.name]: state[main.name] + (dx + dy) * stride(main, event) });
  });
  return () => {
    const [px, py] = here();
    const shown = Number.isFinite(px + py);
    group.style.display = shown ? "" : "none";
    if (shown) group.setAttribute("transform", `translate(${px.toFixed(2)} ${py.toFixed(2)})`);
    group.setAttribute("aria-valuenow", state[main.name]);
    group.setAttribute("aria-valuetext", [across, up].filter(Boolean).map((v) => `${v.label} ${said(v, state[v.name])}`).join(", "));
  };
}
