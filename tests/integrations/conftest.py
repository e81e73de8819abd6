import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from mado.partnerships.queries import reply_dates
from mado.partnerships.services import send_invitation


class Program:
    """Somebody's program that is told: a real HTTP server that keeps what it gets and answers as it is told to."""

    def __init__(self):
        self.got = []
        self.answers = []
        program = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):  # http.server's name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                program.got.append((dict(self.headers), body))
                status = program.answers.pop(0) if program.answers else 200
                self.send_response(status)
                if status in (301, 307):
                    self.send_header("Location", f"http://127.0.0.1:{program.port}/elsewhere")
                self.end_headers()

            def log_message(self, *_args):
                """Nothing on the terminal."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/mado?x=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def events(self):
        return [json.loads(body) for _headers, body in self.got]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def program():
    running = Program()
    yield running
    running.stop()


@pytest.fixture
def invite(world):
    """Kaohsiung invites California: a deed both schools' programs are told of."""

    def _invite():
        return send_invitation(
            sender=world.kaohsiung,
            recipient=world.california,
            actor=world.teacher_kaohsiung,
            wish=world.wish_kaohsiung,
            kind="cultural",
            mode="both",
            about_us="We are a school by the harbour.",
            proposal="Let us meet.",
            first_step="",
            language="en",
            group_size=20,
            reply_by=reply_dates(world.california).usual,
        )

    return _invite
