// Sets LaTeX: a JSON list of formulas a line in, a JSON list of answers a line out; ends when its input does.
// Arguments: the folder of the katex package.
"use strict";
const katex = require(process.argv[2]);
// A matrix whose rows hold fractions: they need room between them.
const tall = /\\begin\{([bpvV]?matrix)\}(?=(?:(?!\\end\{\1\})[^])*\\d?frac)(?:(?!\\end\{\1\})[^])*\\\\/;
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", line => {
  const answers = JSON.parse(line).map(([latex, displayMode]) => {
    const macros = tall.test(latex) ? { "\\arraystretch": "1.7" } : {};
    try {
      return { html: katex.renderToString(latex, { displayMode, macros, throwOnError: true, strict: "error" }) };
    } catch (error) {
      return { error: error.message };
    }
  });
  process.stdout.write(JSON.stringify(answers) + "\n");
});
