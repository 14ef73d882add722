"""pishkhan-agency as the tests run it: its certificate, rules and book."""

import os

from program import Program

BINARY = os.environ["PISHKHAN_AGENCY"]


class AgencyProgram:
    """One agency's desk: the book stays, programs come and go."""

    def __init__(self, folder, agency, rules, path):
        self.folder, self.agency = folder, agency
        self.rules, self.book = path / f"{agency}.rules", path / f"{agency}.book"
        self.rules.write_text(rules)
        self.logs = []

    def start(self, port, *options):
        principal = self.folder.path / "principals" / f"agency-{self.agency}"
        program = Program(
            BINARY, "--server", f"localhost:{port}", "--ca", self.folder.path / "tls/ca.crt",
            "--certificate", f"{principal}.crt", "--key", f"{principal}.key", "--rules", self.rules,
            "--book", self.book, "--interval", 20, *options)
        self.logs.append(program.log)
        return program

    def work_off(self, port, *options):
        """Runs until the inbox is worked off."""
        program = self.start(port, "--once", *options)
        code = program.wait()
        assert code == 0, program.log.lines

    @property
    def log_text(self):
        return "\n".join(line for log in self.logs for line in log.lines)
