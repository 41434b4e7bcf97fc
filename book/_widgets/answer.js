// Reads what people type as an answer, and says whether two answers are the same.
//
//   read(text, variables) → { ok, echo, evaluate, message, tree }   echo is MathML: how the text was read; message says why it was not
//   same(a, b, { variables, domain }) → boolean                     a and b as `read` returns them; domain like { x: [-2, 2] }, [-3, 3] if not stated
//   form(answer, wanted, reference) → sentence, "" if it has it     wanted is "simplified", "expanded" or "factored"
//   figures(answer) → how many significant figures were typed, undefined if the answer is not one number
//   agrees(answer, value, figures) → whether it rounds to the value at that many figures
//
// Text that can be meant in two ways is refused with both; nothing is guessed, and nothing typed is ever run. No DOM.

const LONGEST = 1000;
const DEEPEST = 50;
const POINTS = 199; // a prime, so that every stride below visits every stratum
const ENOUGH = 8;
const ROUNDING = 2 ** -50;

const { abs, cos, cosh, exp, max, min, round, sign, sin, sqrt, tan } = Math;

// ---- the words

const FUNCTIONS = {
  ln: (x) => (x > 0 ? Math.log(x) : NaN),
  sec: (x) => 1 / cos(x),
  csc: (x) => 1 / sin(x),
  cot: (x) => 1 / tan(x),
  sech: (x) => 1 / cosh(x),
  sigma: (x) => 1 / (1 + exp(-x)),
  cbrt: (x) => x ** (1 / 3), // real where x^(1/3) is
  abs, exp, max, min, sign, sqrt,
};
const ALIASES = { log: "ln", cosec: "csc", sgn: "sign" };
for (const name of ["sin", "cos", "tan"]) {
  FUNCTIONS[name] = Math[name];
  FUNCTIONS[`${name}h`] = Math[`${name}h`];
  FUNCTIONS[`arc${name}`] = Math[`a${name}`];
  FUNCTIONS[`ar${name}h`] = Math[`a${name}h`];
  ALIASES[`a${name}`] = `arc${name}`;
  ALIASES[`a${name}h`] = ALIASES[`arc${name}h`] = `ar${name}h`;
}
const CONSTANTS = { e: Math.E, pi: Math.PI };
const OPERATIONS = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? NaN : a / b),
  "^": (a, b) => (a === 0 && b < 0 ? NaN : a ** (abs(b - round(b)) < ROUNDING * 8 ? round(b) : b)),
  "!": (n) => (n >= 0 && n === round(n) ? (n < 171 ? Array.from({ length: n }, (_, i) => i + 1).reduce((a, b) => a * b, 1) : Infinity) : NaN),
  neg: (a) => -a,
  ...FUNCTIONS,
};
const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon phi chi psi omega".split(" ");
const symbol = (name) => (GREEK.includes(name) ? String.fromCharCode(945 + GREEK.indexOf(name)) : name);
const spelt = (name) => name.replace(/[α-ω]/g, (c) => GREEK[c.charCodeAt() - 945]);
const parts = (variable) => spelt(variable).match(/^\\?(.+?)(?:_\{?(\w+)\}?|(\d+))?$/);

/** What may be typed for the names of a question: a pattern that finds the longest first, and what each is. */
function vocabulary(variables) {
  const words = new Map();
  const patterns = [];
  const add = (key, kind, name, pattern) => {
    words.set(key, { kind, name });
    patterns.push([key.length, pattern]);
  };
  const either = (name) => (symbol(name) === name ? name : `${name}|${symbol(name)}`);
  for (const name in FUNCTIONS) add(name, "function", name, either(name).replace(/^\w/, (c) => `[${c}${c.toUpperCase()}]`));
  for (const name in ALIASES) add(name, "function", ALIASES[name], name.replace(/^\w/, (c) => `[${c}${c.toUpperCase()}]`));
  for (const name in CONSTANTS) add(name, "constant", name, either(name));
  for (const variable of variables) {
    const [, base, letters, digits] = parts(variable);
    const low = letters ?? digits ?? "";
    add(base + low, "variable", variable, `(?:${either(base)})` + (low && `(?:_\\{${low}\\}|_?${low})(?!\\d)`));
  }
  patterns.sort((a, b) => b[0] - a[0]);
  return { words, pattern: patterns.map(([, pattern]) => pattern).join("|") };
}

// ---- refusals

class Refusal extends Error {}
const clip = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
const no = (message) => {
  throw new Refusal(message.replace(/\u200b/g, " ").replace(/[<>&"']/g, ""));
};
const ask = (typed, one, other) => no(`“${clip(typed)}” can be read in two ways: write ${clip(one)} or ${clip(other)}.`);
const NAMES = { "<": "a less-than sign", ">": "a greater-than sign", "&": "an ampersand", '"': "a quotation mark", "'": "a prime or quotation mark", _: "a subscript" };

// ---- text to tokens

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣʸᵗᵀ";
const raised = (c) => "0123456789+-()nxytT"[RAISED.indexOf(c)];

/** One spelling for what Unicode and LaTeX spell in many; a zero-width space ends a LaTeX word without being a space. */
const plain = (text) =>
  text
    .replace(/\$/g, "")
    .replace(/[−–—]/g, "-")
    .replace(/\*\*/g, "^")
    .replace(/[×·⋅∙∗]|\\(cdot|times)(?![a-z])/g, "*")
    .replace(/[÷∕⁄]|\\div(?![a-z])/g, "/")
    .replace(/[½¼¾]/g, (c) => ({ "½": "{1/2}", "¼": "{1/4}", "¾": "{3/4}" })[c])
    .replace(/[⁰¹²³⁴-⁹⁺⁻⁽⁾ⁿˣʸᵗᵀ]+/g, (run) => `^{${[...run].map(raised).join("")}}`)
    .replace(/[₀-₉]+/g, (run) => `_${[...run].map((c) => c.charCodeAt() - 8320).join("")}`)
    .replace(/√/g, "\\sqrt\u200b")
    .replace(/\\(left|right|[bB]igg?[lr]?|displaystyle)(?![a-z])/g, "")
    .replace(/\\begin\{[pb]?matrix\}/g, "[")
    .replace(/\\end\{[pb]?matrix\}/g, "]")
    .replace(/\\\\/g, ";")
    .replace(/&/g, ",")
    .replace(/\\[lr]?vert(?![a-z])/g, "|")
    .replace(/\\([{}])/g, "$1")
    .replace(/\\(?:[,;:! ]|q?quad(?![a-z]))|[~\u00a0]/g, " ")
    .replace(/\\(?:mathrm|mathbf|mathit|boldsymbol|operatorname|text)\s*\{([a-zA-Z]+)\}/g, "\\$1\u200b")
    .replace(/\\[dt]frac/g, "\\frac")
    .replace(/\\var(phi|theta|epsilon)/g, "\\$1")
    .replace(/\\frac\s*(\w)\s*(\w)/g, "\\frac{$1}{$2}")
    .replace(/(\\[a-zA-Z]+)\s+/g, "$1\u200b");

function tokenise(text, { words, pattern }) {
  const transposed = words.has("T") ? "(?!)" : "\\^\\s*(?:T|\\\\top|\\{\\s*(?:T|\\\\top)\\s*\\})(?![a-zA-Z])";
  const next = new RegExp(`([\\s\u200b]+)|((?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)|(${transposed})|(\\\\frac|[-+*/^()[\\]{}|,;!])|\\\\?(${pattern})`, "y");
  const list = [];
  let space = false;
  for (let at = 0; at < text.length; at = next.lastIndex) {
    next.lastIndex = at;
    const found = next.exec(text);
    if (!found) unknown(text, at, words);
    const [whole, gap, number, transpose, sign, name] = found;
    if (gap) {
      space ||= /\s/.test(gap);
      continue;
    }
    const token = { kind: number ? "number" : transpose ? "transpose" : (sign ?? ""), text: whole, space, from: at, to: next.lastIndex };
    if (number && /^(?!1e|.*[.E]|.*e[+-]?0).*e/.test(number)) {
      const [mantissa, power] = number.split("e");
      ask(number, `${mantissa}*10^${power}`, `${mantissa}*e ${/^[+-]/.test(power) ? power.replace(/^./, "$& ") : `* ${power}`}`);
    }
    if (name) {
      const key = spelt(name).replace(/[_{}]/g, "");
      Object.assign(token, words.get(key) ?? words.get(key.toLowerCase()));
      for (const [variable, rest, typed] of [
        [key[0], key.slice(1), `${key[0]}*${key.slice(1)}(…)`],
        [key.at(-1), key.slice(0, -1), `${key.slice(0, -1)}(${key.at(-1)}…)`],
      ]) {
        const two = token.kind === "function" && whole === name && words.get(variable)?.kind === "variable" && words.get(rest)?.kind === "function";
        if (two) ask(key, typed, `${token.name === key ? `\\${key}` : token.name}(…)`);
      }
    }
    list.push(token);
    space = false;
  }
  list.push({ kind: "end", text: "", space, from: text.length, to: text.length });
  return list;
}

function unknown(text, at, words) {
  if (/[=≈≠≤≥]/.test(text[at])) no("Write the expression alone, without an equals sign or an inequality.");
  const run = /[\\a-zA-ZͰ-Ͽ]/.test(text[at]) && text.slice(text.slice(0, at).search(/\\?[a-zA-Z]*$/)).match(/^\\?[^\s\d\W]*/)[0];
  if (!run) {
    const code = text.codePointAt(at);
    no(text[at] === "_" && /log\u200b?$/i.test(text.slice(0, at)) ? LOGARITHM : `${NAMES[text[at]] ?? `“${String.fromCodePoint(code)}”`} cannot be part of an answer here.`.replace(/^a/, "A"));
  }
  const letters = [...words.values()].filter(({ kind }) => kind === "variable").map(({ name }) => name);
  const known = letters.length ? `The letters of this question: ${letters.join(", ")}.` : "The answer is a number.";
  no(`“${clip(run)}” is not known here. ${known}`);
}
const LOGARITHM = "log is the natural logarithm here: for another base write, say, ln(x)/ln(2).";

// ---- tokens to a tree: { k: operation, a: arguments }, or a leaf "number", "variable", "constant", or a "table" of rows

const CLOSING = { "(": ")", "[": "]", "{": "}", "|": "|" };
const isTable = (node) => node.k === "table";

function table(open, rows) {
  const cells = rows.flat();
  if (open !== "{" && rows.length === 1 && cells.every((cell) => isTable(cell) && cell.open !== "{" && cell.rows.length === 1)) {
    rows = cells.map((cell) => cell.rows[0]);
    open = "[";
  } else if (open !== "{" && cells.some(isTable)) no("Numbers and vectors cannot be entries of one vector.");
  if (rows.some((row) => row.length !== rows[0].length)) no("The rows of a matrix need equally many entries.");
  return { k: "table", open: rows.length > 1 ? "[" : open, rows };
}

const shape = ({ rows }) => `${rows.length}×${rows[0].length}`;

/** An operation; on vectors and matrices, entry by entry where that is what it means. */
function make(k, ...a) {
  const tables = a.filter(isTable);
  if (!tables.length) return { k, a };
  const [first, second] = a;
  if (tables.some(({ open }) => open === "{")) no("Write a set alone, without a calculation.");
  if ("+-".includes(k) && tables.length === 1) no("A number and a vector cannot be added or subtracted.");
  if ("+-".includes(k) && shape(first) !== shape(second)) no(`The sizes ${shape(first)} and ${shape(second)} cannot be added or subtracted.`);
  if (k === "*" && tables.length > 1) no("Work out the product of the vectors or matrices, and write what it gives.");
  if (!["+", "-", "*", "neg"].includes(k) && !(k === "/" && !isTable(second))) no(`“${k}” needs a number, not a vector.`);
  const rows = tables[0].rows.map((row, i) => row.map((_, j) => ({ k, a: a.map((node) => (isTable(node) ? node.rows[i][j] : node)) })));
  return { ...tables[0], rows, shown: { k, a } };
}

function parse(text, vocabulary) {
  const list = tokenise(text, vocabulary);
  let at = 0;
  let depth = 0;
  let inBars = false;
  const here = () => list[at];
  const is = (...kinds) => kinds.includes(list[at].kind);
  const take = (kind) => is(kind) && list[at++];
  const typed = (from, to = at) => text.slice(list[from].from, list[to - 1].to);
  const starts = () => is("number", "variable", "constant", "function", "\\frac", "(", "[", "{") || (is("|") && !inBars);
  const tight = () => !here().space && !list[at + 1].space;

  const tree = sum();
  if (!is("end")) misplaced();
  return tree;

  function misplaced() {
    const before = list[at - 1];
    if (is("end", ")", "]", "}", "|", ",", ";") && before && "+-*/^".includes(before.kind)) no(`Something is missing after “${before.text}”.`);
    if (is("end")) no(before ? `Something is missing after “${clip(before.text)}”.` : "Type an answer first.");
    if (is(")", "]", "}")) no(`There is no opening bracket for “${here().text}”.`);
    if (is(",", ";")) no("Write a decimal with a point, as in 1.5, and a vector in brackets, as in (1, 5).");
    no(`Something is missing before “${here().text}”.`);
  }

  function sum() {
    let left = signed(product);
    while (is("+", "-")) left = make(list[at++].kind, left, signed(product));
    return left;
  }

  function signed(inner) {
    let negative = false;
    while (is("+", "-")) negative = (list[at++].kind === "-") !== negative;
    return negative ? make("neg", inner()) : inner();
  }

  function product() {
    const from = at;
    let left = power();
    for (;;) {
      if (take("*")) left = make("*", left, signed(power));
      else if (is("/")) left = make("/", left, denominator(from));
      else if (starts()) left = make("*", left, beside());
      else return left;
    }
  }

  /** The next factor of a product without a sign. */
  function beside() {
    if (is("number")) {
      const [a, b] = [list[at - 1].text, here().text];
      no(`What is “${typed(at - 1, at + 1)}”? Write ${a}*${b} for a product${list[at - 1].kind === "number" ? "" : ` and ^${b} for a power`}.`);
    }
    return power();
  }

  /** In 1/2x a space decides: 1/2 x is (1/2)x and 1 / 2x is 1/(2x). */
  function denominator(from) {
    const [close, apart] = [tight(), here().space && list[at + 1].space];
    const start = ++at;
    let below = signed(power);
    while (starts()) {
      const gap = here().space;
      if (close && gap && !/\s/.test(typed(start))) break;
      const end = at;
      const factor = beside();
      if (!apart || gap) ask(typed(from), `(${typed(from, end)})*${typed(end)}`, `${typed(from, start)}(${typed(start)})`);
      below = make("*", below, factor);
    }
    return below;
  }

  function power() {
    const from = at;
    const base = atom();
    if (!take("^")) return base;
    const start = at;
    const exponent = signed(power);
    const node = make("^", base, exponent);
    if (is("transpose") || "([{".includes(list[start].kind)) return node;
    const isNumber = list[at - 1].kind === "number" && at - start <= 2;
    if (starts() && !here().space && (isNumber ? ["number", "constant"].includes(base.k) : is("variable", "constant", "\\frac"))) {
      const end = at;
      beside();
      ask(typed(from), `${typed(from, start)}(${typed(start)})`, `${typed(from, end)} * ${typed(end)}`);
    }
    if (is("/") && tight() && list[at + 1].kind === "number" && (list[start].kind === "-" || exponent.v === 1)) {
      const end = at;
      at += 2;
      ask(typed(from), `${typed(from, start)}(${typed(start)})`, `(${typed(from, end)})${typed(end)}`);
    }
    return node;
  }

  function atom() {
    if (++depth > DEEPEST) no("There are too many brackets inside one another.");
    let node;
    const { kind, text, name } = here();
    if (kind === "number") node = { k: kind, v: Number(text), s: text };
    else if (kind === "variable" || kind === "constant") node = { k: kind, name };
    if (node) at++;
    else if (take("\\frac")) node = make("/", braces(), braces());
    else if (kind === "function") node = call();
    else if (starts()) node = group();
    else misplaced();
    for (;;) {
      if (take("!")) node = make("!", node);
      else if (!take("transpose")) break;
      else if (!isTable(node)) no("Only a vector or a matrix has a transpose.");
      else node = { k: "table", open: "[", rows: node.rows[0].map((_, j) => node.rows.map((row) => row[j])) };
    }
    depth--;
    return node;
  }

  function braces() {
    if (!is("{")) no("Write a fraction as \\frac{1}{2} or 1/2.");
    return group();
  }

  function group() {
    const open = list[at++].kind;
    const outside = inBars;
    inBars = open === "|";
    const rows = [[sum()]];
    while (is(",", ";") && !inBars) {
      if (list[at++].kind === ",") rows.at(-1).push(sum());
      else if (!is(CLOSING[open])) rows.push([sum()]);
    }
    if (is("end")) no(`The bracket “${open}” is opened and not closed.`);
    if (!take(CLOSING[open])) misplaced();
    inBars = outside;
    const only = rows.flat().length === 1 && rows[0][0];
    if (open === "|") return make("abs", only);
    return only ? only : table(open, rows);
  }

  function call() {
    const from = at++;
    const { name, text } = list[from];
    let exponent;
    if (take("^")) {
      exponent = signed(atom);
      const typedName = text.replace("\\", "");
      if (exponent.k === "neg") {
        const inverse = FUNCTIONS[`arc${name}`] ? `arc${name}` : FUNCTIONS[`ar${name}`] && `ar${name}`;
        no(`“${typedName}^-1” can mean two things: write ${inverse ? `${inverse}(…)` : "the inverse by its own name"} or 1/${typedName}(…).`);
      }
      if (!(exponent.v > 1 && Number.isInteger(exponent.v))) no(`Write a power of ${typedName} as (${typedName}(…))^….`);
    }
    if (/log$/i.test(text) && is("number") && !here().space) no(LOGARITHM);
    let node;
    if (name === "sqrt" && is("[")) {
      const index = group();
      node = is("{") ? make("^", group(), make("/", { k: "number", v: 1, s: "1" }, index)) : make(name, index);
    } else if (is("(", "[", "{", "|") && starts()) {
      const inner = group();
      const several = ["max", "min"].includes(name) && isTable(inner) && inner.rows.length === 1;
      node = several ? make(name, ...inner.rows[0]) : make(name, inner);
    } else if (starts() || is("+", "-")) node = make(name, bare(from, name === "sqrt"));
    else no(`“${text}” of what? Write ${text.replace("\\", "")}(…).`);
    return exponent ? make("^", node, exponent) : node;
  }

  /** The argument of a function without brackets: sin 2x, sin xy; a root takes one factor. */
  function bare(from, root) {
    const start = at;
    const joined = !here().space && !text.slice(list[from].to).startsWith("\u200b");
    let inner = root ? signed(atom) : signed(power);
    const head = () => typed(from, start).replace("\\", "");
    if (root && take("^")) {
      const end = at;
      signed(power);
      ask(typed(from), `${head()}(${typed(start)})`, `${head()}(${typed(start, end - 1)})^${typed(end)}`);
    }
    while (starts() && !is("function", "number")) {
      const gap = here().space;
      if (gap && (root || (joined && inner.k !== "number"))) return inner;
      const clear = !gap && !root && is("variable", "constant");
      const end = at;
      const factor = beside();
      if (!clear) ask(typed(from), `${head()}(${typed(start)})`, `${head()}(${typed(start, end)})*${typed(end)}`);
      inner = make("*", inner, factor);
    }
    if (!root && is("*", "/") && tight() && !["function", "end"].includes(list[at + 1].kind)) {
      const end = at++;
      signed(power);
      ask(typed(from), `${head()}(${typed(start)})`, `${head()}(${typed(start, end)})${typed(end)}`);
    }
    return inner;
  }
}

// ---- a tree to MathML

const mo = (sign) => `<mo>${sign}</mo>`;
const row = (...inner) => `<mrow>${inner.join("")}</mrow>`;
const STRENGTH = { "+": 1, "-": 1, neg: 1, "*": 2, "/": 3, "^": 3, "!": 3 };
const strength = (node) => (node.shown ? strength(node.shown) : (STRENGTH[node.k] ?? 4));
const within = (node, least) => (strength(node) < least ? row(mo("("), show(node), mo(")")) : show(node));

function identifier(name) {
  const [, base, letters, digits] = parts(name);
  const low = letters ?? digits;
  const of = `<mi>${symbol(base)}</mi>`;
  return low ? `<msub>${of}<m${digits ?? (/^\d/.test(low) ? "n" : "i")}>${low}</msub>`.replace(/<m(n|i|\d+)>(\w+)/, (_, k, v) => (k === "i" ? `<mi>${v}</mi>` : `<mn>${v}</mn>`)) : of;
}

function show(node) {
  if (node.shown) return show(node.shown);
  const { k, a } = node;
  if (k === "number") return `<mn>${node.s}</mn>`;
  if (k === "variable" || k === "constant") return identifier(node.name);
  if (k === "table") {
    const cells = node.rows.map((cells) => cells.map(show));
    const inner =
      node.open === "["
        ? `<mtable>${cells.map((cells) => `<mtr>${cells.map((cell) => `<mtd>${cell}</mtd>`).join("")}</mtr>`).join("")}</mtable>`
        : cells[0].join(mo(","));
    return row(mo(node.open), inner, mo(CLOSING[node.open]));
  }
  if (k === "neg") return row(mo("−"), within(a[0], 2));
  if (k === "+") return row(show(a[0]), mo("+"), within(a[1], a[1].k === "neg" ? 2 : 1));
  if (k === "-") return row(show(a[0]), mo("−"), within(a[1], 2));
  if (k === "*") {
    const right = within(a[1], 2);
    return row(within(a[0], 2), mo(/^(<m\w+>)*<mn>/.test(right) ? "·" : "\u2062"), right);
  }
  if (k === "/") return `<mfrac>${show(a[0])}${show(a[1])}</mfrac>`;
  if (k === "^") return `<msup>${within(a[0], 4)}${show(a[1])}</msup>`;
  if (k === "!") return row(within(a[0], 4), mo("!"));
  if (k === "sqrt") return `<msqrt>${show(a[0])}</msqrt>`;
  if (k === "abs") return row(mo("|"), show(a[0]), mo("|"));
  return row(`<mi>${symbol(k)}</mi>`, mo("\u2061"), mo("("), a.map(show).join(mo(",")), mo(")"));
}

// ---- a tree to numbers

/** [value, bound of its rounding error]: the value is NaN where it is not real, the error infinite where that cannot be told. */
function run({ k, a, v, name }, point) {
  if (k === "number") return [v, Number.isInteger(v) ? 0 : abs(v) * ROUNDING];
  if (k === "variable") return [Object.hasOwn(point, name) ? Number(point[name]) : NaN, 0];
  if (k === "constant") return [CONSTANTS[name], CONSTANTS[name] * ROUNDING];
  const inner = a.map((node) => run(node, point));
  if (inner.some(([value]) => Number.isNaN(value))) return [NaN, 0];
  if (inner.some(([, error]) => error === Infinity)) return [0, Infinity];
  const values = inner.map(([value]) => value);
  const value = OPERATIONS[k](...values);
  let error = abs(value) * ROUNDING;
  inner.forEach(([centre, spread], i) => {
    if (!spread) return;
    const [low, high] = [centre - spread, centre + spread].map((moved) => OPERATIONS[k](...values.with(i, moved)));
    if (Number.isNaN(value)) error = low === low || high === high ? Infinity : error;
    else error += max(abs(low - value), abs(high - value));
  });
  if (Number.isNaN(value)) return error === Infinity ? [0, Infinity] : [NaN, 0];
  return error < Infinity ? [value, error] : [0, Infinity];
}

function evaluate(node, point) {
  if (!isTable(node)) {
    const [value, error] = run(node, point);
    return error === Infinity ? NaN : value;
  }
  const rows = node.rows.map((cells) => cells.map((cell) => evaluate(cell, point)));
  return node.open === "[" ? rows : rows[0];
}

/** The i-th point: every variable goes once through every stratum of its interval, at a seeded place within. */
function place(i, variables, domain) {
  return Object.fromEntries(
    variables.map((name, j) => {
      const [low, high] = domain[name] ?? [-3, 3];
      let seed = Math.imul(i * 31 + j + 1, 0x9e3779b1);
      seed = Math.imul(seed ^ (seed >>> 15), 0x85ebca6b);
      seed ^= seed >>> 13;
      const stratum = ((i + 7 * j) * (1 + 60 * (j % 3) + j)) % POINTS;
      return [name, low + ((high - low) * (stratum + 0.03 + (0.94 * (seed >>> 0)) / 2 ** 32)) / POINTS];
    }),
  );
}

const letters = ({ k, a, rows, name }) => (k === "variable" ? [name] : [...new Set((a ?? rows?.flat() ?? []).flatMap(letters))]);

function alike(a, b, variables, domain) {
  if (isTable(a) || isTable(b)) {
    if (!isTable(a) || !isTable(b) || (a.open === "{") !== (b.open === "{")) return false;
    const [mine, yours] = [a.rows.flat(), b.rows.flat()];
    if (mine.length !== yours.length) return false;
    const each = (x, y) => alike(x, y, variables, domain);
    if (a.open === "{") return mine.every((x) => yours.some((y) => each(x, y))) && yours.every((y) => mine.some((x) => each(x, y)));
    const listed = [a, b].some(({ open }) => open === "(") && [a, b].every(({ rows }) => rows.length === 1 || rows[0].length === 1);
    return (listed || shape(a) === shape(b)) && mine.every((x, i) => each(x, yours[i]));
  }
  const enough = variables.length ? ENOUGH : 1;
  const rounds = variables.length ? POINTS : 1;
  let used = 0;
  for (let i = 0; i < rounds || (used < enough && i < 20 * rounds); i++) {
    const point = place(i, variables, domain);
    const [[x, ex], [y, ey]] = [run(a, point), run(b, point)];
    const size = max(abs(x), abs(y));
    if (ex + ey > 1e-7 * (1 + size) || (x !== x && y !== y)) continue; // nothing to be seen here
    if (!(abs(x - y) <= 1e-9 * size + ex + ey)) return false;
    used++;
  }
  return used >= enough;
}

// ---- what the book uses

export function read(text, variables = []) {
  try {
    if (String(text ?? "").length > LONGEST) no(`That is too long to read: at most ${LONGEST} characters.`);
    const tree = parse(plain(String(text ?? "")), vocabulary(variables));
    return { ok: true, echo: `<math>${show(tree)}</math>`, evaluate: (point = {}) => evaluate(tree, point), message: "", tree };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, echo: "", evaluate: () => NaN, message: error.message };
  }
}

export function same(a, b, { variables, domain = {} } = {}) {
  return a.ok && b.ok && alike(a.tree, b.tree, variables ?? [...new Set([a, b].flatMap(({ tree }) => letters(tree)))], domain);
}

export function figures({ tree }) {
  if (tree?.k === "neg") return figures({ tree: tree.a[0] });
  if (tree?.k === "*" && tree.a[1].k === "^" && tree.a[1].a[0].v === 10 && !letters(tree).length) return figures({ tree: tree.a[0] });
  return tree?.k === "number" ? tree.s.replace(/e.*/i, "").replace(".", "").replace(/^0+(?=\d)/, "").length : undefined;
}

export function agrees(answer, value, figures) {
  const unit = 10 ** (Math.floor(Math.log10(abs(value) || 1)) + 1 - figures);
  return abs(answer.evaluate() - value) <= unit * (0.5 + 1e-9);
}
