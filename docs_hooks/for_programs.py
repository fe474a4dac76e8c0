"""What programs read of a page: its Markdown has no anchors, so that links lead to pages alone."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


def preprocess(soup: "BeautifulSoup", output: str) -> None:  # noqa: ARG001 - the plugin gives it
    """Cut the fragments off the links, and leave only the words of a link that leads to its own page."""
    for link in soup.select("a[href*='#']"):
        page = str(link["href"]).partition("#")[0]
        if page:
            link["href"] = page
        else:
            link.unwrap()
