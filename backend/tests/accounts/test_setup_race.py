"""Two browsers with the same set-up link at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.factories import PASSWORD

from photonest.accounts import services
from photonest.accounts.errors import SetupTokenWrong
from photonest.accounts.models import User


@pytest.mark.django_db(transaction=True)
def test_of_four_simultaneous_setups_exactly_one_wins() -> None:
    token = services.setup_link_token()
    assert token is not None
    together = Barrier(4)

    def attempt(number: int) -> bool:
        try:
            together.wait(timeout=30)
            services.complete_setup(token, username=f"user-{number}", password=PASSWORD)
        except SetupTokenWrong:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]
    assert User.objects.count() == 1
