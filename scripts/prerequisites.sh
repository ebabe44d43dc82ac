#!/bin/sh
# Checks what `make` cannot install itself, and says what to install.
set -u
python=${PYTHON:-python3}
failed=0

miss() {
  echo "crosstwin needs $1" >&2
  failed=1
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  miss "Python 3.11 or newer as \`$python\` (found: $("$python" --version 2>&1 | head -n 1)). Install it, or name one: make PYTHON=python3.12"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  miss "Python's venv module (Debian: apt install python3-venv)"
major=$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/')
[ "${major:-0}" -ge 20 ] ||
  miss "Node.js 20 or newer (found: $(node --version 2>/dev/null || echo none)), for the cdktf command"
command -v npm >/dev/null 2>&1 || miss "npm, which comes with Node.js"
terraform=${TERRAFORM_BINARY_NAME:-terraform}
if version=$(CHECKPOINT_DISABLE=1 "$terraform" version 2>/dev/null | sed -n -E '1s/^[^0-9]*([0-9]+)\.([0-9]+).*/\1 \2/p') &&
  [ -n "$version" ]; then
  [ "${version% *}" -gt 1 ] || { [ "${version% *}" -eq 1 ] && [ "${version#* }" -ge 9 ]; } ||
    echo "Terraform or OpenTofu 1.9 or newer is needed to deploy (found: $("$terraform" version | head -n 1)); all else works." >&2
else
  echo "Without Terraform or OpenTofu 1.9 or newer nothing can be deployed; all else works." >&2
fi
exit $failed
