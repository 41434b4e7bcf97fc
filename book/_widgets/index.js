// Every figure that can be touched, by the name that Python gives it.

import { chain, neuron, secant, taylor, tracer } from "./curves.js";
import { fit } from "./fits.js";
import { limit } from "./limit.js";
import { live } from "./live.js";
import { contour, hessian, map } from "./planes.js";
import { errors, graph, training } from "./records.js";
import { quadric, surface } from "./space.js";

const KINDS = { chain, contour, errors, fit, graph, hessian, limit, map, neuron, quadric, secant, surface, taylor, tracer, training };

const registered = self.mvcalc ?? {};
for (const root of document.querySelectorAll(".mv-explore:not([data-kind])")) {
  const start = performance.now();
  live(root, KINDS, registered[root.id] ?? {});
  performance.measure(`live ${root.id}`, { start });
}
