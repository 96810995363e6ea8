from collections.abc import Iterator

import pytest

from tests.support.topology import Topology, running_topology


@pytest.fixture(scope="module")
def topology(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Topology]:
    with running_topology(tmp_path_factory.mktemp("topology")) as topology:
        yield topology
