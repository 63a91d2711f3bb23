#!/usr/bin/python3
"""Two receivers of webhooks: /echo for self-tests, which answers what stands in a file, and /alive.

receiver.py PORT FOLDER: each body is a line of FOLDER/echo.jsonl or FOLDER/alive.jsonl; /echo
answers the status in FOLDER/echo.status.
"""
import http.server
import pathlib
import sys

folder = pathlib.Path(sys.argv[2])


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        name = self.path.strip("/")
        with open(folder / f"{name}.jsonl", "ab") as seen:
            seen.write(body.replace(b"\n", b" ") + b"\n")
        self.send_response(int((folder / "echo.status").read_text()) if name == "echo" else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
