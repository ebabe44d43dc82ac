"""`crosstwin query` asks: one device directly, several by queries of many devices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from crosstwin.cli.questions import Question
from crosstwin.console import progress
from crosstwin.readers.client import History, Newest, read_history, read_newest
from crosstwin.readers.many import DeviceFailure, DeviceQuery, histories_of_many, newest_of_many

if TYPE_CHECKING:
    from crosstwin.readers.client import AskedReader, Order
    from crosstwin.readers.many import Asked


Found = TypeVar("Found", Newest, History)


@dataclass(frozen=True, slots=True)
class Range:
    """Which values of a history. Times are ISO 8601 with a zone."""

    start: str
    end: str
    order: Order
    max_results: int | None
    limit: int | None
    max_data_points: int | None


def ask_newest(
    questions: Sequence[Question], since: Mapping[str, str] | None = None
) -> list[Newest | DeviceFailure]:
    """The newest values of each device, in the order of the questions.

    `since` has a time of a device, before which values are not asked for. Of one
    device alone, a failure is raised.
    """
    with progress() as shown:
        shown.add_task(_task(questions), total=None)
        if len(questions) == 1 and since is None:
            (question,) = questions
            chosen = question.chosen
            return [read_newest(question.reader, chosen.device, chosen.properties, types=chosen.types)]
        return _in_order(questions, newest_of_many(_asked(questions, since or {})))


def ask_histories(questions: Sequence[Question], wanted: Range) -> list[History | DeviceFailure]:
    """The same for histories."""
    with progress() as shown:
        task = shown.add_task(_task(questions), total=None)
        if len(questions) > 1:
            answers = histories_of_many(
                _asked(questions, {}),
                wanted.start,
                wanted.end,
                order=wanted.order,
                max_data_points=wanted.max_data_points,
            )
            return _in_order(questions, answers)
        (question,) = questions
        reader, chosen = question.reader, question.chosen

        def on_page(pages: int, rows: int) -> None:
            shown.update(task, description=f"{rows} rows in {pages} pages from {reader.route}")

        history = read_history(
            reader,
            chosen.device,
            chosen.properties,
            wanted.start,
            wanted.end,
            types=chosen.types,
            order=wanted.order,
            max_results=wanted.max_results,
            limit=wanted.limit,
            max_data_points=wanted.max_data_points,
            on_page=on_page,
        )
        return [history]


def _task(questions: Sequence[Question]) -> str:
    devices = f"{len(questions)} devices of " if len(questions) > 1 else ""
    return f"querying {devices}{', '.join(dict.fromkeys(one.reader.route for one in questions))}"


def _asked(questions: Sequence[Question], since: Mapping[str, str]) -> Asked:
    asked: dict[str, tuple[AskedReader, list[DeviceQuery]]] = {}
    for one in questions:
        chosen = one.chosen
        query = DeviceQuery(chosen.device, chosen.properties, chosen.types, since.get(chosen.device))
        # Not by its route: readers of two clouds may be behind one host.
        asked.setdefault(str(id(one.reader)), (one.reader, []))[1].append(query)
    return asked


def _in_order(
    questions: Sequence[Question], answers: Iterable[tuple[str, list[Found | DeviceFailure]]]
) -> list[Found | DeviceFailure]:
    by_device = {one.device: one for _, of_cloud in answers for one in of_cloud}
    return [by_device[one.chosen.device] for one in questions]
