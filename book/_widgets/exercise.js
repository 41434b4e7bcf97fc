// Exercises that answer back: what was typed is read and shown, marked, and answered with a sentence; all without a server.
//
// The page holds the first variant and all of its words (mvcalc/sphinxext/exercises.py). The others come in a script of
// the family's own, asked for when they are wanted: a page from a file can load a script, and nothing else.

import { mark, reading } from "./marking.js";
import { forget, recall, remember } from "./progress.js";

const PAUSE = 400; // milliseconds without a key, before what was typed is said back
const base = document.currentScript.src;
const here = (root, selector) => root.querySelector(selector);

const WORDS = {
  right: "Right.",
  wrong: "Not yet.",
  slip: "Not yet.",
  form: "Almost.",
  shape: "Another shape is asked for.",
  unreadable: "I cannot read this.",
};
const LOOKS = { right: "right", wrong: "wrong", slip: "wrong", form: "note", shape: "note", unreadable: "note", note: "note" };
const TRY_AGAIN = "Try again, or take a hint.";

/** Loads a family's variants once, however often they are asked for. */
const loading = new Map();
function variantsOf(name, version) {
  if (!loading.has(name)) {
    const script = document.createElement("script");
    script.src = new URL(`exercises/${name}.js?v=${version}`, base).href;
    const done = new Promise((ready, failed) => {
      script.onload = () => ready(self.mvExercises[name]);
      script.onerror = () => {
        loading.delete(name); // so that the next press tries again
        failed(Error(script.src));
      };
    });
    document.head.append(script);
    loading.set(name, done);
  }
  return loading.get(name);
}

/** Says a word and a sentence: `text` is shown as text; `html` was written by the build. */
function say(said, verdict, { text = "", html = "" }) {
  const word = document.createElement("b");
  word.textContent = WORDS[verdict] ?? "";
  const [whole, rest] = [document.createElement("span"), document.createElement("span")];
  if (html) rest.innerHTML = html;
  else rest.textContent = text;
  whole.append(...(word.textContent ? [word, " "] : []), rest);
  said.replaceChildren(whole);
  if (LOOKS[verdict]) said.dataset.verdict = LOOKS[verdict];
  else delete said.dataset.verdict;
}

function exercise(root) {
  const { name, variants, version, first } = JSON.parse(here(root, "script[type='application/json']").textContent);
  const [form, said, solved, another] = [".mv-form", ".mv-said", ".mv-solved", ".mv-another"].map((selector) => here(root, selector));
  const [field, echo] = [here(form, "input[type='text']"), here(form, ".mv-echo")];
  let now = first;
  let at = 0;
  let pause;

  const quiet = () => say(said, "", {});
  const hear = () => {
    const { ok, echo: read } = field.value.trim() ? reading(field.value, now.answer) : {};
    echo.innerHTML = ok ? `Read as ${read}` : ""; // MathML of the reader's own making: nothing typed is in it but names and figures that it knows
    if (echo.scrollWidth > echo.clientWidth) echo.tabIndex = 0; // so that a long one scrolls by keyboard
    else echo.removeAttribute("tabindex");
  };

  function judge() {
    if (field) {
      clearTimeout(pause);
      hear();
      const { verdict, message, slip } = mark(field.value, now);
      const text = message || (verdict === "wrong" ? TRY_AGAIN : "");
      return [verdict, slip >= 0 ? { html: now.slips[slip][1] } : { text }];
    }
    const chosen = here(form, "input:checked");
    if (!chosen) return ["note", { text: "Choose one of the answers first." }];
    const index = Number(chosen.value);
    const right = index === now.answer.right;
    return [right ? "right" : "wrong", { html: now.why[index] }];
  }

  function check(event) {
    event.preventDefault();
    const [verdict, rest] = judge();
    say(said, verdict, rest);
    field?.setAttribute("aria-invalid", String(verdict === "unreadable"));
    if (verdict !== "right") return;
    solved.hidden = false;
    remember(name, { solved: true });
  }

  function show(variant) {
    now = variant;
    here(root, ".mv-question").innerHTML = variant.question;
    here(root, ".mv-help").innerHTML = variant.help;
    if (field) {
      field.value = "";
      field.removeAttribute("aria-invalid");
      here(form, ".mv-ask").innerHTML = variant.ask;
      const unit = here(form, ".mv-unit");
      if (unit) unit.textContent = variant.answer.unit ?? "";
      hear();
      return;
    }
    const items = variant.options.map((option, index) => {
      const item = document.createElement("li");
      item.innerHTML = `<label><input type="radio" name="exercise-${name}" value="${index}"><span><span class="mv-unseen">${"ABCDEFGH"[index]}: </span>${option}</span></label>`;
      return item;
    });
    here(form, ".mv-options").replaceChildren(...items);
  }

  async function next() {
    try {
      const all = await variantsOf(name, version);
      at = (at + 1) % variants;
      show(all[at]);
    } catch {
      say(said, "note", { text: "The other variants could not be loaded. Try again." });
      return;
    }
    remember(name, { variant: at });
    say(said, "", { text: `Variant ${at + 1} of ${variants}.` });
    const question = here(root, ".mv-question");
    question.focus({ preventScroll: true });
    question.scrollIntoView({ block: "nearest" });
  }

  /** Shows what is remembered; nothing of it at first, and after it was forgotten. */
  async function restore() {
    const kept = recall(name, variants);
    solved.hidden = !kept.solved;
    form.reset();
    quiet();
    if (field) hear();
    if (kept.variant === at) return;
    try {
      const all = kept.variant || now !== first ? await variantsOf(name, version) : [];
      at = kept.variant;
      if (all[at]) show(all[at]);
    } catch { /* the first variant stays */ }
  }

  form.addEventListener("submit", check);
  form.addEventListener("input", () => {
    quiet();
    field?.removeAttribute("aria-invalid");
    clearTimeout(pause);
    if (field) pause = setTimeout(hear, PAUSE);
  });
  another?.addEventListener("click", next);
  root.classList.add("mv-on");
  restore();
  return restore;
}

const restores = [...document.querySelectorAll(".mv-exercise")].map(exercise);
for (const erase of document.querySelectorAll(".mv-erase")) {
  erase.querySelector("button").addEventListener("click", () => {
    forget();
    for (const restore of restores) restore();
    erase.querySelector("[role='status']").textContent = "Forgotten.";
  });
}
