"""The log of what plugins do; it is silent unless the program gives it a handler."""

from __future__ import annotations

import logging

logger = logging.getLogger("personatui.plugins")
# Without any handler Python would print warnings and tracebacks on standard error.
logger.addHandler(logging.NullHandler())
