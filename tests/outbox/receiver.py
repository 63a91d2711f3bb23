#!/usr/bin/python3
"""receiver.py PORT FILE SEED: a receiver from hell, on loopback. It answers at random with 200, 429,
500, garbage, nothing after all was read, or nothing at all; one JSON line per request in FILE says
what came when, and whether it was taken in. The path decides how bad it is: /good, /bad, /dead."""

import json
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, path, seed = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
chance = random.Random(seed)
lock = threading.Lock()
out = open(path, "a", buffering=1, encoding="utf-8")

# What is done, how often, and whether the words were taken in.
MOODS = {
    "/good": [("200", 8, True), ("429", 1, False), ("500", 1, False)],
    "/bad": [("200", 8, True), ("429", 3, False), ("500", 3, False), ("garbage", 2, False),
             ("lost", 3, True), ("silence", 1, False)],
    "/dead": [("500", 9, False), ("200", 1, True)],
}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        came = time.time()
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        with lock:
            moods = MOODS[self.path]
            mood, _, taken = chance.choices(moods, [weight for _, weight, _ in moods])[0]
            out.write(json.dumps({
                "at": came, "path": self.path, "id": self.headers.get("Idempotency-Key"),
                "taken": taken, "mood": mood, "body": json.loads(body)}) + "\n")
        getattr(self, "mood_" + mood)()

    def mood_200(self):
        self.answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    def mood_429(self):
        self.answer(b"HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
                    b"Connection: close\r\n\r\n")

    def mood_500(self):
        self.answer(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def mood_garbage(self):
        self.answer(b"\x16\x03\x01\x00 this is no HTTP\r\n\r\n")

    def mood_lost(self):
        self.close_connection = True

    def mood_silence(self):
        time.sleep(1.5)
        self.close_connection = True

    def answer(self, data):
        self.wfile.write(data)
        self.close_connection = True

    def log_message(self, *_):
        pass


ThreadingHTTPServer.request_queue_size = 128
ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
