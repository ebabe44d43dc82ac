"""A plan, ready to be shown, without values that Terraform marks as sensitive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from crosstwin.terraform.plan.twins import TwinChanges

Action = Literal["replace", "destroy", "forget", "update", "move", "import", "create"]

# The riskiest first.
ACTIONS: tuple[Action, ...] = ("replace", "destroy", "forget", "update", "move", "import", "create")

NO_CHANGES, FAILED, CHANGES = 0, 1, 2  # the exit codes of `terraform plan -detailed-exitcode`


@dataclass(frozen=True, slots=True)
class Field:
    """One value that changes. `path` is as in Terraform: `environment[0].variables.NAME`.

    Where it is `sensitive`, `before` and `after` are None. Where it is `known_after_apply`, `after` is None.
    """

    path: str
    before: Any = None
    after: Any = None
    sensitive: bool = False
    known_after_apply: bool = False
    forces_replacement: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """The package of a function, by the start of its hash. `after` is None where it is not known yet."""

    name: str
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one resource. Creations and destructions list no fields."""

    action: Action
    address: str
    type: str
    reason: str = ""
    fields: tuple[Field, ...] = ()
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """A stack's output that changes."""

    action: Action
    field: Field


@dataclass(frozen=True, slots=True)
class StackPlan:
    """The plan of one stack, `changes` in the order of ACTIONS.

    `placeholders_for`: the stacks that have placeholder outputs in it, because they were `never_applied`, or
    because the operator asked for that. `changed_inputs`: the outputs of other stacks that it reads and that
    their own plans change, as `l3-aws.inter_cloud_token`. `refusals`: why the apply will fail. `error`: why
    there is no plan. `twins`: what becomes of the twins of layer 4. `token`: a line on the token that callers
    send, where it is destroyed. `cost`: a line about what keeping the twins at the newest values costs.
    `left_behind`: the stack is deployed, and twin.yaml does not have it any more.
    """

    name: str
    changes: tuple[Change, ...] = ()
    outputs: tuple[Output, ...] = ()
    placeholders_for: tuple[str, ...] = ()
    never_applied: tuple[str, ...] = ()
    error: str = ""
    twins: TwinChanges | None = None
    token: str = ""
    cost: str = ""
    left_behind: bool = False
    changed_inputs: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return bool(self.changes or self.outputs)

    @property
    def headline(self) -> str:
        """`l3-aws: 1 to replace, 2 to update`"""
        if self.error:
            return f"{self.name}: no plan"
        if self.left_behind:
            return f"{self.name}: deployed, and no longer in twin.yaml"
        counted = Counter(change.action for change in self.changes)
        counts = ", ".join(f"{counted[action]} to {action}" for action in ACTIONS if counted[action])
        return f"{self.name}: {counts or ('only outputs change' if self.outputs else 'no changes')}"

    @property
    def placeholder_note(self) -> str:
        """A note on a plan that uses placeholders; "" for any other."""
        if not self.placeholders_for:
            return ""
        asked_for = [name for name in self.placeholders_for if name not in self.never_applied]
        # Never applied, not to the end, or by a release without an output that this one reads.
        not_there = "not in its state yet: deploy it first"
        reasons = ((not_there, self.never_applied), ("asked for", asked_for))
        stacks = "; ".join(f"{', '.join(names)} ({reason})" for reason, names in reasons if names)
        return (
            f"planned with placeholder outputs of {stacks}. "
            "Values with `placeholder-` in them are not real; an apply that reaches one fails."
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines beside the resources: on the token, the twin service, and a stack that was left behind."""
        left = (
            "Nothing here changes it: stores keep their records, and functions and URLs go on. "
            'To remove it: docs/operations.md, "A stack that is left behind"'
        )
        inputs = (
            f"It reads {', '.join(self.changed_inputs)}, which will change. This plan has the values of "
            "before: its deployment, after that of the other stack, changes more than is listed here"
        )
        twins = (self.twins.line, self.twins.records, self.twins.refused) if self.twins else ()
        lines = (
            *self.refusals,
            self.token,
            *twins,
            inputs if self.changed_inputs else "",
            self.cost,
            left if self.left_behind else "",
        )
        return tuple(line for line in lines if line)


def exit_code(plans: Sequence[StackPlan]) -> int:
    """0 for no changes, 2 for changes, 1 if a stack could not be planned."""
    if any(plan.error for plan in plans):
        return FAILED
    return CHANGES if any(plan.changed for plan in plans) else NO_CHANGES
