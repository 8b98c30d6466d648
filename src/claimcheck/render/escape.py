"""Other people's text made safe to show: nothing in it may move the cursor or turn the line around."""

import json
import re

_UNSEEN = re.compile(
    r"""
      [\x00-\x08\x0b-\x1f\x7f-\x9f]           # controls, but not tab and line feed
    | [\u061c\u200e\u200f\u202a-\u202e]       # marks and overrides of direction
    | [\u2066-\u2069]                         # isolates of direction
    | [\u2028\u2029\ufeff\ufff9-\ufffb]       # line and paragraph separators, byte order mark, annotations
    | [\U000e0000-\U000e007f]                 # tags
    | [\ud800-\udfff]                         # half a character
    """,
    re.VERBOSE,
)

_BLANKS = re.compile(r"[ \t\r\n\u00a0\u2028\u2029]+")


def show(text: str) -> str:
    r"""Return the text with its unseen controls written out.

    >>> show("safe\x1b[2J\u202eerus")
    'safe\\x1b[2J\\u202eerus'
    """
    return _UNSEEN.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def show_line(text: str) -> str:
    """Return the text on one line, every run of white space as one blank."""
    return show(_BLANKS.sub(" ", text).strip(" "))


def show_run(text: str) -> str:
    r"""Return a piece of a line: as ``show_line``, with the blanks at its ends kept.

    >>> show_run("many\n words ")
    'many words '
    """
    return show(_BLANKS.sub(" ", text))


def escape_json(text: str) -> str:
    r"""Return JSON text that reads the same to a parser and cannot steer a terminal or leave a ``<script>``.

    >>> escape_json('"\u202e</script>"')
    '"\\u202e\\u003c/script>"'
    """
    return (
        _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text).replace("</", "\\u003c/").replace("<!", "\\u003c!")
    )
