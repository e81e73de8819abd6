"""A mail server of a few lines, for what must really go over a socket: it takes, refuses or dawdles."""

import re
import socketserver
import threading
import time
from email import message_from_bytes
from email.message import Message
from typing import Self


class SmtpServer(socketserver.ThreadingTCPServer):
    """`refusing` → every RCPT is answered with 550. `pause`: seconds between a mail's end and our "250"."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, pause: float = 0.0, refusing: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.pause = pause
        self.refusing = refusing
        self.mails: list[Message] = []
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def message_ids(self) -> list[str]:
        with self._lock:
            return [str(mail["Message-ID"]) for mail in self.mails]

    def keep(self, mail: Message) -> None:
        with self._lock:
            self.mails.append(mail)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.shutdown()
        self.server_close()


class _Session(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        try:
            self._converse()
        except (BrokenPipeError, ConnectionResetError):
            return

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def _converse(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                return self._say("221 bye")
            if verb == b"RCPT" and self.server.refusing:
                self._say("550 5.1.1 No such person here")
            elif verb == b"DATA":
                self._say("354 go on")
                self._read_mail()
                time.sleep(self.server.pause)
                self._say("250 taken")
            else:
                self._say("250 ok")
        return None

    def _read_mail(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(re.sub(rb"^\.", b"", line))
        self.server.keep(message_from_bytes(b"".join(lines)))
