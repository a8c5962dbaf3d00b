"""Rules for what has a form of its own: numbers, addresses, dates, names on services."""

from typing import Final

from bot.detection.found import Rule
from bot.detection.structured.address import address
from bot.detection.structured.age import age
from bot.detection.structured.case import case_reference
from bot.detection.structured.dates import dates
from bot.detection.structured.dwelling import dwelling
from bot.detection.structured.email import email
from bot.detection.structured.handle import handle
from bot.detection.structured.health import health
from bot.detection.structured.nino import nino
from bot.detection.structured.phone import phone
from bot.detection.structured.postcode import postcode
from bot.detection.structured.url import url
from bot.detection.structured.vehicle import vehicle

RULES: Final[tuple[Rule, ...]] = (
    email,
    url,
    phone,
    health,
    nino,
    postcode,
    handle,
    vehicle,
    case_reference,
    dates,
    age,
    address,
    dwelling,
)
"""Every rule of this folder. Of equally long finds the first names them."""
