# SPDX-License-Identifier: GPL-3.0-or-later
"""Small TCP servers as people write them, each with one habit. Usage: server.py HABIT [VALUE]; listens on 8080."""
import os
import socket
import struct
import sys
import threading
import time

HABIT = sys.argv[1]
VALUE = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"
LONG = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n" + b"x" * 20000
requests = 0


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def request(connection):
    """One HTTP request without a body, or nothing when the client has left."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return b""
        data += more
    return data


def linger_after_answer(connection):
    while request(connection):
        connection.sendall(ANSWER)
        time.sleep(0.02)
        return reset(connection)


def reset_on_request(connection):
    request(connection)
    reset(connection)


def close_unread(connection):
    """Closes without reading what has arrived: the system then resets instead of closing in order."""
    time.sleep(0.15)
    connection.close()


def reset_at_accept(connection):
    reset(connection)


def dies_inside_answer(connection):
    if request(connection):
        connection.sendall(LONG)
        time.sleep(0.05)
        reset(connection)


def truncates_answer(connection):
    if request(connection):
        connection.sendall(LONG)
    connection.close()


def sometimes_dies(connection):
    global requests
    while request(connection):
        requests += 1
        if requests % 3 == 0:
            return reset(connection)
        connection.sendall(ANSWER)


def never_answers(connection):
    while connection.recv(65536):
        pass


def answers(connection):
    while request(connection):
        connection.sendall(ANSWER)


def slow(connection):
    while request(connection):
        time.sleep(VALUE)
        connection.sendall(ANSWER)


def cut_by_count(connection):
    """Ends a busy connection after some requests, without announcing it."""
    for _ in range(int(VALUE)):
        if not request(connection):
            break
        connection.sendall(ANSWER)
    connection.close()


def cut_by_age(connection):
    """Ends every connection at an age, in use or not."""
    deadline = time.monotonic() + VALUE
    while True:
        connection.settimeout(max(deadline - time.monotonic(), 0.01))
        try:
            if not request(connection):
                break
        except TimeoutError:
            break
        connection.sendall(ANSWER)
    connection.close()


def idle_reset(connection):
    """Ends quiet connections with a reset, as programs with SO_LINGER of zero do."""
    connection.settimeout(VALUE)
    try:
        while request(connection):
            connection.sendall(ANSWER)
    except TimeoutError:
        reset(connection)


def binary(connection):
    """A protocol of its own: four bytes of length, then as many bytes, sent back. Waits for the client for ever."""
    data = b""
    while True:
        more = connection.recv(65536)
        if not more:
            return
        data += more
        while len(data) >= 4 and len(data) >= 4 + int.from_bytes(data[:4], "big"):
            size = 4 + int.from_bytes(data[:4], "big")
            connection.sendall(data[:size])
            data = data[size:]


def greets(connection):
    connection.sendall(b"* ready, device 7 rev 2\r\n")
    while connection.recv(65536):
        connection.sendall(b"? unknown command\r\n")


def small_bodies(connection):
    """Refuses large bodies while the client still sends, and closes over the rest."""
    while True:
        head = request(connection)
        if not head:
            break
        length = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if length > VALUE:
            connection.sendall(b"HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            break
        have = len(head.split(b"\r\n\r\n", 1)[1])
        while have < length:
            more = connection.recv(65536)
            if not more:
                return
            have += len(more)
        connection.sendall(ANSWER)
    connection.close()


def serve(habit):
    def run(connection):
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            habit(connection)
        except OSError:
            pass
        finally:
            connection.close()

    server = socket.create_server(("0.0.0.0", 8080), backlog=128)
    while True:
        connection, _ = server.accept()
        threading.Thread(target=run, args=(connection,), daemon=True).start()


def full_queue():
    """Has stopped to accept: the queue of the system fills up."""
    server = socket.create_server(("0.0.0.0", 8080), backlog=int(VALUE))
    held = [server.accept()[0] for _ in range(2)]
    time.sleep(3600)
    return held


def crash_and_return():
    """Is gone for a moment again and again, as under a supervisor that starts it anew."""
    while True:
        child = os.fork()
        if child == 0:
            serve(answers)
        time.sleep(VALUE)
        os.kill(child, 9)
        os.waitpid(child, 0)
        time.sleep(1.2)


if HABIT == "full-queue":
    full_queue()
elif HABIT == "crash-and-return":
    crash_and_return()
else:
    serve(globals()[HABIT.replace("-", "_")])
