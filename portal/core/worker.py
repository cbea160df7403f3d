"""The worker: a process for each queue, and one that looks after them.

The processes are forks of the one that was started, so Django is loaded once and its memory is
shared. One that dies, or is ended because a message took longer than it may, is started again;
the message it held comes back when its lease runs out.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import time
from collections.abc import Callable, Iterable
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from portal.core import outbox
from portal.core.daily import begin_day
from portal.core.forgetting import forget_what_is_over

logger = logging.getLogger(__name__)

STANDARD_ERROR = 2
#: Seconds between two looks at the processes.
LOOK = 0.2
#: Seconds before a process that ended is started again, so that a lasting fault does not spin.
RESTART_PAUSE = 2.0
#: Seconds that a message under way is given when the worker is asked to stop.
GRACE = 30.0


def end_when_late(seconds: float | None) -> None:
    """End this very process when the work takes longer; None calls it off.

    A thread outside Python does it and says on standard error where the process was, since what
    hangs inside a library hears no exception.
    """
    if seconds is None:
        faulthandler.cancel_dump_traceback_later()
    else:
        faulthandler.dump_traceback_later(seconds, exit=True, file=STANDARD_ERROR)


class QueueWorker:
    """Carries out one queue, message by message, until it is asked to stop."""

    def __init__(self, queue: str, supervisor: int) -> None:
        self.queue = queue
        self.supervisor = supervisor
        self.is_stopping = False
        self.tends_next = time.monotonic()

    def run(self) -> None:
        """Work; a signal lets the message under way come to its end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        # Without its supervisor nobody would stop it any more.
        while not self.is_stopping and os.getppid() == self.supervisor:
            close_old_connections()
            if outbox.deliver_next(self.queue, end_when_late) is None:
                self._tend()
                time.sleep(settings.OUTBOX["INTERVAL"])

    def _tend(self) -> None:
        """Once in a while, when nothing is due, begin the day and look for what is over."""
        if time.monotonic() < self.tends_next:
            return
        self.tends_next = time.monotonic() + settings.OUTBOX["TENDING"]
        try:
            begin_day(self.queue)
            forget_what_is_over(self.queue)
        except DatabaseError:  # it is tried again; work must not wait for it
            logger.exception("The worker of queue “%s” could not tend to it", self.queue)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True


class Supervisor:
    """Keeps one process at work for each queue."""

    def __init__(self, queues: Iterable[str], has_changed: Callable[[], bool]) -> None:
        self.queues = list(queues)
        self.has_changed = has_changed
        #: The queue of each process.
        self.processes: dict[int, str] = {}
        self.not_before: dict[str, float] = {}
        self.is_stopping = False

    def run(self) -> bool:
        """Until a signal, or until the sources have changed; whether it was the sources."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        changed = False
        while not self.is_stopping and not changed:
            self._collect()
            self._start()
            time.sleep(LOOK)
            changed = self.has_changed()
        self._end()
        return changed

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        """The second signal does not wait for what is under way."""
        if self.is_stopping:
            self._signal(signal.SIGKILL)
        self.is_stopping = True

    def _start(self) -> None:
        now = time.monotonic()
        for queue in set(self.queues) - set(self.processes.values()):
            if self.not_before.get(queue, now) <= now:
                self.processes[_fork(queue)] = queue
                self.not_before[queue] = now + RESTART_PAUSE

    def _collect(self) -> None:
        """Take notice of the processes that have ended."""
        for pid in list(self.processes):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                queue = self.processes.pop(pid)
                if not self.is_stopping:
                    logger.error("The worker of queue “%s” ended (%s)", queue, _how(status))

    def _end(self) -> None:
        self.is_stopping = True
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while self.processes:
            self._collect()
            if time.monotonic() > deadline:
                self._signal(signal.SIGKILL)
            time.sleep(LOOK)

    def _signal(self, number: signal.Signals) -> None:
        for pid in list(self.processes):
            os.kill(pid, number)


def _fork(queue: str) -> int:
    """A new process at work on a queue; returns its number."""
    # A connection that two processes share would mix up their answers.
    connections.close_all()
    supervisor = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        QueueWorker(queue, supervisor).run()
        status = 0
    except BaseException:
        logger.exception("The worker of queue “%s” failed", queue)
    finally:
        # Never back into the supervisor's code.
        os._exit(status)


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"status {code}" if code >= 0 else signal.Signals(-code).name
