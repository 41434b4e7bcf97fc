// What to tell a reader of a typed answer. No DOM: Node tests it as it is.
//
//   mark(typed, { answer, slips }) → { verdict, slip, message, echo }
//     verdict is "right", "wrong", "slip" (a known mistake: the number of its sentence is in `slip`), "form" (right, but not
//     in the form, or not to the figures, that are asked for), "shape" (a number for a vector, …) or "unreadable"; message is
//     plain text, to be shown as text
//   reading(typed, answer) → what answer.js reads of it
//   refuses(data) → the answers among `data` that cannot be read themselves: a fault of the book

import { agrees, figures, form as isForm, read, same } from "./answer.js";

const plural = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** A unit may be typed after a number; it is shown already. Points may be typed without the braces of a set, and with semicolons. */
function tidy(typed, { kind, unit }) {
  const text = typed.trim();
  if (kind === "points" && text && !/^\\?\{/.test(text)) return `{${text.replaceAll(";", ",")}}`;
  return unit && text.endsWith(unit) ? text.slice(0, -unit.length) : text;
}

export const reading = (typed, answer) => read(tidy(typed, answer), answer.variables);

/** Rows and columns of what was typed; undefined for a single expression. */
const shape = ({ tree }) => tree.rows && [tree.rows.length, tree.rows[0].length, tree.open];

/** Whether what was typed is this answer. */
function matches(given, answer) {
  if (answer.figures) return !given.tree.rows && agrees(given, answer.value, answer.figures);
  return same(given, reading(answer.answer, answer), answer);
}

/** Why an answer of another shape cannot be right; empty if the shape is right, or the answer gives nothing away about it. */
function misshapen(given, { kind, answer, answers, variables, shape: wanted }) {
  const mine = shape(given);
  if (kind === "points") return mine && mine[2] !== "{" && !/^\(/.test(answers[0]) ? "They are numbers: write them with commas between them, without brackets." : "";
  if (kind === "expression") return mine ? "Write one formula, without a list of entries." : "";
  if (kind === "number") return mine ? "Write one number, without a list of entries." : "";
  if (kind === "vector") {
    const entries = shape(read(answer, variables)) ?? [1, 1];
    const [count, have] = [entries[0] * entries[1], mine && mine[0] * mine[1]];
    if (!mine && count > 1) return `It is a vector: write its ${count} entries in brackets, with commas between them.`;
    return mine && have !== count ? `You typed ${have} entries, and the vector has ${count}.` : "";
  }
  if (kind === "matrix") {
    if (!mine) return wanted[0] * wanted[1] > 1 ? "It is a matrix: write its rows in square brackets, with a semicolon between two rows." : "";
    return mine[0] !== wanted[0] || mine[1] !== wanted[1] ? `You typed ${plural(mine[0], "row")} of ${mine[1]}; the answer has another shape.` : "";
  }
  return "";
}

/** What is missing of a number that is right as far as it goes. */
function rounded(given, { kind, figures: wanted, value, answer }) {
  if (kind !== "number" || given.tree.rows) return "";
  const typed = figures(given);
  if (wanted) return typed < wanted && agrees(given, value, typed) ? `Right as far as it goes: give ${plural(wanted, "significant figure")}.` : "";
  const exact = read(answer).evaluate();
  return exact % 1 && typed > 1 && agrees(given, exact, typed) ? "That is the number rounded: give it exactly, as a fraction or a root." : "";
}

export function mark(typed, { answer, slips }) {
  const given = reading(typed, answer);
  const told = (verdict, message = "", slip = -1) => ({ verdict, message, slip, echo: given.echo });
  if (!typed.trim()) return told("unreadable", "Type an answer first.");
  if (!given.ok) return told("unreadable", given.message);
  if (matches(given, answer)) {
    const fits = !answer.form || isForm(given, answer.form, reading(answer.answer, answer));
    return fits ? told("right") : told("form", `That is equal to the answer, and not ${answer.form} yet.`);
  }
  const slip = slips.findIndex(([wrong]) => matches(given, wrong));
  if (slip >= 0) return told("slip", "", slip);
  const [unshaped, unfinished] = [misshapen(given, answer), rounded(given, answer)];
  return unshaped ? told("shape", unshaped) : unfinished ? told("form", unfinished) : told("wrong");
}

export const refuses = ({ answer, slips }) =>
  [answer, ...slips.map(([wrong]) => wrong)].filter((each) => each.kind !== "choice" && !reading(each.answer, each).ok).map((each) => each.answer);
