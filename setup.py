"""Puts what the program reads at run time into the wheel, under crosstwin/project/."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PROJECT = (
    "functions",
    "modules",
    ".gen",
    "examples",
    "cdktf.json",
    "main.py",
    "package.json",
    ".github/workflows/plan.yml",
)
LEFT_OUT = shutil.ignore_patterns("__pycache__", "tests", ".terraform*", "*.tfstate*")


class BuildWithProject(build_py):
    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "crosstwin" / "project"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for name in PROJECT:
            if Path(name).is_dir():
                shutil.copytree(name, target / name, ignore=LEFT_OUT)
            else:
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(name, target / name)


setup(cmdclass={"build_py": BuildWithProject})
