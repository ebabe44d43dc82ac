"""Patches of the twins of one cloud, and what Azure Digital Twins refused of them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from hotread.log import log
from pace import Pace
from twins import DigitalTwins, Operation, TwinsError
from updates import Change, Refusal, SourceTimes, Update
from values import spelled

_REFUSED = (400, 413)
_PATCHES_A_SECOND = 300  # of the 1,000 of an instance, which three clouds and others share


class Patches:
    """Several threads may use it at the same time, each for another device."""

    def __init__(self, cloud: str, twins: DigitalTwins) -> None:
        self._cloud = cloud
        self._twins = twins
        self._pace = Pace(_PATCHES_A_SECOND)
        self._source_times = SourceTimes.ALL
        # By device and property, the digest of what was refused, so that it is not sent each minute.
        self._refused: dict[str, dict[str, str]] = {}
        self._lock = threading.Lock()

    def refused(self, device: str) -> Mapping[str, str]:
        """By property, the digest of the offer that was refused last."""
        return self._refused.get(device, {})

    def forget_others(self, devices: AbstractSet[str]) -> None:
        """Forgets what was refused of devices that are no longer of the cloud."""
        with self._lock:
            for device in self._refused.keys() - devices:
                del self._refused[device]

    def patch(self, device: str, etag: str, change: Change) -> str:
        """One patch. Where it is refused, without the source times that may be why; then in parts.

        Returns "patched", or "refused" where a value was. Raises TwinsError for any other failure.
        """
        tried: list[list[Any]] = []
        for source_times in sorted(SourceTimes, reverse=True):
            values = change.operations(source_times)
            if source_times > self._source_times or values in tried:
                continue
            tried.append(values)
            undated = change.undated(source_times)
            self._pace.wait()
            try:
                operations = values if undated else [*values, *change.observed_at]
                changed = self._twins.patch_twin(device, operations, etag)
            except TwinsError as error:
                if error.status not in _REFUSED:
                    raise
            else:
                if len(tried) > 1:
                    self._source_times = source_times
                if undated:
                    self._date(device, changed, undated, change.observed_at)
                return "refused" if change.refused else "patched"
        return self._in_parts(device, etag, change)

    def _date(
        self, device: str, etag: str, undated: Sequence[Update], observed_at: Sequence[Operation]
    ) -> None:
        """The source times of properties that have been set for the first time.

        OBSERVED_AT comes with them: where they fail, the next run has the values for news, and dates them.
        """
        self._pace.wait()
        self._twins.patch_twin(device, [*(update.source_time() for update in undated), *observed_at], etag)

    def _in_parts(self, device: str, etag: str, change: Change) -> str:
        """So that one bad value does not block a device: halves of what is refused, down to single values.

        Each by itself would be as many patches as the device has properties, and ten a second is the limit.
        """
        outcome = "refused" if change.refused else "patched"
        parts = [change.updates] if change.updates else []
        while parts:
            part = parts.pop()
            try:
                etag = self._part(device, etag, part)
            except TwinsError as error:
                if error.status not in _REFUSED:
                    raise
                if len(part) > 1:
                    parts += [part[len(part) // 2 :], part[: len(part) // 2]]
                    continue
                (update,) = part
                self.refuse(device, {update.name: Refusal(update.offer, update.instant, error.code)})
                outcome = "refused"
        if change.observed_at:
            self._pace.wait()
            self._twins.patch_twin(device, change.observed_at, etag)
        return outcome

    def _part(self, device: str, etag: str, updates: Sequence[Update]) -> str:
        """The values, then their source times: a refusal of those is not a refusal of the values."""
        self._pace.wait()
        operations = [op for update in updates for op in update.operations(SourceTimes.NONE)]
        etag = self._twins.patch_twin(device, operations, etag)
        if self._source_times:
            self._pace.wait()
            try:
                etag = self._twins.patch_twin(device, [update.source_time() for update in updates], etag)
            except TwinsError as error:
                if error.status not in _REFUSED:
                    raise
        return etag

    def refuse(self, device: str, refused: Mapping[str, Refusal]) -> None:
        """Logs what was refused, and remembers it."""
        for name, refusal in refused.items():
            with self._lock:
                self._refused.setdefault(device, {})[name] = refusal.offer.digest
            log(
                logging.WARNING,
                "a value was refused",
                cloud=self._cloud,
                device=device,
                property=name,
                time=spelled(refusal.instant),
                reason=refusal.reason,
            )
