"""The words that the rules for statements look for: English, and conventions of this project [P]."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What an outcome can be measured in; it stands right after the direction.
METRICS = _words(
    """time likelihood number amount cost costs frequency effort risk chance chances probability percentage percent
    share rate quantity degree level extent variability variation distance delay duration price money volume count
    incidence occurrence occurrences errors mistakes steps hours minutes days waste weight size length need"""
)

# Directions that mean to minimize or to increase, with the word of the standard form.
DIRECTIONS = {
    "minimize": "Minimize",
    "minimise": "Minimize",
    "increase": "Increase",
}
OTHER_DIRECTIONS = {
    "reduce": "Minimize",
    "decrease": "Minimize",
    "lower": "Minimize",
    "lessen": "Minimize",
    "shorten": "Minimize",
    "avoid": "Minimize",
    "prevent": "Minimize",
    "eliminate": "Minimize",
    "cut": "Minimize",
    "maximize": "Increase",
    "maximise": "Increase",
    "improve": "Increase",
    "raise": "Increase",
    "enhance": "Increase",
    "boost": "Increase",
    "extend": "Increase",
}

# Solutions and technology: a job and its outcomes hold for whatever does the job.
SOLUTIONS = _words(
    """app apps application applications website websites webpage webpages webshop browser browsers software
    hardware platform platforms dashboard dashboards button buttons screen screens feature features plugin plugins
    widget widgets api apis ai chatbot chatbots bot bots algorithm algorithms database databases spreadsheet
    spreadsheets excel email emails e-mail e-mails sms smartphone smartphones iphone android bluetooth wifi saas
    crm erp
    login logins password passwords notification notifications push-notification popup popups
    portal portals blockchain sensor sensors server servers interface interfaces ui"""
)

# Words that everybody reads differently, so nobody can measure them.
VAGUE = _words(
    """easy easily easier simple simply simpler quick quickly quicker fast faster good better best great nice well
    reliable reliably intuitive intuitively seamless seamlessly smooth smoothly efficient efficiently effective
    effectively convenient conveniently user-friendly appropriate appropriately adequate adequately optimal
    optimally proper properly sufficient sufficiently reasonable reasonably satisfactory comfortable comfortably
    modern flexible powerful robust"""
)

# Base forms that end like a gerund.
NO_GERUNDS = _words("bring cling fling king ping ring sing sling spring sting string swing wing wring")

EMOTIONAL_PREFIXES = ("avoid being perceived as", "be perceived as", "avoid feeling", "feel")

_EXAMPLE = re.compile(r"[\s,;(\[–—-]*\b(?:e\.\s?g\.|for example|for instance|such as)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_JOINED = re.compile(r"\band\s*/\s*or\b|\band\b|\bor\b|&", re.IGNORECASE)


def without_example(statement: str) -> str:
    """The statement up to its example: `Minimize the delay, e.g. of a train` gives `Minimize the delay`."""
    found = _EXAMPLE.search(statement)
    return statement[: found.start()] if found else statement


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, hyphenated words as one."""
    return [match.group().casefold() for match in _WORD.finditer(text)]


def found_in(text: str, wanted: frozenset[str]) -> tuple[str, ...]:
    """The wanted words that a text holds, each once, in order."""
    return tuple(dict.fromkeys(word for word in words_of(text) if word in wanted))


def joins_two(text: str) -> str:
    """The `and`, `or`, `and/or` or `&` in a text, or an empty text."""
    found = _JOINED.search(text)
    return "".join(found.group().lower().split()) if found else ""
