/** Finds and lists objects: classes, labels and ids only, never values. */
import type { ObjectSummary } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { fromHex, toHex } from '../../../../core/bytes/bytes.ts';
import { readBoolean, readBytes, readNumber, readText } from './attributes.ts';
import { CKK, CKO, template } from './constants.ts';
import type { Attributes } from './key-specs.ts';
import type { Session } from './state.ts';

const AT_ONCE = 64;

/** Handles of all objects that match. */
export function findObjects(s: Session, match: Attributes): Buffer[] {
  s.module.C_FindObjectsInit(s.handle, template(match));
  try {
    const found: Buffer[] = [];
    for (;;) {
      const some = s.module.C_FindObjects(s.handle, AT_ONCE);
      found.push(...some);
      if (some.length < AT_ONCE) return found;
    }
  } finally {
    s.module.C_FindObjectsFinal(s.handle);
  }
}

/** The one object of a class with this CKA_ID, or null. `hsm.key-ambiguous`. */
export function findKey(s: Session, keyClass: number, id: string): Buffer | null {
  const found = findObjects(s, { CLASS: keyClass, ID: fromHex(id) });
  if (found.length > 1) throw new RefusalError('hsm.key-ambiguous', { id });
  return found[0] ?? null;
}

function nameOf(names: Readonly<Record<string, number>>, prefix: string, value: number | 'unavailable' | null): string | undefined {
  if (value === null || value === 'unavailable') return undefined;
  const name = Object.entries(names).find(([, number]) => number === value)?.[0];
  return name === undefined ? `0x${value.toString(16).padStart(8, '0')}` : `${prefix}${name}`;
}

function summarise(s: Session, object: Buffer): ObjectSummary {
  const keyType = nameOf(CKK, 'CKK_', readNumber(s, object, 'KEY_TYPE'));
  return {
    class: nameOf(CKO, 'CKO_', readNumber(s, object, 'CLASS')) ?? 'not-reported',
    label: readText(s, object, 'LABEL').replace(/[^\x20-\x7e]/g, '?').slice(0, 200),
    id: toHex(readBytes(s, object, 'ID') ?? new Uint8Array()),
    ...(keyType === undefined ? {} : { keyType }),
    token: readBoolean(s, object, 'TOKEN') === 'true',
    private: readBoolean(s, object, 'PRIVATE') === 'true',
  };
}

const asText = (o: ObjectSummary): string => JSON.stringify([o.class, o.label, o.id, o.keyType ?? '', o.token, o.private]);

/** All objects the session sees, in an order of their own contents, so that two inventories compare. */
export function listObjects(s: Session): ObjectSummary[] {
  return findObjects(s, {}).map((object) => summarise(s, object)).sort((a, b) => (asText(a) < asText(b) ? -1 : 1));
}

/** `hsm.objects-left` unless both inventories list the same objects. */
export function sameObjects(before: readonly ObjectSummary[], after: readonly ObjectSummary[]): void {
  const left = [...after.map(asText)];
  let missing = 0;
  for (const was of before.map(asText)) {
    const at = left.indexOf(was);
    if (at < 0) missing += 1;
    else left.splice(at, 1);
  }
  if (missing + left.length > 0) throw new RefusalError('hsm.objects-left', { count: missing + left.length });
}
