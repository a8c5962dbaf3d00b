"""Invents names of people, schools, homes, streets, places and workplaces.

One name in ten is kept from training, so that a test can ask for names never seen.
"""

import random
import zlib
from collections import defaultdict
from typing import Final

from bot.detection.lexicon import listed
from bot.detection.names.lexicon import Kind, glue, kind_of


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_KEPT: Final = 10
_LONGEST: Final = 11
_PAIRS: Final = _each(
    "an anh bao bich chau chi cuong dao duc dung giang hai hanh hien hoa hong hung huong khanh lan "
    "linh loan mai minh my nam nga ngoc nhung phuong quang quyen son tam thao thu thuy tien trang "
    "trung tuan tuyet van vy xuan yen bei bo chen cheng da dan fang fei feng guang hao hong hua hui "
    "jia jian jie jin jing jun kai lan lei li lin ling long mei ming na ning peng ping qi qing rong "
    "rui shan shu tao ting wei wen xia xiang xin xiu yan yi ying yong yu yuan zhen zhi eun hye hyun "
    "ji jae joon min sang seo seung soo sung woo yeon"
)
_BEHIND: Final = _each(
    "li wang zhang chen liu yang wong chan lam cheung nguyen tran pham kim park choi"
)
_FORE: Final = _each(
    "glen inver kirk strath dal bal craig dun loch auchter ard holm brae burn kil pit aber black "
    "fern hazel oak ash birk thorn rowan elm heather moss stane white red muir wester easter nether "
    "lang broad mill corn tor gair carn ben whin larch alder rose bonny fair high long cross"
)
_AFT: Final = _each(
    "bank brae park field view hill mount side burn lea wood dale side haven more ton ness gate "
    "croft law moor rig shaw head end ford bridge well knowe cairn garry lochy drum tay"
)
_STREET: Final = _each(
    "street road avenue drive lane crescent place terrace gardens court way close grove wynd brae "
    "loan row square view park st rd ave cres dr pl gdns terr"
)
_SCHOOL: Final = (
    "academy",
    "high",
    "high school",
    "primary",
    "primary school",
    "school",
    "secondary",
    "grammar",
    "nursery",
    "college",
    "community school",
    "special school",
    "rc primary",
    "ps",
)
_SAINTS: Final = _each(
    "andrew mary ninian mungo columba kentigern joseph john paul peter patrick margaret bride "
    "cuthbert aidan francis anne thomas mirren machar modan serf luke mark matthew stephen bernadette "
    "ambrose fergus kieran maelrubha blane conval roch anthony"
)
_OF: Final = (
    "lourdes",
    "the missions",
    "good aid",
    "the rosary",
    "peace",
    "mercy",
    "the lake",
    "the wood",
    "the assumption",
    "sorrows",
    "the angels",
    "perpetual succour",
    "the bay",
    "victories",
)
_HOME: Final = _each(
    "house lodge unit cottage court hall villa project hostel centre gardens residential children's "
    "home house lodge unit"
)
_TRADES: Final = _each(
    "joiners plumbing roofing electrical motors garage bakery butchers cafe bar hotel taxis cleaning "
    "logistics haulage care homecare nursery salon barbers stores seafoods fisheries foods dairy "
    "builders scaffolding engineering solicitors opticians pharmacy dental windows glazing landscapes "
    "farm trawlers transport coaches travel security recruitment housing advocacy trust"
)
_KINDS_OF_HOUSE: Final = _each(
    "cottage house lodge croft bungalow steading mill manse farm barn hall villa"
)


def kept(name: str) -> bool:
    """Tell whether a name is kept from training."""
    return zlib.crc32(name.encode()) % _KEPT == 0


class Names:
    """Invents names by chance: ``held`` gives those that training never meets."""

    def __init__(self, chance: random.Random, *, held: bool) -> None:
        self._chance = chance
        self._held = held
        every = sorted(listed("first_names"))
        near = sorted(name for name in listed("own_first_names") if name.isalpha())
        self._first = self._mine(every)
        self._near = self._mine(near)
        self._likely = self._mine(sorted(listed("own_likely_names")))
        self._doubtful = self._mine(sorted(listed("own_doubtful_names")))
        self._weak = self._mine(sorted(listed("own_word_names")))
        self._last = self._mine(sorted(listed("surnames")))
        self._here = self._mine(sorted(listed("own_surnames")))
        self._nick = self._mine(sorted(listed("own_nicknames")))
        self._chains = self._mine(sorted(listed("own_chains")))
        self._places = self._mine(sorted(listed("places")))
        self._place_words = self._mine(sorted(listed("own_place_words")))
        self._words = self._mine(
            sorted(
                word
                for word in listed("common_words") | listed("words")
                if kind_of(word) is Kind.PLAIN and word not in glue() and len(word) > 2
            )
        )
        self.wordly: Final = frozenset({*self._doubtful, *self._weak})
        self._rare = _Letters([*near, *every[::3]])
        self._rare_last = _Letters(sorted(listed("own_surnames")))

    def word(self) -> str:
        """Return an ordinary word."""
        return self._pick(self._doubtful + self._weak if self._toss(0.2) else self._words)

    def of(self, label: str) -> str:
        """Return a name of this kind, in small letters."""
        return {
            "PERSON": self.person,
            "NICKNAME": self._nickname,
            "SCHOOL": self._school,
            "CARE_HOME": self._home,
            "ADDRESS": self._address,
            "PLACE": self._place,
            "EMPLOYER": self._employer,
        }[label]()

    def person(self) -> str:
        """Return a first name, a family name or both."""
        by = self._chance.random()
        if by < 0.62:
            return self._given()
        if by < 0.70:
            return f"{self._given()} {self._chance.choice('abcdefghjklmnprstw')}"
        return f"{self._given()} {self._family()}" if by < 0.92 else self._family()

    def _given(self) -> str:
        draw = self._chance.random()
        if draw < 0.30:
            return self._rare.made(self._chance, held=self._held)
        if draw < 0.42:
            return self._pair()
        if draw < 0.46:
            return f"{self._pick(self._near)}-{self._pick(self._near)}"
        if draw < 0.62:
            return self._pick(self._first)
        if draw < 0.80:
            return self._pick(self._near)
        if draw < 0.90:
            return self._pick(self._likely)
        return self._pick(self._doubtful if draw < 0.95 else self._weak)

    def _pair(self) -> str:
        one, two = self._chance.sample(_PAIRS, 2)
        name = self._chance.choice((f"{one} {two}", f"{one}-{two}", f"{one}{two}"))
        return f"{name} {self._chance.choice(_BEHIND)}" if self._toss(0.2) else name

    def _family(self) -> str:
        draw = self._chance.random()
        if draw < 0.3:
            return self._rare_last.made(self._chance, held=self._held)
        if draw < 0.4:
            return self._chance.choice(("mac", "mc", "o'")) + self._pick(self._near)
        return self._pick(self._here if draw < 0.75 else self._last)

    def _nickname(self) -> str:
        draw = self._chance.random()
        if draw < 0.35:
            return self._pick(self._nick)
        if draw < 0.6:
            return self.word()
        if draw < 0.8:
            stem = self._pick(self._words if self._toss(0.5) else self._near)[:4]
            return stem + self._chance.choice(("y", "ie", "o", "zy", "ster", "s", "a", "er"))
        if draw < 0.9:
            by = ("big", "wee", "auld", "mad", "daft", "skinny", "ginger", "dj", "uncle", "captain")
            return f"{self._chance.choice(by)} {self._short()}"
        return self._short()

    def _short(self) -> str:
        name = self._pick(self._near)[: self._chance.choice((3, 4))]
        return name + self._chance.choice(("", "", "z", "o", "sy"))

    def _proper(self) -> str:
        """Return what a house, a school or a firm may be called after."""
        draw = self._chance.random()
        if draw < 0.40:
            return self._invented()
        if draw < 0.52:
            return self._pick(self._places)
        if draw < 0.66:
            return self._pick(self._place_words)
        if draw < 0.80:
            return self.word()
        if draw < 0.88:
            return f"{self.word()} {self._pick(self._place_words)}"
        return self._family()

    def _invented(self) -> str:
        return self._chance.choice(_FORE) + self._chance.choice(_AFT)

    def _saint(self) -> str:
        saint = self._chance.choice(_SAINTS)
        return f"{self._chance.choice(('st', 'st', 'saint'))} {saint}"

    def _school(self) -> str:
        draw = self._chance.random()
        kind = self._chance.choice(_SCHOOL)
        if draw < 0.18:
            name = self._saint() + self._chance.choice(("'s", "s", "'s", ""))
            return name if self._toss(0.35) else f"{name} {kind}"
        if draw < 0.26:
            name = f"our lady of {self._chance.choice(_OF)}"
            if self._toss(0.3):
                name = self._chance.choice(
                    ("holy cross", "sacred heart", "holy rood", "all saints")
                )
            return name if self._toss(0.4) else f"{name} {kind}"
        if draw < 0.36:
            return self._invented()
        if draw < 0.42:
            return f"{self._chance.choice(('bun-sgoil', 'sgoil'))} {self._invented()}"
        return f"{self._proper()} {kind}"

    def _home(self) -> str:
        draw = self._chance.random()
        if draw < 0.28:
            return self._invented()
        if draw < 0.36:
            kind = self._chance.choice(("unit", "house", "flat", "ward", "wing", "lodge"))
            return f"{kind} {self._chance.choice(_each('0 1 2 3 4 5 6 7 8 9 10 12 a b c d two three'))}"
        if draw < 0.44:
            return f"the {self._pick(self._place_words)}"
        return f"{self._proper()} {self._chance.choice(_HOME)}"

    def _address(self) -> str:
        chance = self._chance
        street = f"{self._proper()} {chance.choice(_STREET)}"
        draw = chance.random()
        number = str(chance.randint(1, 220)) + chance.choice(("", "", "", "a", "b", "/2", "/1"))
        if draw < 0.45:
            made = f"{number} {street}"
        elif draw < 0.62:
            made = f"{self._dwelling()}{chance.choice((', ', ' '))}{street}"
        elif draw < 0.78:
            made = f"flat {chance.choice(_each('1 2 3 4 0/1 1/2 2/1 3/2 a b'))}, {number} {street}"
        elif draw < 0.9:
            where = chance.choice(
                (
                    "top flat",
                    "ground left",
                    "ground right",
                    "first left",
                    "second right",
                    "top left",
                )
            )
            made = f"{where}, {number} {street}"
        else:
            made = f"{street} number {chance.randint(1, 90)}"
        return f"{made}, {self._pick(self._places)}" if self._toss(0.15) else made

    def _dwelling(self) -> str:
        return f"{self._proper()} {self._chance.choice(_KINDS_OF_HOUSE)}"

    def _place(self) -> str:
        draw = self._chance.random()
        if draw < 0.5:
            return self._pick(self._places)
        if draw < 0.8:
            return self._invented()
        by = ("north", "south", "east", "west", "upper", "lower", "old", "new")
        return f"{self._chance.choice(by)} {self._invented()}"

    def _employer(self) -> str:
        draw = self._chance.random()
        name = self._proper()
        if draw < 0.35:
            chain = self._pick(self._chains)
            if self._toss(0.5):
                return chain
            street = self._chance.choice(
                ("high street", "main street", f"{name} road", "shore road")
            )
            return f"{chain} {self._chance.choice(('on', 'on the', 'in'))} {street}"
        if draw < 0.5:
            kin = self._chance.choice(("sons", "son", "daughters", "brothers", "co"))
            return f"{name} {self._chance.choice(('&', 'and', 'n'))} {kin}"
        return f"{name} {self._chance.choice(_TRADES)}"

    def _mine(self, names: list[str]) -> list[str]:
        return [name for name in names if kept(name) is self._held and not name.startswith("#")]

    def _pick(self, names: list[str]) -> str:
        return self._chance.choice(names)

    def _toss(self, share: float) -> bool:
        return self._chance.random() < share


class _Letters:
    """Makes names that nobody has, by which letter follows which two in names there are."""

    def __init__(self, names: list[str]) -> None:
        self._next: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            if name.isalpha():
                whole = f"^^{name}$"
                for at in range(2, len(whole)):
                    self._next[whole[at - 2 : at]].append(whole[at])

    def made(self, chance: random.Random, *, held: bool) -> str:
        while True:
            name = "^^"
            while not name.endswith("$") and len(name) <= _LONGEST:
                name += chance.choice(self._next[name[-2:]])
            name = name.strip("^$")
            usable = 3 <= len(name) < _LONGEST - 1
            if usable and kind_of(name) is Kind.STRANGE and kept(name) is held:
                return name
