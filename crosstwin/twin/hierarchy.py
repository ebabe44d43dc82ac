"""Where a twin's devices are: places within places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosstwin.twin.deployment import Deployment, Device, Place


class Hierarchy:
    """The places of a twin, and what is in them. A component is where the device is that it belongs to."""

    def __init__(self, deployment: Deployment) -> None:
        self._places = {place.id: place for place in deployment.places}
        self._parents = {device.id: device.parent for device in deployment.devices}
        self._children: dict[str | None, list[Place]] = {}
        for place in deployment.places:
            self._children.setdefault(place.parent, []).append(place)

    def place_of(self, device: Device) -> str | None:
        return self._parents.get(device.component_of) if device.component_of else device.parent

    def path(self, place: str | None) -> tuple[str, ...]:
        """The ids of the places from the outermost to this one."""
        found: list[str] = []
        while place is not None:
            found.append(place)
            place = self._places[place].parent
        return tuple(reversed(found))

    def children(self, place: str | None = None) -> Sequence[Place]:
        """The places directly in this one, or the outermost."""
        return self._children.get(place, ())

    def within(self, place: str) -> frozenset[str]:
        """This place and all in it."""
        return frozenset(self._descend(place))

    def _descend(self, place: str) -> Iterator[str]:
        yield place
        for child in self.children(place):
            yield from self._descend(child.id)
