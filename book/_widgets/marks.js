// Scales, axes and marks: SVG in the colours of the style sheet, where Python put the axes of the still figure.

const NS = "http://www.w3.org/2000/svg";
let clips = 0;

export function make(tag, attributes = {}, parent, text) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  parent?.append(element);
  return element;
}

/** The `d` of a path through points of the page; a point that is not a number interrupts it. */
export function path(points) {
  let d = "", pen = "M";
  for (const [x, y] of points) {
    if (Number.isFinite(x + y)) {
      d += `${pen}${x.toFixed(2)} ${Math.max(-2e3, Math.min(4e3, y)).toFixed(2)}`;
      pen = "L";
    } else pen = "M";
  }
  return d;
}

/** `count` + 1 numbers from one end to the other. */
export const steps = (from, to, count) => Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);

export class Panel {
  constructor(svg, { box, x, y, xticks, yticks, xlabel, title, colour, grid }) {
    const [left, top, width, height] = (this.box = box);
    Object.assign(this, { x, y, svg });
    this.X = (v) => left + ((v - x[0]) / (x[1] - x[0])) * width;
    this.Y = (v) => top + height - ((v - y[0]) / (y[1] - y[0])) * height;
    this.atX = (px) => x[0] + ((px - left) / width) * (x[1] - x[0]);
    this.atY = (py) => y[0] + ((top + height - py) / height) * (y[1] - y[0]);
    const id = `mv-clip-${clips++}`;
    make("rect", { x: left, y: top, width, height }, make("clipPath", { id }, svg));
    const bottom = top + height, back = make("g", { class: "mv-axes" }, svg);
    for (const [v, text] of xticks) {
      if (grid) make("path", { class: "grid", d: `M${this.X(v)} ${top}V${bottom}` }, back);
      make("text", { x: this.X(v), y: bottom + 15, "text-anchor": "middle" }, back, text);
    }
    for (const [v, text] of yticks) {
      if (grid) make("path", { class: "grid", d: `M${left} ${this.Y(v)}h${width}` }, back);
      make("text", { x: left - 6, y: this.Y(v) + 3.6, "text-anchor": "end" }, back, text);
    }
    if (xticks.length) make("path", { class: "axis", d: `M${left} ${bottom}h${width}` }, back);
    if (yticks.length) make("path", { class: "axis", d: `M${left} ${top}V${bottom}` }, back);
    if (xlabel) make("text", { class: "name", x: left + width / 2, y: bottom + 31, "text-anchor": "middle" }, back, xlabel);
    if (title) make("text", { class: `title ${colour}`, x: left, y: top - 6 }, back, title);
    this.clipped = make("g", { "clip-path": `url(#${id})` }, svg);
    this.free = make("g", {}, svg);
  }

  /** A line of its own class; call what is returned with points of the panel to draw it. */
  line(classes) {
    const line = make("path", { class: `mark ${classes}` }, this.clipped);
    return (points) => line.setAttribute("d", path(points.map(([x, y]) => [this.X(x), this.Y(y)])));
  }

  /** Several lines in one element, for contours and grids. */
  lines(classes) {
    const line = make("path", { class: `mark ${classes}` }, this.clipped);
    return (many) => line.setAttribute("d", many.map((points) => path(points.map(([x, y]) => [this.X(x), this.Y(y)]))).join(""));
  }

  /** The graph of a function over the panel, or over a part of it. */
  graph(classes, count = 240) {
    const draw = this.line(classes);
    return (f, from = this.x[0], to = this.x[1]) => draw(steps(from, to, count).map((x) => [x, f(x)]));
  }

  /** The straight line of a slope through a point, from edge to edge. */
  through(classes) {
    const draw = this.line(classes);
    return (x, y, slope) => draw(Number.isFinite(slope) ? this.x.map((end) => [end, y + slope * (end - x)]) : []);
  }

  dot(classes, r = 4.5) {
    const dot = make("circle", { class: `dot ${classes}`, r }, this.free);
    return (x, y) => {
      const shown = Number.isFinite(x + y);
      dot.style.display = shown ? "" : "none";
      if (shown) { dot.setAttribute("cx", this.X(x)); dot.setAttribute("cy", this.Y(y)); }
    };
  }

  /** An arrow from one point to another, its head in pixels; none where it would be shorter than a pixel. */
  arrow(classes) {
    const shaft = make("path", { class: `mark arrow ${classes}` }, this.clipped);
    const head = make("path", { class: `head ${classes}` }, this.clipped);
    return ([x0, y0], [x1, y1]) => {
      const a = this.X(x0), b = this.Y(y0), c = this.X(x1), d = this.Y(y1), long = Math.hypot(c - a, d - b);
      if (!(long > 1)) { shaft.setAttribute("d", ""); head.setAttribute("d", ""); return; }
      const ux = (c - a) / long, uy = (d - b) / long, size = Math.min(9, long);
      const mx = c - ux * size, my = d - uy * size, w = size * 0.42;
      shaft.setAttribute("d", path([[a, b], [mx, my]]));
      head.setAttribute("d", `${path([[c, d], [mx - uy * w, my + ux * w], [mx + uy * w, my - ux * w]])}Z`);
    };
  }

  label(classes, dx = 0, dy = 0, anchor = "start") {
    const label = make("text", { class: `label ${classes}`, "text-anchor": anchor }, this.free);
    return (x, y, text) => {
      label.textContent = Number.isFinite(x + y) ? text : "";
      if (!label.textContent) return;
      label.setAttribute("x", this.X(x) + dx);
      label.setAttribute("y", this.Y(y) + dy);
    };
  }
}
