"""A process that has imported the service and forks it on demand: a start costs a tenth of a start from nothing.

Each line of standard input asks for one: JSON ``{"words": […], "environment": {…}, "told": file}``, as
:class:`benchmarks.service_process.ServiceProcess` would start it; the line of the answer is its process id. What is
forked is the service itself, from ``main`` on, in a process and a session of its own.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

READY = "ready"


def born(words: Sequence[str], environment: Mapping[str, str], told: str) -> None:
    """Be what was asked for; does not return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    for target, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY | os.O_APPEND), (2, os.O_WRONLY | os.O_APPEND)):
        opened = os.open(told if target else os.devnull, flags)
        os.dup2(opened, target)
        os.close(opened)
    _, module, *arguments = words  # -m MODULE …
    sys.argv = [module, *arguments]
    code = 1
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


IMPORTED = ("api.app", "api.cli", "api.job_queue", "api.serving", "data.store.schema", "logging.config")
"""What a service has imported by the time it is ready."""


def main() -> None:
    """Fork until the input ends."""
    for module in IMPORTED:
        import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead: init's way
    print(READY, flush=True)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            born(**json.loads(line))
        print(child, flush=True)


if __name__ == "__main__":
    main()
