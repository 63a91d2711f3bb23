"""Connections that mean no good: flood.py KIND PORT [COUNT] [ADDRESS]

idle    opens COUNT connections from ADDRESS, holds them until standard input ends; prints how many
        were opened, and at the end how many the server still keeps
reset   opens COUNT connections and breaks each off at once
slow    sends one letter of a request's head every second, until the server lets go; prints for how
        many seconds it did not
"""
import socket
import ssl
import struct
import sys
import time


def connect(port, address):
    one = socket.socket()
    one.bind((address, 0))
    one.connect(("127.0.0.1", port))
    return one


def is_open(one):
    one.setblocking(False)
    try:
        return one.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def idle(port, count, address):
    held = []
    for _ in range(count):
        try:
            held.append(connect(port, address))
        except OSError:
            break
    print(len(held), flush=True)
    sys.stdin.read()
    print(sum(map(is_open, held)), flush=True)


def reset(port, count, address):
    for _ in range(count):
        one = connect(port, address)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.close()


def slow(port, count, address):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    held = [context.wrap_socket(connect(port, address)) for _ in range(count)]
    began = time.monotonic()
    for letter in "GET / HTTP/1.1\r\nX-Slow: " + "a" * 200:
        for one in list(held):
            try:
                one.send(letter.encode())
            except OSError:
                held.remove(one)
        if not held:
            break
        time.sleep(1)
    print(int(time.monotonic() - began), flush=True)


kind, port = sys.argv[1], int(sys.argv[2])
count = int(sys.argv[3]) if len(sys.argv) > 3 else 1
address = sys.argv[4] if len(sys.argv) > 4 else "127.0.0.1"
{"idle": idle, "reset": reset, "slow": slow}[kind](port, count, address)
