/**
 * A worker whose PKCS#11 module is a real one with faults put before it, named in KEYRITE_FAULT as KIND:C_CALL:N, on the Nth such call (1 is the
 * first): what no healthy part can show. `C_CALL/token` counts only calls about permanent objects, `C_CALL/session` only the others. Several faults are parted by commas.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { serve } from '../../src/main/adapters/hsm/serve.ts';
import { loadPkcs11 } from '../../src/main/adapters/hsm/worker/module.ts';
import type { RawModule } from '../../src/main/adapters/hsm/raw-calls.ts';

interface Fault {
  readonly kind: string;
  readonly call: string;
  readonly of: string | undefined;
  readonly nth: number;
  seen: number;
}

const planned: readonly Fault[] = (process.env['KEYRITE_FAULT'] ?? '').split(',').map((text) => {
  const [kind = '', where = '', nth = '1'] = text.split(':');
  const [call = '', of] = where.split('/');
  return { kind, call, of, nth: Number(nth), seen: 0 };
});
/** A fault that happens once in all workers of a test leaves this file. */
const onceFile = process.env['KEYRITE_FAULT_ONCE'];

type Call = (...args: unknown[]) => unknown;

interface Attribute {
  readonly type: number;
  value?: unknown;
}

const removed = (): never => {
  throw new Error('CKR_DEVICE_REMOVED:50');
};

const faults: Readonly<Record<string, (real: Call, args: unknown[]) => unknown>> = {
  // The worker dies in the middle of the call, as from a vendor's segmentation fault.
  die: () => {
    process.kill(process.pid, 'SIGSEGV');
    return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  hang: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  removed,
  // An answer of a vendor's own, and one that no standard has.
  vendor: () => {
    throw new Error('CKR_VENDOR_DEFINED:2147483655');
  },
  // The call does nothing and says that it went well.
  lie: () => undefined,
  // As `lie`, from then on.
  idle: () => undefined,
  // Nothing is found.
  empty: () => [],
  // The attribute is there no more.
  absent: (real, args) => {
    const wanted = Number(process.env['KEYRITE_FAULT_ATTRIBUTE']);
    if ((args[2] as readonly Attribute[])[0]?.type === wanted) throw new Error('CKR_ATTRIBUTE_TYPE_INVALID:18');
    return real(...args);
  },
  // The attribute says the opposite.
  inverted: (real, args) => {
    const wanted = Number(process.env['KEYRITE_FAULT_ATTRIBUTE']);
    const answer = real(...args) as Attribute[];
    if (answer[0]?.type === wanted && answer[0].value instanceof Uint8Array) answer[0].value[0] = answer[0].value[0] === 0 ? 1 : 0;
    return answer;
  },
  // One bit of what comes out is wrong.
  flip: (real, args) => {
    const answer = real(...args) as Uint8Array;
    if (answer.length > 0) answer[answer.length - 1]! ^= 1;
    return answer;
  },
  // The token's flags say that PIN tries run out: CKF_USER_PIN_FINAL_TRY, _LOCKED.
  'final-try': (real, args) => withFlags(real, args, 0x20000),
  locked: (real, args) => withFlags(real, args, 0x40000),
  // A PIN pad: CKF_PROTECTED_AUTHENTICATION_PATH.
  pad: (real, args) => withFlags(real, args, 0x100),
  'write-protected': (real, args) => withFlags(real, args, 0x2),
  // Another device under the same label.
  exchanged: (real, args) => ({ ...(real(...args) as object), serialNumber: 'another' }),
  // Every slot is there twice.
  doubled: (real, args) => [real(...args), real(...args)].flat(),
  unsupported: () => {
    throw new Error('CKR_MECHANISM_INVALID:112');
  },
  // The object can't be destroyed, now or later.
  stuck: () => {
    throw new Error('CKR_ACTION_PROHIBITED:27');
  },
};

function withFlags(real: Call, args: unknown[], flags: number): unknown {
  const info = real(...args) as { flags: number };
  return { ...info, flags: info.flags | flags };
}

/** Faults that stay once they are there; the others happen once. */
const LASTING: ReadonlySet<string> = new Set(['removed', 'absent', 'inverted', 'final-try', 'locked', 'pad', 'write-protected', 'exchanged', 'doubled', 'unsupported', 'stuck', 'idle', 'empty']);

const CKA_TOKEN = 1;

/** Whether a call makes a permanent object, or is given the handle of one; a C_Sign is about the key of the C_SignInit before it. */
function permanence(module: RawModule): (call: string, args: readonly unknown[]) => boolean {
  let signing = false;
  const permanent = (session: unknown, object: unknown): boolean => {
    const value: unknown = module.C_GetAttributeValue(session as Buffer, object as Buffer, [{ type: CKA_TOKEN }])[0]?.value;
    return value instanceof Uint8Array && value[0] === 1;
  };
  return (call, args) => {
    if (call === 'C_SignInit') signing = permanent(args[0], args[2]);
    if (call === 'C_SignInit' || call === 'C_Sign') return signing;
    if (call === 'C_DestroyObject' || call === 'C_GetAttributeValue') return permanent(args[0], args[1]);
    return args.some((arg) => Array.isArray(arg) && (arg as readonly Attribute[]).some(({ type, value }) => type === CKA_TOKEN && value === true));
  };
}

function faulty(module: RawModule): RawModule {
  const isPermanent = permanence(module);
  const due = (fault: Fault, call: string, permanent: boolean): boolean => {
    if (fault.call !== call || (fault.of !== undefined && (fault.of === 'token') !== permanent)) return false;
    fault.seen += 1;
    return fault.seen === fault.nth || (fault.seen > fault.nth && LASTING.has(fault.kind));
  };
  return new Proxy(module, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function' || typeof property !== 'string') return value;
      const real: Call = (...args) => Reflect.apply(value, target, args) as unknown;
      return (...args: unknown[]): unknown => {
        const gone = planned.some((fault) => fault.kind === 'removed' && fault.seen >= fault.nth);
        if (gone && property.startsWith('C_') && property !== 'C_Finalize') return removed();
        const permanent = planned.some((fault) => fault.of !== undefined && property.startsWith(fault.call)) && isPermanent(property, args);
        const fault = faults[planned.filter((one) => due(one, property, permanent))[0]?.kind ?? ''];
        if (fault === undefined || (onceFile !== undefined && existsSync(onceFile))) return real(...args);
        if (onceFile !== undefined) writeFileSync(onceFile, '');
        return fault(real, args);
      };
    },
  });
}

serve((path) => faulty(loadPkcs11(path)));
