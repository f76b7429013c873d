"""Single sidecars, without a bundle around them: for each line of JSON on stdin the rules that one timestamp or log entry breaks, as a line of JSON."""
import json
import sys

sys.dont_write_bytecode = True

from findings import Findings
from forms import from_base64
from logs import judge_log_entry
from timestamps import judge_timestamp


def main():
    for line in sys.stdin:
        asked, found = json.loads(line), Findings()
        data, payload = from_base64(asked["data"]), from_base64(asked["payload"])
        pins = None if asked["pins"] is None else [from_base64(each) for each in asked["pins"]]
        if asked["part"] == "timestamp":
            judge_timestamp(data, payload, asked["ended"], pins, "sidecar", found)
        else:
            judge_log_entry(data, payload, pins, "sidecar", found)
        print(json.dumps(sorted({each["rule"] for each in found.all})), flush=True)


if __name__ == "__main__":
    main()
