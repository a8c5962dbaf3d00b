"""Lets the runner's and the drivers' assertions say what they saw."""

import pytest

pytest.register_assert_rewrite("tests.transcripts.runner", "tests.drivers")
