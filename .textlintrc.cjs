// What `make lint` checks of README.md, CONTRIBUTING.md, CHANGELOG.md and docs/: the terms of docs/terms.json.
// textlint's own list is off: it rewrites names such as `id`, `zip` and `indexes`.
module.exports = {
  rules: { terminology: { defaultTerms: false, terms: require("./docs/terms.json") } },
};
