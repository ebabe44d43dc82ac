"""The program that `cdktf` runs: twin.yaml in, Terraform stacks out."""

import sys

from crosstwin.stacks.app import main

if __name__ == "__main__":
    sys.exit(main())
