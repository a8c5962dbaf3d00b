"""The language model is loaded once for all tests that need it."""

import pytest

from bot.detection.detector import FullDetector
from bot.detection.model import Model


@pytest.fixture(scope="session")
def model() -> Model:
    return Model.load()


@pytest.fixture(scope="session")
def full(model: Model) -> FullDetector:
    detector = FullDetector(lambda: model)
    detector.find("")
    assert detector.reduced is None
    return detector
