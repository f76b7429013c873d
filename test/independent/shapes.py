"""Small checkers for the shape of JSON values, and the objects that events and statements share; each answers True or False."""
from forms import (CEREMONY, DIGEST, HEX, PARTICIPANT, SET_ID, from_base64, is_date, is_time)  # noqa: F401


def whole(least, most=2 ** 53):
    return lambda v: isinstance(v, int) and not isinstance(v, bool) and least <= v <= most


def number(least=None):
    return lambda v: isinstance(v, (int, float)) and not isinstance(v, bool) and (least is None or v >= least)


def string(most):
    return lambda v: isinstance(v, str) and len(v) <= most


def matching(pattern):
    return lambda v: isinstance(v, str) and pattern.match(v) is not None


def hex_of(least, most=None):
    return lambda v: isinstance(v, str) and HEX.match(v) is not None and least <= len(v) // 2 <= (most or least)


def one_of(*values):
    return lambda v: isinstance(v, str) and v in values


def just(value):
    return lambda v: type(v) is type(value) and v == value


def either(*checks):
    return lambda v: any(check(v) for check in checks)


def list_of(check, least=0):
    return lambda v: isinstance(v, list) and len(v) >= least and all(check(each) for each in v)


def map_of(check):
    return lambda v: isinstance(v, dict) and all(check(each) for each in v.values())


class Shape:
    """An object with exactly these fields; a name that ends with * may be absent."""

    def __init__(self, **fields):
        self.must = {k: v for k, v in fields.items() if not k.startswith("maybe_")}
        self.may = {k[6:]: v for k, v in fields.items() if k.startswith("maybe_")}

    def __call__(self, v):
        if not isinstance(v, dict) or any(name not in v for name in self.must):
            return False
        for name, value in v.items():
            check = self.must.get(name) or self.may.get(name)
            if check is None or not check(value):
                return False
        return True


def null(v):
    return v is None


def flag(v):
    return isinstance(v, bool)


text, long_text = string(400), string(4000)
digest, set_id, participant, ceremony_id = matching(DIGEST), matching(SET_ID), matching(PARTICIPANT), matching(CEREMONY)
key_name = participant
time, date = is_time, is_date
base64_text = lambda v: from_base64(v) is not None  # noqa: E731

KINDS = ("generate", "restore", "check", "reshare", "rotate", "destroy", "revoke", "transfer")
TYPES = ("ec-p384", "ec-p256", "rsa-3072", "rsa-4096", "aes-256")
PURPOSES = ("root-signing", "signing", "master-wrapping", "key-wrapping", "data-encryption")
STATES = ("pre-activation", "active", "suspended", "deactivated", "compromised", "destroyed")
ATTRIBUTES = ("LOCAL SENSITIVE ALWAYS_SENSITIVE EXTRACTABLE NEVER_EXTRACTABLE WRAP_WITH_TRUSTED TRUSTED MODIFIABLE COPYABLE PRIVATE TOKEN "
              "SIGN VERIFY ENCRYPT DECRYPT WRAP UNWRAP DERIVE").split()

_class = "class"
object_on_token = Shape(**{_class: text, "label": text, "id": hex_of(0, 200), "maybe_keyType": text, "token": flag, "private": flag})
inventory = list_of(object_on_token)
check_value = either(
    Shape(kind=just("cmac"), value=lambda v: isinstance(v, str) and len(v) == 10 and not v.strip("0123456789ABCDEF")),
    Shape(kind=just("spki-sha256"), value=digest, spki=base64_text))
key_id = hex_of(16)
evidence = Shape(
    name=key_name, type=one_of(*TYPES), purpose=one_of(*PURPOSES), id=key_id, check=check_value, keyGenMechanism=text,
    attributes=Shape(**{name: one_of("true", "false", "not-reported") for name in ATTRIBUTES}))
pin_state = one_of("ok", "low", "final-try", "locked")
token_info = Shape(
    initialised=flag, label=text, manufacturer=text, model=text, serial=text, hardware=text, firmware=text, protectedAuthenticationPath=flag,
    userPinInitialised=flag, writeProtected=flag, userPin=pin_state, soPin=pin_state, minPinLength=whole(-2 ** 53), maxPinLength=whole(-2 ** 53))
report = Shape(
    library=Shape(description=text, manufacturer=text, version=text, cryptoki=text),
    slot=Shape(description=text, hardware=text, firmware=text, removable=flag), token=token_info, mechanisms=list_of(text))
capabilities = Shape(
    keyTypes=list_of(text), keyWrapPad=either(one_of("CKM_AES_KEY_WRAP_PAD", "CKM_AES_KEY_WRAP_KWP"), null), unwrapsPrivateKeys=flag, ecdsa=flag,
    cmac=flag, dataObjects=flag, random=flag, trustedWrapping=one_of("yes", "no", "unknown"), wrapNonExtractable=one_of("refused", "allowed"))
card = Shape(label=text, model=text, serial=text, removable=flag)
index = whole(1)
share_count = whole(2, 32)
commitments = list_of(Shape(index=index, salt=hex_of(16), commitment=digest))
signed_by = Shape(participant=participant, signature=base64_text)
token_name = one_of("primary", "spare")
read_from = one_of("image", "camera", "typed", "smartcard")
proven_keys = list_of(Shape(name=key_name, check=check_value, matches=flag, challengeSignature=either(base64_text, null)))
