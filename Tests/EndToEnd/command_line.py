"""The program `pishkhan`, run as a person or a script runs it."""

import dataclasses
import json
import os
import subprocess

import citizens

BINARY = os.environ["PISHKHAN"]


@dataclasses.dataclass
class Run:
    code: int
    output: str
    messages: str

    @property
    def document(self):
        """What --json printed, or the error that it told."""
        return json.loads(self.output or self.messages)


class CommandLine:
    """One who works at a terminal: with a principal's certificate, or as a citizen without."""

    def __init__(self, server, principal=None, secret=None, language="en"):
        self.environment = {
            "PISHKHAN_TARGET": server.target, "PISHKHAN_CA": str(server.folder.path / "tls/ca.crt"),
            "PISHKHAN_LANG": language}
        # Where coverage is counted, the program must be told where to.
        self.environment |= {name: os.environ[name] for name in ["LLVM_PROFILE_FILE"] if name in os.environ}
        if principal:
            files = server.folder.path / "principals" / principal
            self.environment |= {"PISHKHAN_CERT": f"{files}.crt", "PISHKHAN_KEY": f"{files}.key"}
        if secret:
            self.environment["PISHKHAN_SECRET"] = secret

    def run(self, *words, code=0, text=None, cwd=None):
        """Runs a command to its end, which must have that exit code; `text` goes to its standard input."""
        done = subprocess.run(
            [BINARY, *map(str, words)], env=self.environment, input=text, capture_output=True, encoding="utf-8",
            timeout=60, cwd=cwd)
        assert done.returncode == code, f"{words} ended with {done.returncode}: {done.stderr}{done.stdout}"
        return Run(done.returncode, done.stdout, done.stderr)

    def json(self, *words, **keywords):
        """The document that the command prints, or that of its error."""
        return self.run(*words, "--json", **keywords).document


@dataclasses.dataclass
class Case:
    """A request as its citizen holds it, who works at the command line."""

    code: str
    receipt: dict
    citizen: CommandLine


def submit(
        server, *words, who=None, principal="office-1001", service="ncr-birthcert",
        form={"reason": "LOST", "issue_place": "Tehran"}):
    """Hands a citizen's request in at an office's command line."""
    who = who or citizens.new_citizen()
    receipt = CommandLine(server, principal).json(
        "submit", service, "--national-id", who.national_id, "--given-name", who.given_name,
        *(word for name, value in form.items() for word in ("--set", f"{name}={value}")), *words)
    secret = citizens.personal(receipt["secret"])
    return Case(receipt["tracking_code"], receipt, CommandLine(server, secret=secret))
