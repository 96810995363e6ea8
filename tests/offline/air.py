"""One phone's own way to the server."""

from dataclasses import dataclass

from tests.support.bad_network import BadNetwork


@dataclass(frozen=True)
class Air:
    """It can break, be mended, or swallow everything, while everybody else's goes on."""

    networks: BadNetwork
    number: int

    @property
    def url(self) -> str:
        return f"http://localhost:{self.networks.ports[self.number]}"

    def cut(self) -> None:
        self.networks.cut(self.number)

    def mend(self) -> None:
        self.networks.mend(self.number)

    def freeze(self) -> None:
        self.networks.freeze(self.number)

    def lose(self) -> None:
        self.networks.lose(self.number)


def airs(networks: BadNetwork) -> list[Air]:
    return [Air(networks, number) for number in range(len(networks.ports))]
