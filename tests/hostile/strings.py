"""Strings that break programs: a list of our own, and what Hypothesis makes up."""

import os
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FULL: Final = os.environ.get("PROOF") == "1"
"""Whether this is the proof, with ten thousand strings an entrance, and not a quick look."""


def made_up(quick: int, full: int = 10_000) -> settings:
    """Return how many strings Hypothesis makes up for one test. What finds a fault is looked up
    again at once, so nothing of it is kept for another run."""
    return settings(
        max_examples=full if FULL else quick,
        suppress_health_check=list(HealthCheck),
        database=None,
    )


DATABASES: Final = (
    "'; DROP TABLE vault; --",
    "' OR '1'='1",
    '" OR ""="',
    "1; SELECT pg_sleep(10)--",
    "') UNION SELECT ct FROM vault --",
    "\\'; EXEC xp_cmdshell('dir'); --",
    "%' AND 1=0 UNION ALL SELECT NULL, NULL --",
    "$1 :name ? %s %(name)s",
    "E'\\x41'",
    "$$body$$",
)
PAGES: Final = (
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "<svg/onload=alert(1)>",
    "</title><h1>x",
    "<!-- --><!DOCTYPE html>",
    "<![CDATA[x]]>",
    "&lt;b&gt; &amp;amp; &#0; &#xD800; &#x110000; &notanentity;",
    "javascript:alert(1)",
    "<a href='javascript:alert(1)' hx-get='/desk' hx-trigger='load'>x</a>",
    "<form action=/desk/leave method=post><button>x",
    "<meta http-equiv=refresh content='0;url=//example.org'>",
    "</span></div></main></body></html>",
    "<style>*{display:none}</style>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<b>bold</b> & \"quoted\" 'single' `back`",
)
TEMPLATES: Final = (
    "{{ 7*7 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{{ config.items() }}",
    "{# comment #}",
    "${7*7} #{7*7} <%= 7*7 %> @(7*7) [[7*7]]",
    "{number} {until} {words} {0} {} {{}} {a.b} {a[0]} {a!r:>9}",
    "%s %d %n %x %(name)s %%",
    "%s" * 200,
    "{0.__class__.__init__.__globals__}",
    "\\N{BULLET} \\x00 \\u0000 \\ud800",
)
PATHS: Final = (
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "....//....//etc/passwd",
    "/dev/zero",
    "file:///etc/passwd",
    "C:\\Windows\\win.ini",
    "\\\\server\\share",
    "con.txt",
    "-",
    "--help",
    "--role=admin",
    "-rf",
    "~root",
    ".",
    "..",
    "/",
    "//",
    "desk/enter/x",
    "go:draft/x/open",
    "x" * 5000 + "/../x",
)
SHELLS: Final = (
    "$(touch /tmp/x)",
    "`id`",
    "; rm -rf / ;",
    "| cat /etc/passwd",
    "&& shutdown -h now",
    "$IFS$9",
    "${HOME}",
    "!!",
    "\\",
    "'\"",
    "*?[a-z]",
    "> /dev/null",
)
SHEETS: Final = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("https://example.org","x")',
    'x","y\n"z',
    ";;;,,,\t\t\t",
)
FILES: Final = (
    "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
    "!!python/object/apply:os.system ['id']",
    "- - - - - - - - - - - -",
    "[" * 2000,
    "{" * 2000,
    '{"a":' * 1000,
    '{"__proto__": {"x": 1}}',
    '{"a": 1, "a": 2}',
    "1e999999",
    "NaN",
    "-Infinity",
    "null",
    "~",
    "yes",
    "0x1F 0o17 1_000 012",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
    "<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;'>",
    "---\n...\n---",
)
LINES: Final = (
    "x\nlevel=critical event=forged",
    "x\r\nHTTP/1.1 200 OK\r\nSet-Cookie: desk=forged\r\n\r\n",
    "x\r\nSet-Cookie: a=b",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J\x1b[H",
    "\x1b]8;;https://example.org\x07link\x1b]8;;\x07",
    "\x9b31m",
    "bell\x07back\x08\x08\x08over",
    "one\rtwo",
    "\x00",
    "a\x00b",
    "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17",
    "\x7f\x80\x81\x85\x9f",
    "\x1a\x04\x03",
    "line\u2028separator\u2029paragraph",
    "event=x error=y\ttime=z",
    "${jndi:ldap://127.0.0.1/a}",
)
LETTERS: Final = (
    "\u202eright to left\u202c",
    "\u2066isolate\u2069 \u200e\u200f",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "zero\u200bwidth\u200c\u200d\ufeffspace",
    "\u200b",
    "\u200b\u200b\u200b",
    "\ufeff",
    "\u00ad\u00ad",
    "\u3164\u115f\u2800",
    "\ufffe\uffff\U0001fffe\U0010ffff",
    "\ud800",
    "\udfff\ud800",
    "a\ud83db",
    "\ud83d\ude00",
    "\udc80\udcff",
    "\U0001f469\U0001f3fd\u200d\U0001f9bd \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1ec\U0001f1e7\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031ea\u0349lgo",
    "e" + "\u0301" * 1500,
    "\u0e49" * 1500,
    "\ufdfd" * 300,
    "\U00012031" * 200,
    "i\u0307 \u0130 \u0131 \u00df \u1e9e \ufb03 \u017f \u212a",
    "\uff1cscript\uff1e \uff07 \uff02",
    "caf\u00e9 cafe\u0301",
    "\u0130" * 400,
    "\ufb03" * 400,
    "\u1f80" * 400,
    "\U000e0041\U000e0042",
    "\ue000\uf8ff\U000f0000",
    "\u0600\u06dd\u070f\u08e2",
)
MARKUP: Final = (
    "**bold** _em_ ~~gone~~ `code` # title",
    "[link](javascript:alert(1)) ![x](//127.0.0.1/x.png)",
    "```\nfence",
    "> quoted\n\n- list\n1. one\n\n---",
    "<!channel> <!here> <!everyone>",
    "<@U012AB3CD> <#C012AB3CD|general> <!subteam^S1>",
    "<https://example.org|click> <mailto:x@example.org|x>",
    "<!date^1392734382^{date}|x>",
    ":smile: :skull:",
    "@channel @everyone @here",
    "<at>Team</at> <attachment id='x'></attachment>",
    "{{DATE(2027-01-01T00:00:00Z, SHORT)}}",
    "${name} @{triggerBody()}",
    "| a | b |\n|---|---|",
    "\\*not bold\\*",
)
SIZES: Final = (
    "",
    " ",
    "\n",
    "\n" * 3000,
    " " * 4000,
    "\t",
    "a",
    "0",
    "-1",
    "2147483648",
    "9" * 400,
    "1" * 5000,
    "x" * 3999,
    "x" * 4000,
    "x" * 4001,
    "word " * 3000,
    "\U0001f600" * 4000,
    "a b" * 4000,
    "-".join(["1"] * 2000),
    ",".join(["a"] * 2000),
    "a@b." * 1000,
    "07700 9001" * 400,
    "@" * 3000,
    "http://" * 500,
    "1.1.1." * 600,
    "(((((" * 600,
    "None",
    "undefined",
    "true",
    "2027-13-45",
    "0000-00-00",
    "99:99",
    "24:00",
    "Europe/London\x00",
    "Europe",
    "../../etc/localtime",
)
FIXED: Final = (
    *DATABASES,
    *PAGES,
    *TEMPLATES,
    *PATHS,
    *SHELLS,
    *SHEETS,
    *FILES,
    *LINES,
    *LETTERS,
    *MARKUP,
    *SIZES,
)

SOME: Final = FIXED if FULL else FIXED[::12]
"""What a quick look takes of it where another entrance sees it whole."""

_any = st.characters(exclude_categories=())
"""Every code point there is: all planes, controls, halves of characters."""
_odd = st.characters(categories=["Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"])
_marks = st.characters(categories=["Mn", "Me", "Mc"])
_signs = st.sampled_from(list("<>&\"'`\\/%{}[]()$#@!|;:,.-_=+*?~^\r\n\t\0 "))
_pieces = st.sampled_from([text for text in FIXED if len(text) < 60])


def hostile(longest: int = 6000) -> st.SearchStrategy[str]:
    """Return strings of every kind, up to so many characters."""
    flood = st.builds(lambda base, mark, n: base + mark * n, _any, _marks, st.integers(0, 900))
    long = st.builds(
        lambda text, n: text * n, st.text(_any, min_size=1, max_size=8), st.integers(1, 700)
    )
    mixed = st.lists(st.one_of(_pieces, st.text(_any, max_size=6)), max_size=6).map("".join)
    return st.one_of(
        st.text(_any, max_size=80),
        st.text(_odd, max_size=40),
        st.text(_signs, max_size=60),
        st.text(st.one_of(_signs, _odd, st.characters(max_codepoint=127)), max_size=80),
        mixed,
        flood,
        long,
    ).map(lambda text: text[:longest])
