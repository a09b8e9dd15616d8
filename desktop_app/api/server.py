"""uvicorn on a socket that is already bound, in the thread that calls `run`. Measured choices: reliability.md section 6."""

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

SETTLE_SECONDS = 5
"""How long a call that is being answered may still take at the end."""


class HttpServer:
    """Serves `app` until `stop`. `on_ready` is called once calls are answered."""

    def __init__(self, app: ASGIApp, on_ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            ws="none",
            loop="asyncio",
            http="h11",
            lifespan="on",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=SETTLE_SECONDS,
        )
        self._server = _Server(config, on_ready)

    def run(self, listening: socket.socket) -> None:
        """Blocks until stopped; the socket is closed then. Signals are left alone: this is never the main thread."""
        self._server.run(sockets=[listening])

    def stop(self) -> None:
        """From any thread; also before `run`, which then ends at once."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()
