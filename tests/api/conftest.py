import pytest

from ideahub.workshops.models import Workshop
from tests.support.setup import People, gather_people, make_workshop


@pytest.fixture
def people(db: None) -> People:
    return gather_people()


@pytest.fixture
def workshop(people: People) -> Workshop:
    return make_workshop(by=people.ana, arena=people.arena)
