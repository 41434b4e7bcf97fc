// Every figure that can be touched, by the name that Python gives it.

import { secant } from "./curves.js";
import { live } from "./live.js";

const KINDS = { secant };

const registered = self.mvcalc ?? {};
for (const root of document.querySelectorAll(".mv-explore")) live(root, KINDS, registered[root.id] ?? {});
