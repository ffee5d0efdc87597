"""Addresses of pages elsewhere: which ones will do, whose they are, and when two lead to the same page."""

import re
from hashlib import blake2b
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

# What links carry to tell who sent the reader: never part of what is read.
TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|d|y|tw|tt)clid|msclkid|gclsrc|[gw]braid|igsh(?:id)?|mc_[ce]id|_hs(?:enc|mi)|_g[al]|mkt_tok"
    r"|oly_(?:anon|enc)_id|vero_(?:conv|id)|ref_(?:src|url)|cmpid",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}
# Longer keys end in a digest: every one must fit into an index.
KEY_LENGTH = 500

_SAFE = "/:@!$&'()*+,;=~-._"


def web_address(typed: str) -> str:
    """The address if a browser can go there, with https:// where none was typed; empty otherwise."""
    url = typed if re.match(r"[a-z][a-z0-9+.-]*://", typed, re.IGNORECASE) else f"https://{typed}"
    parts = _split(url)
    if parts is None or re.search(r"\s", url) or parts.username is not None:
        return ""
    return url if re.search(r"[^.]\.[^.\d]|\.\d+\Z", parts.hostname or "") else ""


def host_of(url: str) -> str:
    """Whose page it is, as readers say it: without www. and port."""
    parts = _split(url)
    return _host(parts) if parts else ""


def address_key(url: str) -> str:
    """The same for two addresses that lead to the same page, as far as the addresses can tell; empty for none.

    Scheme, www., default port, fragment, last slash, tracking and the order of the query tell nothing apart.
    """
    parts = _split(url)
    if parts is None:
        return ""
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    path = quote(unquote(parts.path), safe=_SAFE).rstrip("/")
    asked = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0]))
    key = f"{_host(parts)}{port}{path}{'?' if asked else ''}{urlencode(asked)}"
    if len(key) <= KEY_LENGTH:
        return key
    return key[: KEY_LENGTH - 33] + "#" + blake2b(key.encode(), digest_size=16).hexdigest()


def _split(url: str) -> SplitResult | None:
    """The parts of an address on the web. None for any other."""
    try:
        parts = urlsplit(url.strip())
        # Asking for the port raises where it is none.
        is_web = parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_web else None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").lower()
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        # No name that a browser would go to; all the same, one that can be compared.
        host = quote(host, safe="[]:%")
    return host.removeprefix("www.") if host.count(".") > 1 else host
