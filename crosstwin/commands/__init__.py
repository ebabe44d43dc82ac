"""The subcommands of `crosstwin`, one a module. What takes long to import, they import when they run."""
