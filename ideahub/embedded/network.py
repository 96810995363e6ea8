"""By which names and addresses browsers reach this machine."""

import contextlib
import ipaddress
import socket

ALL_ADDRESSES = {"0.0.0.0", "::", ""}
# Addresses that are documented as never in use: asking for the route to one sends nothing.
_ANYWHERE = (("192.0.2.1", 9),)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def lan_addresses() -> list[str]:
    """This machine's IPv4 addresses on its local networks, the one of the default route first."""
    found = [address for target in _ANYWHERE if (address := _address_towards(target))]
    with contextlib.suppress(socket.gaierror):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [address for address in dict.fromkeys(found) if not is_loopback(address)]


def reachable_names(host: str) -> list[str]:
    """The names a browser may use, the one to print on a poster first."""
    local = ["localhost", "127.0.0.1"]
    if host in ALL_ADDRESSES:
        return [*lan_addresses(), *local]
    return local if is_loopback(host) else [host, *local]


def _address_towards(target: tuple[str, int]) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(target)
            return str(probe.getsockname()[0])
        except OSError:
            return None
