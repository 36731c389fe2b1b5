"""The server that platforms post to."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp import web

from bot.channels.http import HttpServer


async def echo(request):
    return web.Response(text=await request.text())


def run(work, **options):
    async def main():
        server = HttpServer("127.0.0.1", 0, **options)
        await server.start()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as session:
            await work(server, session)
        await server.close()

    asyncio.run(main())


def test_paths_come_and_go_while_it_runs():
    async def work(server, session):
        async def post(path):
            async with session.post(path, data="hello") as answer:
                return answer.status, await answer.text()

        assert (await post("/a"))[0] == 404
        server.add_post("/a", echo)
        assert await post("/a") == (200, "hello")
        server.remove_post("/a")
        assert (await post("/a"))[0] == 404

    run(work)


def test_a_path_has_one_owner_and_health_is_nobodys():
    server = HttpServer("127.0.0.1", 0)
    server.add_post("/a", echo)
    for path in ("/a", "/healthz", "a", ""):
        with pytest.raises(ValueError, match="cannot be used"):
            server.add_post(path, echo)


@pytest.mark.parametrize(("well", "status"), [(True, 200), (False, 503)])
def test_health_is_told(well, status):
    async def work(_server, session):
        async with session.get("/healthz") as answer:
            assert answer.status == status

    run(work, healthy=lambda: well)


def test_a_handler_that_fails_is_an_error_500_and_the_next_is_served():
    async def work(server, session):
        async def fails(request):
            raise RuntimeError("secret detail")

        server.add_post("/bad", fails)
        server.add_post("/good", echo)
        async with session.post("/bad") as answer:
            assert (answer.status, await answer.text()) == (500, "")
        async with session.post("/good", data="x") as answer:
            assert answer.status == 200

    run(work)


def test_starting_and_closing_twice_is_once():
    async def work(server, _session):
        port = server.port
        await asyncio.gather(server.start(), server.start())
        assert server.port == port
        await server.close()

    run(work)


def test_an_address_that_is_taken_is_told_and_can_be_tried_again():
    async def work(server, _session):
        other = HttpServer("127.0.0.1", server.port)
        with pytest.raises(OSError, match="address"):
            await other.start()
        await server.close()
        await other.start()
        await other.close()

    run(work)
