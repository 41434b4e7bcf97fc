// Makes one figure live: its drawing in the place of the still one, its controls, what it says, and its address.

import { element, handle, slider } from "./controls.js";
import { make, Panel } from "./marks.js";
import { read, settle, words, write } from "./state.js";

const QUIET = 500; // milliseconds without a change before it is spoken and the address is written

export function live(root, kinds, functions) {
  const spec = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const still = root.querySelector("svg.mv-figure");
  const name = root.closest("figure")?.id || root.id;
  const { variables } = spec;
  const state = Object.fromEntries(variables.map((v) => [v.name, v.value]));
  const start = { ...state };

  const svg = make("svg", { class: "mv-figure mv-live", role: "group", "aria-label": still.getAttribute("aria-label"), viewBox: still.getAttribute("viewBox"), width: still.getAttribute("width"), height: still.getAttribute("height") });
  const stage = element("div", { className: "mv-stage" }, svg);
  const panels = spec.panels.map((panel) => new Panel(svg, panel));
  const handles = [];
  const set = (change) => {
    let changed = false;
    for (const v of variables) {
      if (!(v.name in change) || !Number.isFinite(change[v.name])) continue;
      const value = settle(v, change[v.name]);
      if (value !== state[v.name]) { state[v.name] = value; changed = true; }
    }
    if (changed) { draw(); later(); }
  };
  const tools = { panels, spec, functions, stage, svg, handle: (panel, options) => handles.push(handle(panel, options, variables, state, set)) };
  const figure = kinds[spec.kind](tools);

  const sliders = variables.map((v) => slider(v, state, set));
  const numbers = element("p", { className: "mv-numbers" });
  const sentence = element("p", { className: "mv-sentence" });
  const status = element("p", { className: "mv-status" });
  status.setAttribute("role", "status");
  const reset = element("button", { type: "button", className: "mv-reset", textContent: "Start again", onclick() { figure.reset?.(); set(start); draw(); later(); } });
  const slots = new Map();

  function draw() {
    const { values, text } = figure.draw(state);
    for (const [label, value, colour = "", least] of values) {
      let slot = slots.get(label);
      if (!slot) {
        slot = element("data");
        slots.set(label, slot);
        numbers.append(element("span", { className: colour }, `${label} `, slot), " ");
      }
      slot.value = value;
      slot.textContent = typeof value === "number" ? words(value, least) : value;
    }
    sentence.textContent = text;
    for (const show of handles) show();
    for (const { show } of sliders) show();
  }

  let timer = 0;
  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      status.textContent = `${[...numbers.children].map((span) => span.textContent).join("; ")}. ${sentence.textContent}`;
      try { history.replaceState(history.state, "", write(name, variables, state)); } catch { /* a page in a frame may not */ }
    }, QUIET);
  }

  function follow() {
    const asked = read(location.hash, name, variables);
    if (!asked) return;
    figure.reset?.();
    Object.assign(state, start, asked.settings);
    draw();
    status.textContent = asked.fault ?? "";
    status.classList.toggle("mv-fault", Boolean(asked.fault));
    root.scrollIntoView({ block: "center" });
  }

  root.querySelector(".mv-panel").replaceChildren(...sliders.map(({ row }) => row), numbers, sentence, element("div", { className: "mv-foot" }, reset, status));
  still.before(stage);
  root.classList.add("mv-on");
  draw();
  follow();
  addEventListener("hashchange", follow);
  new MutationObserver(() => figure.repaint?.(state)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
