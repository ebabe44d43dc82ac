"""The errors that a command reports without a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class Failure(Exception):
    """Something outside the program failed: a reader, a hot store, a deployment that does not exist.

    The message says what was tried and what was found; it never holds a token.
    """


@dataclass(frozen=True, slots=True)
class Problem:
    """One error in a file: `line` counts from 1, `path` is like `devices[2].hot_provider` (may be empty)."""

    file: str
    line: int | None
    path: str
    message: str
    unsupported_provider: bool = False

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.path, self.message) if part)


class TwinFileError(Exception):
    """The deployment file has errors; the message has one line for each problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnsupportedCloudError(TwinFileError):
    """At least one of the problems is a provider that Crosstwin does not know or cannot use there."""


def twin_file_error(problems: Sequence[Problem]) -> TwinFileError:
    """The exception that fits the problems: UnsupportedCloudError if one of them is a provider."""
    if any(problem.unsupported_provider for problem in problems):
        return UnsupportedCloudError(problems)
    return TwinFileError(problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean azure?`, or "" if no known word is similar. Upper and lower case are alike."""
    word, spelled = word.lower(), {one.lower(): one for one in known}
    nearest = difflib.get_close_matches(word, spelled, n=1)
    if not nearest and word:  # an abbreviation, such as asc
        nearest = [one for one in spelled if one.startswith(word)]
        if len(nearest) > 1:  # eu begins many regions: one of them would be a guess
            return ""
    return f"; did you mean {spelled[nearest[0]]}?" if nearest else ""
