#!/usr/bin/python3
"""mail_server.py PORT FOLDER CERTIFICATE KEY: a real SMTP server (aiosmtpd) with STARTTLS and a
password, on loopback. Each mail is a file in FOLDER, in the order of their coming."""

import ssl
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

port, folder = int(sys.argv[1]), Path(sys.argv[2])
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(sys.argv[3], sys.argv[4])


class Keeping:
    count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = folder / f"{self.count:04}.eml"
        name.with_suffix(".part").write_bytes(envelope.original_content)
        name.with_suffix(".part").rename(name)
        return "250 kept"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"desk", b"open sesame")
    return AuthResult(success=good, handled=False)


Controller(Keeping(), hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True,
           authenticator=authenticate, auth_required=True).start()
while True:
    time.sleep(3600)
