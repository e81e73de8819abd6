"""A small real HTTP server that answers as DeepL and LibreTranslate do, and keeps what it was sent."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Machine:
    """`status`, `answer` and `location` are what the next requests get; `asked` is what came: (path, headers, body)."""

    def __init__(self):
        self.status, self.answer, self.location, self.asked = 200, None, "", []

    def reply(self, path, body):
        if self.answer is not None:
            return self.answer
        texts = body.get("text") or body.get("q")
        said = [f"<{body.get('target_lang') or body.get('target')}> {text}" for text in texts]
        if path == "/v2/translate":
            return json.dumps({"translations": [{"detected_source_language": "ZH", "text": text} for text in said]})
        return json.dumps({"translatedText": said})


@contextmanager
def translation_server():
    """Yields (address, Machine) while a server listens on this machine."""
    machine = Machine()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            body = json.loads(raw)
            machine.asked.append((self.path, dict(self.headers), body))
            data = machine.reply(self.path, body)
            data = data if isinstance(data, bytes) else data.encode()
            self.send_response(machine.status)
            if machine.location:
                self.send_header("Location", machine.location)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args):
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", machine
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
