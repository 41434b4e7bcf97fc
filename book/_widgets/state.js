// What a figure's settings are: a few named numbers, each with its range, kept to its steps and written in the address.

export const fine = (v) => (v.whole ? 1 : v.step / 10);

/** The nearest setting that the variable can have. */
export function settle(v, value) {
  const unit = fine(v);
  const nearest = Number((Math.round(value / unit) * unit).toFixed(10));
  return Math.min(v.max, Math.max(v.min, nearest)) + 0;
}

/** A setting as a person writes it: as many digits as it can have. */
export const digits = (v, value) => value.toFixed(v.whole ? 0 : Math.max(0, Math.ceil(-Math.log10(fine(v)) - 1e-9))).replace("-", "−");

/** A number as a person writes it, four digits of it; what is smaller than `least` is rounding, and is 0. */
export function words(value, least = 5e-12) {
  if (!Number.isFinite(value)) return "undefined";
  if (Math.abs(value) < least || value === 0) return "0";
  const size = Math.floor(Math.log10(Math.abs(value)));
  let text = size > 5 || size < -4 ? value.toExponential(2) : value.toFixed(Math.max(0, 3 - size));
  if (text.includes("e")) {
    const [digits, power] = text.split("e");
    text = `${digits} × 10^${Number(power)}`.replace(/\^(-?)(\d+)/, (_, sign, n) => (sign ? "⁻" : "") + [...n].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d]).join(""));
  }
  return text.replace("-", "−");
}

const NUMBER = /^-?\d{1,9}(\.\d{1,12})?$/;

/**
 * The settings that an address asks of the figure `name`: `#name:x=1.5,h=0.25`.
 * Nothing if it does not speak of this figure; `{ fault }` if it asks for what the figure cannot do.
 */
export function read(fragment, name, variables) {
  let text;
  try { text = decodeURIComponent(fragment.replace(/^#/, "")); } catch { text = fragment.replace(/^#/, ""); }
  if (!text.startsWith(`${name}:`)) return null;
  const settings = {};
  for (const part of text.slice(name.length + 1).split(",")) {
    const [key, value, ...rest] = part.split("=");
    const v = variables.find((each) => each.name === key);
    const number = Number(value);
    if (!v || rest.length || !NUMBER.test(value ?? "") || number < v.min || number > v.max) {
      return { fault: "The address asks for settings that this figure does not have, so it starts from its own." };
    }
    settings[key] = settle(v, number);
  }
  return { settings };
}

/** The address of a view, for `history.replaceState`. */
export const write = (name, variables, state) => `#${name}:${variables.map((v) => `${v.name}=${state[v.name]}`).join(",")}`;
