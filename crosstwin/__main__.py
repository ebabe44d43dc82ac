"""`python -m crosstwin` is the `crosstwin` command."""

from crosstwin.cli import main

if __name__ == "__main__":
    main()
