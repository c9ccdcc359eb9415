"""Logging: one JSON line an event, a known set of fields, nothing secret and nobody's name.

Access logs are off: their query strings hold session tokens.
"""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, WrappedLogger

SECRET = re.compile(
    r"(shp[a-z]{2}_[A-Za-z0-9]+|eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+|[\w.+-]+@[\w-]+\.[\w.]+"
    r"|(?<=id_token=)[^&\s]+|(?<=hmac=)[^&\s]+|(?<=signature=)[^&\s]+)"
)

GIVEN = re.compile(r"(?<=\[parameters: )[^\n]*|(?s:(?<=DETAIL:).*?(?=\n\n|\n\[SQL:|\nCONTEXT:|\Z))")
"""What a failed statement was given, and the row the database names: people, whom no pattern finds."""

_formatter = logging.Formatter()


def configure(level: str) -> None:
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _without_secrets,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, format="%(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(_redact)
    for noisy in ("httpx", "httpcore", "urllib3", "apscheduler", "werkzeug"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def _without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: _hidden(value) for name, value in event.items()}


def _hidden(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return {name: _hidden(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(each) for each in value]
    return SECRET.sub("[hidden]", GIVEN.sub("[hidden]", str(value)))


def _redact(record: logging.LogRecord) -> bool:
    """The text of an exception is made here: a formatter would add it behind our back."""
    record.msg, record.args = _hidden(record.getMessage()), ()
    if record.exc_info and not record.exc_text:
        record.exc_text = _formatter.formatException(record.exc_info)
    if record.exc_text:
        record.exc_text = str(_hidden(record.exc_text))
    return True
