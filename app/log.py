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
    return SECRET.sub("[hidden]", value) if isinstance(value, str) else value


def _redact(record: logging.LogRecord) -> bool:
    record.msg, record.args = SECRET.sub("[hidden]", record.getMessage()), ()
    return True
