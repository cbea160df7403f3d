"""The ordinary log: nothing that was sent in can forge a line of it, nor stands in a trace."""

from __future__ import annotations

import logging
import logging.config
import sys

from django.conf import settings

SENT = "somebody@test.example\n2026-11-29 INFO portal forged"


def as_written(*records: logging.LogRecord) -> str:
    """What the console of a deployment shows of these records."""
    formatter = settings.LOGGING["formatters"]["line"]
    configurator = logging.config.DictConfigurator({})
    made = configurator.configure_formatter(dict(formatter))
    for record in records:
        record.exc_text = None
    return "\n".join(made.format(record) for record in records)


def _record(message: str, *args: object, exc_info: object = None) -> logging.LogRecord:
    return logging.LogRecord("portal", logging.ERROR, __file__, 1, message, args, exc_info)


def _failing() -> object:
    try:
        try:
            raise KeyError(SENT)
        except KeyError as problem:
            raise ValueError(f"about {SENT}") from problem
    except ValueError:
        return sys.exc_info()


def test_what_was_sent_cannot_begin_a_second_line():
    written = as_written(_record("Bad Request: %s", "/a\r\n2026 INFO forged\x1b[2J\u2028"))
    assert len(written.splitlines()) == 1
    assert "/a\\r\\n2026 INFO forged\\x1b[2J\\u2028" in written


def test_chinese_stays_readable():
    assert "审查" in as_written(_record("“%s”", "审查"))


def test_a_trace_says_where_and_of_what_kind_without_the_words():
    written = as_written(_record("It failed", exc_info=_failing()))
    assert "in _failing" in written
    assert written.index("KeyError") < written.index("ValueError")
    assert "somebody" not in written
    assert "forged" not in written


def test_a_developer_sees_the_words(settings):
    settings.DEBUG = True
    assert "forged" in as_written(_record("It failed", exc_info=_failing()))
