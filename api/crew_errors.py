"""Errors of whoever carries out the parts of a large run: what the outcome of a search is not, and no defect either."""

from __future__ import annotations

from solver.errors import PingweiError


class CrewError(PingweiError):
    """Base: the parts of a run could not be carried out; nothing is kept, and the season is as it was."""

    code = "crew"


class ClusterUnreachableError(CrewError):
    """Nothing answers, or nothing answers any more, at the address of the Dask ``scheduler``."""

    code = "cluster-unreachable"


class ClusterDesertedError(CrewError):
    """The Dask ``scheduler`` answers and has had no worker for ``seconds``."""

    code = "cluster-deserted"


class PartDiedError(CrewError):
    """A part was begun ``tries`` times, and each time the process that planned it died."""

    code = "part-died"
