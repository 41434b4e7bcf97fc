// What a reader has solved, and which variant is before him: kept by the browser alone, and forgotten when he says so.
// A browser that keeps nothing, or a file that may not, is no fault: then nothing is remembered.

const KEY = "mvcalc-exercises";

function all() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
  } catch {
    return {};
  }
}

/** What is remembered of an exercise: whether it was solved, and its variant, a whole number below `variants`. */
export function recall(name, variants) {
  const { solved, variant } = (Object.hasOwn(all(), name) && all()[name]) || {};
  return { solved: solved === true, variant: Number.isInteger(variant) && variant > 0 && variant < variants ? variant : 0 };
}

export function remember(name, change) {
  try {
    const kept = all();
    const mine = Object.hasOwn(kept, name) ? kept[name] : {};
    localStorage.setItem(KEY, JSON.stringify({ ...kept, [name]: { ...mine, ...change } }));
  } catch { /* see above */ }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch { /* see above */ }
}
