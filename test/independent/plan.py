"""The plan: its fields (docs/plan.schema.json), the rules across them (docs/plan.md), and the people who have a part in it."""
import json
import os
import re

import yaml_subset
from forms import is_date

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = os.path.join(HERE, "..", "..", "docs", "plan.schema.json")
_schema = None


def fits(value, schema):
    """JSON Schema as far as the plan's schema uses it; fields with a default are filled in."""
    if "oneOf" in schema or "anyOf" in schema:
        return any(_fits_one(value, each) for each in schema.get("oneOf") or schema["anyOf"])
    if "const" in schema and (value != schema["const"] or isinstance(value, bool) is not isinstance(schema["const"], bool)):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    kind = schema.get("type")
    if kind == "null":
        return value is None
    if kind == "string":
        good = isinstance(value, str) and schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 2 ** 31)
        good = good and ("pattern" not in schema or re.search(re.sub(r"\$$", r"\\Z", schema["pattern"]), value, re.ASCII) is not None)
        return good and (schema.get("format") != "date" or is_date(value))
    if kind in ("number", "integer"):
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and (kind == "number" or value == int(value))
        return good and schema.get("minimum", value) <= value <= schema.get("maximum", value)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "array":
        return _list_fits(value, schema)
    return _object_fits(value, schema) if kind == "object" else kind is None


def _trimmed(value, schema):
    """Text without the white space at its ends; what has a form of its own is as it stands."""
    free = isinstance(value, str) and isinstance(schema, dict) and schema.get("type") == "string" and not {"pattern", "enum", "const", "format"} & set(schema)
    return value.strip() if free else value


def _fits_one(value, schema):
    """One of several forms: defaults are only filled in where it fits."""
    trial = json.loads(json.dumps(value))
    if not fits(trial, schema):
        return False
    if isinstance(value, dict):
        value.update(trial)
    return True


def _list_fits(value, schema):
    if not isinstance(value, list) or not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 2 ** 31):
        return False
    first = schema.get("prefixItems", [])
    rest = schema.get("items")
    for at, each in enumerate(value):
        wanted = first[at] if at < len(first) else rest
        value[at] = each = _trimmed(each, wanted)
        if wanted is False or (isinstance(wanted, dict) and not fits(each, wanted)):
            return False
    return True


def _object_fits(value, schema):
    if not isinstance(value, dict):
        return False
    fields = schema.get("properties", {})
    for name, inner in fields.items():
        if name not in value and "default" in inner:
            value[name] = json.loads(json.dumps(inner["default"]))
    if any(name not in value for name in schema.get("required", [])):
        return False
    value.update({name: _trimmed(each, fields.get(name)) for name, each in value.items()})
    return all(name in fields and fits(each, fields[name]) for name, each in value.items())


class Plan:
    """A plan that has the documented fields."""

    def __init__(self, value):
        self.value = value
        self.kind, self.id, self.mode = value["ceremony"], value["id"], value["mode"]
        self.follows = value.get("follows")
        self.keys = value.get("keys", [])
        self.backup = value.get("backup")
        self.spare = value.get("spare")
        self.hsm = value["hsm"]
        self.people = {each["id"]: each for each in value["participants"]}
        self.order = [each["id"] for each in value["participants"]]
        self.user = value["pins"]["user"]
        self.security = value["pins"].get("securityOfficer", [])
        self.sets = value["sets"] if "sets" in value else [value["set"]] if "set" in value else []
        self.destroys = value.get("destroys", [])
        self.lost = value.get("lost", [])
        self.target = value.get("target")
        self.delivers = value.get("key")
        self.second_keys = value.get("signatures", {}).get("postQuantum") is not None
        self.in_use = self.kind not in ("generate", "restore")
        self.makes_set = self.kind in ("generate", "rotate", "reshare")

    def first(self, role):
        return next((each for each in self.order if role in self.people[each]["roles"]), None)

    def authorisers(self):
        return list(dict.fromkeys([self.first("security-officer"), *self.user]))

    def key(self, name):
        return next((each for each in self.keys if each["name"] == name), None)

    def set(self, set_id):
        return next((each for each in self.sets if each["id"] == set_id), None)

    def may_be_absent(self, person):
        roles = self.people[person]["roles"]
        gets = self.backup is not None and any(each["custodian"] == person for each in self.backup["shares"])
        return roles == ["custodian"] and person not in self.user and person not in self.security and not gets


def read_plan(data):
    """A Plan, or None where the file is not one."""
    global _schema
    if _schema is None:
        with open(SCHEMA, encoding="utf-8") as stream:
            _schema = json.load(stream)
    try:
        value = yaml_subset.read(data)
    except yaml_subset.Refused:
        return None
    if not fits(value, _schema):
        return None
    from plan_rules import mistakes
    plan = Plan(value)
    return None if mistakes(plan) else plan
