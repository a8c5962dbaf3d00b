"""The rule for names on services."""

import pytest

from bot.detection.structured.handle import handle
from tests.detection.structured.marks import holds, quiet

FOUND = (
    "insta: «chels_xx»",
    "my snapchat is «wee_spud21» if anyone wants to talk",
    "add me on snap «kaylz»",
    "add me on snap, «kaylz99»",
    "my snap is «kaylz»",
    "my insta's «chloe.b»",
    "follow me on tiktok «@rory.f10»",
    "find me on insta as «shaz» if you like",
    "im «rory.f10» on insta",
    "add «rory99» on snap",
    "its «bigdaz» on discord",
    "discord is «daz#1234»",
    "gamertag «xXdarkloverXx»",
    "my gamertag is «DarkSpud99»",
    "psn: «spud_21»",
    "my psn is «spud2008»",
    "roblox user is «coolkid2010»",
    "insta is «chels underscore xx»",
    "its «isla underscore bby» on tiktok",
    "dm me «@isla»",
    "snap - «kaylz4eva»",
    "my ig «its_rory»",
    "ma snap's «kenzie.x»",
    "my username on discord is «foxy»",
    "my tik tok is «@wee.spud»",
    "reddit «u/carekid04»",
    "hit me up on insta «tam.b»",
    "insta = «tam»",
    "they posted it on «@gossip_ayr»",
    "add me «wee_spud21»",
    "instagram «chels.x2»",
    "xbox «ShadowWolf07»",
    "my tag is «spud#0042»",
    "message me on facebook, its «shazza_b»",
    "my snap is «@ isla_b»",
    "SC: «kaylz.07»",
    "my twitch is called «spudgames»",
    "im called «spud_x» on there",
    "snap is «bri.bri07»",
    "im «@tobi.raps» on everything",
    "find me: «@nadia_k»",
    "on insta im «nadia.kxo»",
    "my minecraft name is «creepercraig»",
    "my xbox name's «Craig x Creeper 9»",
    "add me oan snap «big-raz»",
    "discord: «razza#9921»",
    "snap me «razza_07»",
    "i go by «razza_07» online",
    "twitter handle «@CareExpCraig»",
    "«@ careexpcraig» on twitter",
    "insta «n4dia_x»",
    "my gamer tag is «N4DIA»",
    "on roblox as «nadiaplays22»",
    "ma snap: «weeraz»",
    "facebook name is «Razza Macraz»",
    "hmu on snap «weeraz»",
    "its «wee raz underscore zero seven» on insta",
    "tiktok's «raz_raps»",
    "look up «raz.raps» on soundcloud",
    "ma user name on the forum is «sadlad04»",
    "my steam is «Sadlad» if u play",
)

LEFT = (
    "my snapchat is always full",
    "my insta is private",
    "my phone was taken so no insta or tiktok",
    "tiktok is toxic",
    "snap is where it all kicks off",
    "i deleted facebook",
    "my tiktok was banned for a week",
    "meet me @ 5",
    "_really_ bad",
    "a switch: new worker, new rules",
    "on insta people say all sorts",
    "they put it on facebook and everyone saw",
    "twitter is full of nonsense, so is x",
    "xxx love you",
    "user of services, not a user name",
    "add me to the list",
    "in 2019 covid19 hit and my snapchat went quiet",
    "my handle on things is ok",
    "a signal: no one cares",
    "follow me for a bit and see what it's like",
    "steam coming oot ma ears",
    "he was on the xbox all night",
    "my discord is dead",
    "im on insta all day",
    "i'm good on my own",
    "call me on messenger anytime",
    "she found me on facebook when i was 14",
)


@pytest.mark.parametrize("marked", FOUND)
def test_it_is_found_whole_and_nothing_else_in_any_case(marked: str) -> None:
    holds(handle, marked)


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left(text: str) -> None:
    quiet(handle, text)
