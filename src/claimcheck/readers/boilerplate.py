"""What of a web page is not its message: navigation, cookie banners, lists of links at its edges.

Recall comes before precision: a part is dropped only where its markup says what it is and its text fits that.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

DROPPED_TAGS = frozenset(
    "script style noscript template head iframe object embed canvas audio video map select datalist textarea input "
    "math defs metadata symbol clippath lineargradient applet frameset".split()
)
_NAVIGATION_ROLES = frozenset({"navigation", "menu", "menubar", "search"})

_COOKIE = re.compile(
    r"""
    cookie | gdpr | ccpa | onetrust | cookiebot | usercentrics | didomi | quantcast | borlabs | cmplz | iubenda
    | \b cc- (?: window | banner ) | consent- (?: banner | popup | manager | bar | modal )
    | (?: banner | popup | bar ) -consent
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINKS = re.compile(
    r"""
    nav | menu | breadcrumb | sitemap | pagination | pager | social | share | footer | skip-?link | toolbar | topbar
    | related-?(?: posts | links ) | tag-?cloud
    """,
    re.VERBOSE | re.IGNORECASE,
)
_COPIES = re.compile(r"slick-cloned | swiper-slide-duplicate | \b (?: owl- )? cloned \b | bx-clone", re.VERBOSE)
_HIDDEN = re.compile(r"display\s*:\s*none | visibility\s*:\s*hidden", re.VERBOSE | re.IGNORECASE)
_SAYS_SOMETHING = re.compile(r"\d | \b (?: cure | safe | proven | regenerat | restor | improv )", re.VERBOSE)

_LONGEST_BANNER = 4_000  # characters
_LONGEST_MENU_ITEM = 45


@dataclass(frozen=True)
class Extent:
    """How much text an element holds, and how much of it is links. Characters without blanks."""

    text: int
    linked: int
    links: int

    @property
    def is_links(self) -> bool:
        """Whether links make up nearly all of it, and each is short."""
        return self.links >= 2 and self.linked >= 0.7 * self.text and self.linked <= _LONGEST_MENU_ITEM * self.links


def measure(root: etree._Element) -> Mapping[etree._Element, Extent]:
    """Return the extent of every element that may hold boilerplate."""
    extents: dict[etree._Element, Extent] = {}
    stack: list[list[int]] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            stack.append([0 if element.tag in DROPPED_TAGS else _letters(element.text), 0, 0])
            continue
        text, linked, links = stack.pop()
        if element.tag == "a":
            linked, links = text, 1
        if element.tag in DROPPED_TAGS:
            text = linked = links = 0
        elif _may_be_boilerplate(element):
            extents[element] = Extent(text, linked, links)
        if stack:
            above = stack[-1]
            above[0] += text + _letters(element.tail)
            above[1] += linked
            above[2] += links
    return extents


def is_boilerplate(element: etree._Element, extents: Mapping[etree._Element, Extent], *, at_edge: bool) -> bool:
    """Tell whether an element is left out; ``at_edge`` inside the header or footer of the page."""
    if element.tag in DROPPED_TAGS:
        return True
    extent = extents.get(element)
    if extent is None:
        return False
    names = _names(element)
    if element.tag == "nav" or element.get("role") in _NAVIGATION_ROLES:
        return extent.linked >= 0.5 * extent.text or extent.text < 200
    if _COOKIE.search(names) and extent.text <= _LONGEST_BANNER and element.tag not in ("body", "main", "article"):
        return "cookie" in " ".join(element.itertext()).lower()
    if (at_edge or _LINKS.search(names)) and extent.is_links:
        return not _SAYS_SOMETHING.search(" ".join(element.itertext()).lower())
    return False


def is_copy(element: etree._Element) -> bool:
    """Tell whether an element is hidden or a clone: a line in it that stands elsewhere too is a repetition."""
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style", "")))
        or bool(_COPIES.search(element.get("class", "")))
    )


def _may_be_boilerplate(element: etree._Element) -> bool:
    return element.tag in (
        "nav",
        "ul",
        "ol",
        "div",
        "section",
        "aside",
        "p",
        "header",
        "footer",
        "dialog",
        "form",
        "table",
    )


def _names(element: etree._Element) -> str:
    return " ".join(element.get(key, "") for key in ("id", "class", "aria-label", "data-nosnippet"))


def _letters(text: str | None) -> int:
    return len("".join(text.split())) if text else 0
