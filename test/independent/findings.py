"""What was found: rule, severity, entry, file; nothing here decides whether a rule is broken."""


class Findings:
    def __init__(self):
        self.all = []

    def _add(self, severity, rule, event, found, file):
        if isinstance(event, str):
            event, file = None, event
        self.all.append({"rule": rule, "severity": severity, "event": event, "file": file, "found": found})

    def error(self, rule, event=None, found="", file=None):
        self._add("error", rule, event, found, file)

    def warning(self, rule, event=None, found="", file=None):
        self._add("warning", rule, event, found, file)

    @property
    def errors(self):
        return [each for each in self.all if each["severity"] == "error"]

    @property
    def warnings(self):
        return [each for each in self.all if each["severity"] == "warning"]

    def has(self, rule):
        return any(each["rule"] == rule for each in self.all)
