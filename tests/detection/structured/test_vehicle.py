"""The rule for car registrations."""

import pytest

from bot.detection.structured.vehicle import vehicle
from tests.detection.structured.marks import holds

FOUND = (
    "she parks her car («SA21 BCD») outside",
    "reg «sn17fgh»",
    "reg is «SN 17 FGH»",
    "ma worker's car «sn17-fgh»",
    "the van was «K123 ABC»",
    "his reg is «ABC 123D»",
    "a blue corsa «SF68 XYZ» sat outside",
    "private plate «B16 KYL»",
    "number plate «K4YLA»",
    "reg plate's «JO 5»",
    "car reg «ABZ 1234»",
    "reg number «SNl7 FGH» i wrote it doon",
    "a white van reg «YJ09 OHD»",
    "«SF19 KLM» was always outside",
    "his motor «sl68 qrs» was there again",
    "her wee fiat «SK70 WXY»",
    "the social work car «SB15 AAA»",
    "«H 123 XYZ» was his plate",
    "the plate was «GH 54 TRE»",
    "ma bike reg is «t45 bri»",
    "numberplate «sy19zzz»",
    "«AB51 ABC»",
    "dad's van «y123 pqr»",
    "she's got a plate that says «M4 RYX»",
)


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(vehicle, marked)
