/** Reads attributes back from the device, one call each: one missing attribute fails a whole C_GetAttributeValue. Absent is never false. */
import type { TriState } from '../../../../core/ports/hsm.ts';
import { CkrError } from '../raw-calls.ts';
import type { AttributeKey } from './constants.ts';
import { CKA, CKR } from './constants.ts';
import type { Session } from './state.ts';

const ABSENT: ReadonlySet<number> = new Set([CKR.ATTRIBUTE_TYPE_INVALID, CKR.ATTRIBUTE_SENSITIVE]);

/** The attribute's bytes; null where the device does not report it. */
export function readBytes(s: Session, object: Buffer, name: AttributeKey): Uint8Array | null {
  try {
    const value: unknown = s.module.C_GetAttributeValue(s.handle, object, [{ type: CKA[name] }])[0]?.value;
    return value instanceof Uint8Array ? value : null;
  } catch (error) {
    if (error instanceof CkrError && ABSENT.has(error.rv)) return null;
    throw error;
  }
}

/** CK_BBOOL in three states: an empty or over-long value is not an answer either. */
export function readBoolean(s: Session, object: Buffer, name: AttributeKey): TriState {
  const value = readBytes(s, object, name);
  if (value?.length !== 1) return 'not-reported';
  return value[0] === 0 ? 'false' : 'true';
}

/** CK_ULONG, or null. All ones (CK_UNAVAILABLE_INFORMATION) is given as 'unavailable'. */
export function readNumber(s: Session, object: Buffer, name: AttributeKey): number | 'unavailable' | null {
  const value = readBytes(s, object, name);
  if (value === null || (value.length !== 8 && value.length !== 4)) return null;
  if (value.every((byte) => byte === 0xff)) return 'unavailable';
  // CK_ULONG is in the machine's order; Keyrite's platforms are little-endian.
  return value.reduceRight((number, byte) => number * 256 + byte, 0);
}

/** RFC 2279 text of the attribute, without the padding some modules leave; '' where there is none. */
export function readText(s: Session, object: Buffer, name: AttributeKey): string {
  const value = readBytes(s, object, name);
  return value === null ? '' : new TextDecoder().decode(value).replace(/[\0 ]+$/, '');
}
