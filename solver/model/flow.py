"""A flow of least cost in a network whose nodes have names."""

from __future__ import annotations

from dataclasses import dataclass, field

Node = tuple[str, ...]
SOURCE: Node = ("source",)
SINK: Node = ("sink",)


@dataclass
class Network:
    """Arcs with whole capacities and costs, from :data:`SOURCE` to :data:`SINK`."""

    _nodes: dict[Node, int] = field(default_factory=dict)
    _tails: list[int] = field(default_factory=list)
    _heads: list[int] = field(default_factory=list)
    _capacities: list[int] = field(default_factory=list)
    _costs: list[int] = field(default_factory=list)

    def node(self, name: Node) -> int:
        """The number of a node, new where it has none."""
        return self._nodes.setdefault(name, len(self._nodes))

    def arc(self, tail: Node, head: Node, capacity: int, cost: int = 0) -> int:
        """A new arc; its index in the flow."""
        return self.join(self.node(tail), self.node(head), capacity, cost)

    def join(self, tail: int, head: int, capacity: int, cost: int = 0) -> int:
        """The same for nodes whose numbers are known."""
        self._tails.append(tail)
        self._heads.append(head)
        self._capacities.append(capacity)
        self._costs.append(cost)
        return len(self._tails) - 1

    def solve(self, wanted: int) -> tuple[int, ...]:
        """Flow on each arc: as much of ``wanted`` as can flow, at least cost."""
        if SOURCE not in self._nodes or SINK not in self._nodes:
            return (0,) * len(self._tails)
        import numpy as np
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

        network = SimpleMinCostFlow()
        arcs = network.add_arcs_with_capacity_and_unit_cost(
            np.array(self._tails), np.array(self._heads), np.array(self._capacities), np.array(self._costs)
        )
        network.set_node_supply(self._nodes[SOURCE], wanted)
        network.set_node_supply(self._nodes[SINK], -wanted)
        network.solve_max_flow_with_min_cost()
        return tuple(int(one) for one in network.flows(arcs))
