"""Which requirements depend on which, through any number of steps and round any circle (CC 632, 633 by CC 646).

The order of evaluation is found once per order in time linear in the links; it depends on neither findings nor money.
"""

from __future__ import annotations

from collections.abc import Sequence

Plan = list[tuple[list[int], list[int]]]
"""Groups of requirements that need each other, each with the earlier groups it needs, by number."""


def plan(needs: Sequence[Sequence[int]]) -> Plan:
    """Tarjan's strongly connected components (SIAM J. Comput. 1(2), 1972), without recursion.

    `needs[i]` are the numbers of the requirements that i needs. A group comes after every group it needs.
    """
    groups: Plan = []
    group_of = [-1] * len(needs)
    found = [-1] * len(needs)
    low = [0] * len(needs)
    waiting: list[int] = []
    count = 0
    for root in range(len(needs)):
        if found[root] >= 0:
            continue
        path = [(root, iter(needs[root]))]
        found[root] = low[root] = count
        count += 1
        waiting.append(root)
        while path:
            node, links = path[-1]
            for needed in links:
                if found[needed] < 0:
                    found[needed] = low[needed] = count
                    count += 1
                    waiting.append(needed)
                    path.append((needed, iter(needs[needed])))
                    break
                if group_of[needed] < 0:
                    low[node] = min(low[node], found[needed])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == found[node]:
                    groups.append(_close(node, waiting, group_of, len(groups), needs))
    return groups


def _close(
    node: int, waiting: list[int], group_of: list[int], number: int, needs: Sequence[Sequence[int]]
) -> tuple[list[int], list[int]]:
    """Take the group that `node` leads off the waiting list and note which earlier groups it needs."""
    members: list[int] = []
    while not members or members[-1] != node:
        members.append(waiting.pop())
        group_of[members[-1]] = number
    return members, [group_of[j] for i in members for j in needs[i] if group_of[j] != number]


def least_needed(groups: Plan, values: Sequence[int]) -> list[int]:
    """For each requirement the least of its own value and the values of all it needs, however far away."""
    least = list(values)
    of_group: list[int] = []
    for members, earlier in groups:
        value = min([values[i] for i in members] + [of_group[g] for g in earlier])
        of_group.append(value)
        for i in members:
            least[i] = value
    return least
