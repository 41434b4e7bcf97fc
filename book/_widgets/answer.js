// Reads what people type as an answer, and says whether two answers are the same.
//
//   read(text, variables) → { ok, echo, evaluate, message, tree }   echo is MathML: how the text was read; message says why it was not
//   same(a, b, { variables, domain }) → boolean                     a and b as `read` returns them; domain like { x: [-2, 2] }, [-3, 3] if not stated
//   form(answer, wanted, reference) → boolean                       wanted is "simplified", "expanded" or "factored", as the reference is
//                                                                   (ask `same` as well: form does not)
//   figures(answer) → how many significant figures were typed, undefined if the answer is not one number
//   agrees(answer, value, figures) → whether it is the value to that many figures
//
// Text that can be meant in two ways is refused with both; nothing is guessed, and nothing typed is ever run. No DOM.

const LONGEST = 1000; // characters
const DEEPEST = 50;
const POINTS = 200;
const ENOUGH = 8;
const ROUNDING = 2 ** -50;

const { abs, cos, cosh, exp, max, round, sign, sin, sqrt, tan } = Math;

// ---- the words

const FUNCTIONS = {
  ln: (x) => (x > 0 ? Math.log(x) : NaN),
  sec: (x) => 1 / cos(x),
  csc: (x) => 1 / sin(x),
  cot: (x) => 1 / tan(x),
  sech: (x) => 1 / cosh(x),
  sigma: (x) => 1 / (1 + exp(-x)),
  abs, exp, sign, sqrt,
};
const ALIASES = { log: "ln" };
for (const name of ["sin", "cos", "tan"]) {
  FUNCTIONS[name] = Math[name];
  FUNCTIONS[`${name}h`] = Math[`${name}h`];
  FUNCTIONS[`arc${name}`] = Math[`a${name}`];
  ALIASES[`a${name}`] = `arc${name}`;
}
const CONSTANTS = { e: Math.E, pi: Math.PI };
const OPERATIONS = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? NaN : a / b),
  "^": (a, b) => (a === 0 && b < 0 ? NaN : a ** (abs(b - round(b)) < ROUNDING * 8 ? round(b) : b)),
  "!": (n) => (n > 1 ? n * OPERATIONS["!"](n - 1) : 1),
  neg: (a) => -a,
  ...FUNCTIONS,
};
const GREEK = "alpha beta gamma delta epsilon theta lambda mu pi rho sigma phi omega".split(" ");
const SYMBOLS = "αβγδεθλμπρσφω";
const symbol = (name) => SYMBOLS[GREEK.indexOf(name)] ?? name;
const spelt = (name) => name.replace(/[α-ω]/g, (c) => GREEK[SYMBOLS.indexOf(c)] ?? c);

/** The letter of a variable and its subscript: x_1, x_{1} and x1 are x and 1. */
const parts = (variable) => spelt(variable).match(/^\\?([^\d_]+)_?\{?(\w*)/).slice(1);

/** What may be typed for the names of a question: a pattern that finds the longest first, and what each is. */
function vocabulary(variables) {
  const words = new Map();
  const patterns = [];
  const add = (base, low, kind, name) => {
    words.set(base + low, { kind, name });
    patterns.push(`(?:${base}|${symbol(base)})${low && `(?:_\\{${low}\\}|_?${low})(?!\\d)`}`);
  };
  const known = { ...FUNCTIONS, ...ALIASES, ...CONSTANTS };
  // where h is a variable sinh may be sin h: it is no word there, and sinh x will be asked about
  const torn = (name) => variables.some((v) => (name[0] === v && known[name.slice(1)]) || (name.at(-1) === v && known[name.slice(0, -1)]));
  for (const name in known) if (!torn(name)) add(name, "", CONSTANTS[name] ? "letter" : "function", ALIASES[name] ?? name);
  for (const name of variables) add(...parts(name), "letter", name);
  return { words, variables, pattern: patterns.sort((a, b) => b.length - a.length).join("|") };
}

// ---- refusals

const clip = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
const no = (message) => {
  // what could be markup is shown by its full-width likeness
  throw Error(message.replace(/\u200b/g, " ").replace(/\\sqrt ?/g, "√").replace(/[<>&"']/g, (c) => String.fromCharCode(c.charCodeAt() + 65248)));
};

// ---- text to tokens

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿˣ";

/** One spelling for what Unicode and LaTeX spell in many; a zero-width space ends a LaTeX word without being a space. */
const SPELLINGS = [
  [/\$|\\(left|right)(?![a-z])/g, ""],
  [/[−–]/g, "-"],
  [/\*\*/g, "^"],
  [/[×·⋅]|\\(cdot|times)(?![a-z])/g, "*"],
  [/÷/g, "/"],
  [/[⁰¹²³⁴-⁹⁺⁻ⁿˣ]+/g, (run) => `^{${run.replace(/./g, (c) => "0123456789+-nx"[RAISED.indexOf(c)])}}`],
  [/[₀-₉]+/g, (run) => `_${run.replace(/./g, (c) => c.charCodeAt() - 8320)}`],
  [/√/g, "\\sqrt "],
  [/\\begin\{[pb]?matrix\}/g, "["],
  [/\\end\{[pb]?matrix\}/g, "]"],
  [/\\\\/g, ";"],
  [/&/g, ","],
  [/\\[lr]?vert(?![a-z])/g, "|"],
  [/\\([{}])/g, "$1"],
  [/\\[,;:! ]/g, " "],
  [/\\(?:math[a-z]+|operatorname)\s*\{([a-zA-Z]+)\}/g, "\\$1 "],
  [/\\[dt]frac/g, "\\frac"],
  [/\\frac\s*(\w)\s*(\w)/g, "\\frac{$1}{$2}"],
  [/(\\[a-zA-Z]+)\s+/g, "$1\u200b"],
];
const plain = (text) => SPELLINGS.reduce((t, [from, to]) => t.replace(from, to), text);

function tokenise(text, { words, pattern, variables }) {
  const next = new RegExp(`([\\s\u200b]+)|((?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)|(\\\\frac|[-+*/^()[\\]{}|,;!])|\\\\?(${pattern})`, "y");
  const list = [];
  let space = false;
  for (let at = 0; at < text.length; at = next.lastIndex) {
    next.lastIndex = at;
    const found = next.exec(text);
    if (!found) unknown(text, at, variables);
    const [whole, gap, number, sign, name] = found;
    if (gap) {
      space ||= /\s/.test(gap);
      continue;
    }
    const key = name && spelt(name).replace(/[_{}]/g, "");
    if (number && /^(?!1e|.*[.E]|.*e[+-]?0).*e/.test(number)) no(`“${number}” can be read in two ways: write ${number.replace("e", "*10^")} or ${number.replace("e", "*e ")}.`);
    list.push({ kind: number ? "number" : sign, text: whole, space, from: at, to: next.lastIndex, ...words.get(key) });
    space = false;
  }
  list.push({ kind: "end", text: "", space });
  return list;
}

function unknown(text, at, variables) {
  if (/[=≈≠≤≥]/.test(text)) no("Write the expression alone, without = or ≤.");
  const [part] = text.slice(at).match(/^\\?[a-z]+|^./iu);
  no(`“${clip(part)}” is not known here. ${variables.length ? `This question has ${variables.join(", ")}` : "The answer is a number"}.`);
}

// ---- tokens to a tree: { k: operation, a: arguments }, or a leaf "number" or "letter", or a table { open, rows }

const CLOSING = { "(": ")", "[": "]", "{": "}", "|": "|" };

function table(open, rows) {
  const cells = rows.flat();
  if (open !== "{" && rows.length === 1 && cells.every((cell) => cell.boxed || (cell.rows?.length === 1 && cell.open !== "{"))) {
    rows = cells.map((cell) => cell.rows?.[0] ?? [cell]); // [[1], [2]] has two rows
    open = "[";
  } else if (open !== "{" && cells.some(({ rows }) => rows)) rows = [[], cells];
  if (rows.some((row) => row.length !== rows[0].length)) no("The rows of a matrix need equally many numbers.");
  return { open: rows.length > 1 ? "[" : open, rows };
}

function make(k, ...a) {
  if (a.some(({ rows }) => rows)) no("Work it out, and write every entry.");
  return { k, a };
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
  const starts = () => is("number", "letter", "function", "\\frac", "(", "[", "{") || (is("|") && !inBars);
  const tight = () => !here().space && !list[at + 1].space;

  const tree = sum();
  if (!is("end")) misplaced();
  return tree;

  function misplaced() {
    const before = list[at - 1];
    if (is(",", ";")) no("Write a decimal with a point, 1.5; a vector in brackets, (1, 5).");
    if (is("end") || "+-*/^".includes(before?.kind)) no(before ? `Something is missing after “${clip(before.text)}”.` : "Type an answer.");
    no(`“${here().text}” is not expected here.`);
  }

  /** What follows `start` may belong to what stands before it, or not. */
  function unclear(from, start, other) {
    no(`“${clip(typed(from))}” can be read in two ways: write ${clip(`${typed(from, start)}(${typed(start)})`)} or ${clip(other)}.`);
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
    if (is("number")) no(`What is “${typed(at - 1, at + 1)}”? Write *${here().text} for a product, ^${here().text} for a power.`);
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
      if (!apart || gap) unclear(from, start, `(${typed(from, end)})*${typed(end)}`);
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
    if ("([{".includes(list[start].kind) && ")]}".includes(list[at - 1].kind)) return node;
    const isNumber = list[at - 1].kind === "number" && at - start <= 2;
    if (starts() && !here().space && (isNumber ? base.v || CONSTANTS[base.name] : is("letter", "\\frac"))) {
      const end = at;
      beside();
      unclear(from, start, `${typed(from, end)} * ${typed(end)}`);
    }
    if (is("/") && tight() && list[at + 1].kind === "number" && (list[start].kind === "-" || exponent.v === 1)) {
      const end = at;
      at += 2;
      unclear(from, start, `(${typed(from, end)})${typed(end)}`);
    }
    return node;
  }

  function atom() {
    if (++depth > DEEPEST) no("Too many brackets inside one another.");
    let node;
    const { kind, text, name } = here();
    if (kind === "number") node = { k: kind, v: Number(text), s: text };
    else if (kind === "letter") node = { k: kind, name };
    if (node) at++;
    else if (take("\\frac")) node = make("/", ...[0, 1].map(() => (is("{") ? group() : misplaced())));
    else if (kind === "function") node = call();
    else if (starts() || is("|")) node = group();
    else misplaced();
    if (take("!")) {
      if (!(node.v <= 170) || node.v % 1) no("Write a factorial of a whole number.");
      node = make("!", node);
    }
    depth--;
    return node;
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
    const [only, more] = rows.flat();
    if (open === "|") return make("abs", only);
    if (more) return table(open, rows);
    only.boxed = open === "[";
    return only;
  }

  function call() {
    const from = at++;
    const { name, text } = list[from];
    let exponent;
    if (take("^")) {
      exponent = signed(atom);
      if (!(exponent.v > 1) || exponent.v % 1) {
        const inverse = FUNCTIONS[`arc${name}`] ? `arc${name}(…)` : "the inverse by its name";
        no(`“${typed(from)}” can mean two things: write ${inverse}, or (${text}(…))^… for a power.`);
      }
    }
    if (/log$/.test(text) && is("number") && !here().space) no("log is the natural logarithm here: for base 2 write ln(x)/ln(2).");
    if (name === "sqrt" && is("[")) no("Write a cube root as x^(1/3).");
    let node;
    if (is("(", "[", "{", "|") && starts()) node = make(name, group());
    else if (starts() || is("+", "-")) node = make(name, bare(from, name === "sqrt"));
    else no(`“${text}” of what? Write ${text}(…).`);
    return exponent ? make("^", node, exponent) : node;
  }

  /** The argument of a function without brackets: sin 2x, sin xy; a root takes one factor. */
  function bare(from, root) {
    const start = at;
    const joined = !/\s|\u200b/.test(text[list[start].from - 1]);
    let inner = root ? signed(atom) : signed(power);
    const other = (end, sign = "") => unclear(from, start, `${typed(from, start)}(${typed(start, end)})${sign}${typed(end)}`);
    if (root && is("^")) {
      const end = at++;
      signed(power);
      other(end);
    }
    while (starts() && !is("function", "number")) {
      const gap = here().space;
      if (gap && (root || (joined && inner.k !== "number"))) return inner;
      const clear = !gap && !root && is("letter");
      const end = at;
      const factor = beside();
      if (!clear) other(end, "*");
      inner = make("*", inner, factor);
    }
    if (!root && is("*", "/") && tight() && !["function", "end"].includes(list[at + 1].kind)) {
      const end = at++;
      signed(power);
      other(end);
    }
    return inner;
  }
}

// ---- a tree to MathML

const mo = (sign) => `<mo>${sign}</mo>`;
const tag = (name, ...inner) => `<${name}>${inner.join("")}</${name}>`;
const row = (...inner) => tag("mrow", ...inner);
const STRENGTH = { "+": 1, "-": 1, neg: 1, "*": 2, "/": 3, "^": 3, "!": 3 };
const within = (node, least) => (STRENGTH[node.k] < least ? show({ k: "", a: [node] }) : show(node));

function show({ k, a, s, name, rows, open }) {
  if (s) return tag("mn", s);
  if (name) {
    const [base, low] = parts(name).map((part) => tag("mi", symbol(part)));
    return parts(name)[1] ? tag("msub", base, low) : base;
  }
  if (rows) {
    const cells = rows.map((cells) => cells.map(show));
    const grid = () => tag("mtable", ...cells.map((cells) => tag("mtr", ...cells.map((cell) => tag("mtd", cell)))));
    return row(mo(open), open === "[" ? grid() : cells[0].join(mo(",")), mo(CLOSING[open]));
  }
  const [first, second] = a.map(show);
  if (k === "neg") return row(mo("−"), within(a[0], 2));
  if (k === "+" || k === "-") return row(first, mo(k === "-" ? "−" : k), within(a[1], 2));
  if (k === "*") return row(within(a[0], 2), mo(/^(<m\w+>)*<mn/.test(second) ? "·" : "\u2062"), within(a[1], 2));
  if (k === "/") return tag("mfrac", first, second);
  if (k === "^") return tag("msup", within(a[0], 4), second);
  if (k === "!") return row(within(a[0], 4), mo(k));
  if (k === "sqrt") return tag("msqrt", first);
  if (k === "abs") return row(mo("|"), first, mo("|"));
  return row(k && tag("mi", symbol(k)) + mo("\u2061"), mo("("), first, mo(")"));
}

// ---- a tree to numbers

/** [value, bound of its rounding error]: the value is NaN where it is not real, the error infinite where that cannot be told. */
function run({ k, a, v, name }, point) {
  if (k === "number") return [v, v % 1 && v * ROUNDING];
  if (k === "letter") return name in point ? [+point[name], 0] : [CONSTANTS[name], CONSTANTS[name] * ROUNDING];
  const inner = a.map((node) => run(node, point));
  const values = inner.map(([value]) => value);
  if (values.some(isNaN)) return [NaN, 0];
  const value = OPERATIONS[k](...values);
  const moved = inner.flatMap(([value, error], i) => (error ? [value - error, value + error].map((x) => OPERATIONS[k](...values.with(i, x))) : []));
  if (isNaN(value)) return moved.every(isNaN) ? [NaN, 0] : [0, Infinity];
  return [value, moved.reduce((sum, x) => sum + abs(x - value), abs(value) * ROUNDING)];
}

function evaluate(node, point) {
  if (!node.rows) {
    const [value, error] = run(node, point);
    return error < Infinity ? value : NaN;
  }
  const rows = node.rows.map((cells) => cells.map((cell) => evaluate(cell, point)));
  return node.open === "[" ? rows : rows[0];
}

/** The i-th point. Powers e^(1/2), e^(1/3), … are independent over the rationals, so that multiples of them fill the box evenly. */
function place(i, variables, domain) {
  return Object.fromEntries(
    variables.map((name, j) => {
      const [low, high] = domain[name] ?? [-3, 3];
      return [name, low + (high - low) * (((i + 1) * exp(1 / (j + 2))) % 1)];
    }),
  );
}

function alike(a, b, variables, domain) {
  if (a.rows || b.rows) {
    if (!a.rows || !b.rows || (a.open === "{") !== (b.open === "{")) return false;
    const [mine, yours] = [a.rows.flat(), b.rows.flat()];
    if (mine.length !== yours.length) return false;
    const each = (x, y) => alike(x, y, variables, domain);
    if (a.open === "{") return mine.every((x) => yours.some((y) => each(x, y))) && yours.every((y) => mine.some((x) => each(x, y)));
    // the entries are equally many: (1, 2) is a row or a column, as the other one has it
    const shaped = a.rows.length === b.rows.length || ([a, b].some(({ open }) => open === "(") && max(a.rows.length, b.rows.length) === mine.length);
    return shaped && mine.every((x, i) => each(x, yours[i]));
  }
  let used = 0;
  for (let i = 0; i < POINTS || (used < ENOUGH && i < 20 * POINTS); i++) {
    const point = place(i, variables, domain);
    const [[x, ex], [y, ey]] = [run(a, point), run(b, point)];
    const size = max(abs(x) || 0, abs(y) || 0);
    if (!(ex + ey <= 1e-7 * (1 + size)) || (x !== x && y !== y)) continue; // nothing can be seen here
    if (!(abs(x - y) <= 1e-9 * size + ex + ey)) return false;
    used++;
  }
  return used >= ENOUGH;
}

// ---- what the book uses

export function read(text, variables = []) {
  try {
    if (text.length > LONGEST) no(`Too long to read: at most ${LONGEST} characters.`);
    const tree = parse(plain(text), vocabulary(variables));
    return { ok: true, echo: `<math>${show(tree)}</math>`, evaluate: (point = {}) => evaluate(tree, point), message: "", tree };
  } catch ({ message }) {
    return { ok: false, echo: "", evaluate: () => NaN, message, tree: {} };
  }
}

export function same(a, b, { variables, domain = {} }) {
  return a.ok && b.ok && alike(a.tree, b.tree, variables, domain);
}

const isSum = ({ k }) => k === "+" || k === "-";
const terms = (node) => (isSum(node) ? node.a.flatMap(terms) : [node]);
const factors = (node) => {
  const { k, a, v } = node;
  if (k === "^" && a[1].v < 9 && !(a[1].v % 1)) return Array(a[1].v).fill(factors(a[0])).flat();
  return ["*", "/", "neg"].includes(k) ? a.flatMap(factors) : v === 1 ? [] : [node];
};
/** Leaves, functions and sums counted; an exponent by half, and a larger number a little more. */
const size = ({ k, a = [], v }) =>
  a.reduce((sum, node, i) => sum + size(node) / (k === "^" ? i + 1 : 1), v === 1 || ["*", "/", "^", "neg"].includes(k) ? 0 : k === "sqrt" ? 0.51 : 1 + (v ?? 0) / 100);

export function form({ tree }, wanted, { tree: model }) {
  const short = terms(tree).length <= terms(model).length;
  if (wanted === "factored") return !isSum(tree) && factors(tree).length >= factors(model).length;
  return short && (wanted === "expanded" ? !terms(tree).flatMap(factors).some(isSum) : size(tree) < size(model) + 0.001);
}

export function figures({ tree }) {
  const { s } = tree.k === "neg" ? tree.a[0] : tree;
  return s?.replace(/e.*|\./gi, "").replace(/^0+(?=\d)/, "").length;
}

export function agrees(answer, value, figures) {
  const unit = 10 ** (Math.floor(Math.log10(abs(value) || 1)) + 1 - figures);
  return abs(answer.evaluate() - value) <= unit * (0.5 + 1e-9);
}
