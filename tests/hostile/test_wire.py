"""Bytes that are no request, or hardly one: a page of our own, which quotes none of them."""

import asyncio

import pytest

from tests.drivers.page import read
from tests.hostile.house import House

WORD = b"quokkaword"
END = b"\r\nHost: x\r\nConnection: close\r\n\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded"
UNREADABLE = {
    "a line without end": b"GET /r/" + WORD * 900 + b" HTTP/1.1" + END,
    "a header without end": b"GET / HTTP/1.1\r\nX: " + WORD * 900 + END,
    "a control character": b"GET /r/\x01" + WORD + b" HTTP/1.1" + END,
    "bytes that are no text": b"GET /r/\xff\xfe" + WORD + b" HTTP/1.1" + END,
    "NUL in a header": b"GET / HTTP/1.1\r\nX: \0" + WORD + END,
    "a cookie of controls": b"GET / HTTP/1.1\r\nCookie: page=\x01" + WORD + END,
    "a method there is not": b"<" + WORD + b"> / HTTP/1.1" + END,
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01" + WORD + b"\r\n\r\n",
    "a length of letters": b"POST / HTTP/1.1\r\nContent-Length: " + WORD + END,
    "chunks of no length": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked" + END + WORD + b"\r\n",
    "an address of no host": b"GET http://[" + WORD + b"/ HTTP/1.1" + END,
    "what is not packed as it says": b"POST /r/wren42 HTTP/1.1\r\n"
    + FORM
    + b"\r\nContent-Encoding: gzip\r\nContent-Length: 10"
    + END
    + WORD,
}


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_not_sent_back(house: House, sent: bytes) -> None:
    async def exchange() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.browser().port)
        writer.write(sent)
        answer = await asyncio.wait_for(reader.read(), 30)
        writer.close()
        await writer.wait_closed()
        return answer

    head, _, body = house.run(exchange()).partition(b"\r\n\r\n")
    assert head.split(b" ")[1] == b"400"
    assert b"\r\nContent-Security-Policy: default-src 'none'" in head
    assert b"\r\nCache-Control: no-store" in head
    assert WORD not in body
    assert "We could not read that" in read(body.decode()).all("h1")[0].seen()
