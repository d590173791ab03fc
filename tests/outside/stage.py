# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk of our own: X server, session bus, accessibility bus, window manager, home folder, and the program on it."""
import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

WINDOW_RULES = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <theme><name>Clearlooks</name></theme>
  <desktops><number>1</number></desktops>
  <keyboard/>
  <mouse>
    <context name="Client">
      <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
    </context>
  </mouse>
  <applications>
    <application type="normal"><maximized>yes</maximized></application>
  </applications>
</openbox_config>
"""
NEEDED_PROGRAMS = ("Xvfb", "openbox", "dbus-daemon")
SOON = 30.0
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
C_LIBRARY = ctypes.CDLL(None)


class NotHere(Exception):
    """Something that the test needs is not installed."""


class TooLate(AssertionError):
    """What was waited for did not come about."""


def wait_for(what, condition, seconds=SOON, turn=None):
    """The first true answer of the condition; between two questions `turn` lets events in."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise TooLate(f"waited {seconds:.0f} s in vain for {what}")
        if turn:
            turn()
        else:
            time.sleep(0.02)


def end_with_parent():
    C_LIBRARY.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


class Desk:
    """Starts everything in order and ends exactly that again; nothing of the user's session is touched."""

    def __init__(self, width, height, language, scale=1):
        missing = [name for name in NEEDED_PROGRAMS if not shutil.which(name)]
        if missing:
            raise NotHere(f"not installed: {', '.join(missing)}")
        # What the buses start on demand becomes our child when its parent ends, so that it can be ended too.
        C_LIBRARY.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.size = (width, height)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="doctor-outside-"))
        self.home = self.folder / "home"
        self.documents = self.home / "Documents"
        self.frame_file = self.folder / "Xvfb_screen0"
        self._children = []
        self._logs = []
        for path in (self.home, self.documents, self.folder / "run"):
            path.mkdir(parents=True)
        (self.folder / "run").chmod(0o700)
        self.environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "LANG": {"en": "en_GB.UTF-8", "de": "de_DE.UTF-8"}[language],
            "LANGUAGE": language,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_SCALE_FACTOR": str(scale),
            "NO_AT_BRIDGE": "0",
        }
        try:
            self._start_display()
            self._start_bus()
            (self.folder / "rc.xml").write_text(WINDOW_RULES)
            self._start("openbox", ["openbox", "--config-file", str(self.folder / "rc.xml"), "--sm-disable"])
        except BaseException:
            self.close()
            raise

    def _start(self, name, command, **more):
        log = open(self.folder / f"{name}.log", "wb")
        self._logs.append(log)
        child = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                 start_new_session=True, preexec_fn=end_with_parent, **more)
        self._children.append(child)
        return child

    def _start_with_answer(self, name, command):
        """Starts a program that tells its address through a pipe, and gives that line."""
        reading, writing = os.pipe()
        child = self._start(name, [part.format(pipe=writing) for part in command], pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            line = pipe.readline().strip()
        if not line:
            raise AssertionError(f"{name} did not start (status {child.poll()}): {self.log(name)}")
        return line

    def _start_display(self):
        width, height = self.size
        number = self._start_with_answer(
            "Xvfb", ["Xvfb", "-displayfd", "{pipe}", "-screen", "0", f"{width}x{height}x24", "-dpi", "96",
                     "-fbdir", str(self.folder), "-nolisten", "tcp", "-noreset"])
        self.environment["DISPLAY"] = f":{number}"

    def _start_bus(self):
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._start_with_answer(
            "dbus-daemon", ["dbus-daemon", "--session", "--nofork", "--nosyslog", "--print-address={pipe}"])

    def start_program(self, program, *arguments):
        return self._start("program", [str(program), *arguments])

    def log(self, name):
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-2000:] if path.exists() else ""

    def close(self):
        for child in reversed(self._children):
            end(child.pid)
        for log in self._logs:
            log.close()
        for pid in own_children():
            end(pid)
        shutil.rmtree(self.folder, ignore_errors=True)


def own_children():
    children = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            children.append(int(entry.name))
    return children


def end(pid, patience=5.0):
    """Asks our own child to end and insists after a while."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, kind)
        except ProcessLookupError:
            return
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                if os.waitpid(pid, os.WNOHANG)[0]:
                    return
            except ChildProcessError:
                return
            time.sleep(0.02)


def skip(reason):
    """Ends as CTest's 'skipped'; on a machine that builds for others a missing tool is a failure."""
    needed = os.environ.get("CI")
    print(f"{'FAIL' if needed else 'SKIP'}: {reason}")
    sys.exit(1 if needed else 77)
