"""Servers on loopback."""

import pytest

from .web import Web


@pytest.fixture
def webs():
    """Makes servers, each a host of its own."""
    made = []

    def make():
        made.append(Web())
        return made[-1]

    yield make
    for web in made:
        web.close()


@pytest.fixture
def web(webs):
    return webs()
