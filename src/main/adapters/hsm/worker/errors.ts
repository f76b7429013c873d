/** Turns whatever went wrong in the worker into one refusal: a code, and facts that are no secret. */
import type { Refusal } from '../../../../core/refusals/refusal.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { CkrError } from '../raw-calls.ts';
import { ckrTable } from './ckr-table.ts';
import { CKR } from './constants.ts';

/** CKR name, or CKR_VENDOR_DEFINED+0x.. / CKR 0x.. for one the standard does not have. */
export function ckrName(rv: number): string {
  const VENDOR = 0x80000000;
  return ckrTable.get(rv)?.[0] ?? (rv >= VENDOR ? `CKR_VENDOR_DEFINED+0x${(rv - VENDOR).toString(16)}` : `CKR 0x${rv.toString(16)}`);
}

/** The refusal of a CKR answer; one that the standard does not have becomes `hsm.unknown-answer`. */
export function ckrRefusal(error: CkrError): RefusalError {
  return new RefusalError(ckrTable.get(error.rv)?.[1] ?? 'hsm.unknown-answer', { ckr: ckrName(error.rv), call: error.call, who: 'current' }, { cause: error });
}

export function refusalOf(error: unknown): Pick<Refusal, 'code' | 'detail'> {
  const refused = error instanceof CkrError ? ckrRefusal(error) : error;
  if (refused instanceof RefusalError) return refused.refusal;
  // SECURITY: only the kind of the error leaves; its message could quote what it was given.
  return { code: 'hsm.worker-fault', detail: { kind: error instanceof Error ? error.name : typeof error } };
}

const GONE: ReadonlySet<number> = new Set([
  CKR.SLOT_ID_INVALID, CKR.DEVICE_REMOVED, CKR.DEVICE_ERROR, CKR.SESSION_CLOSED, CKR.SESSION_HANDLE_INVALID, CKR.TOKEN_NOT_PRESENT,
  CKR.TOKEN_NOT_RECOGNIZED, CKR.CRYPTOKI_NOT_INITIALIZED,
]);

/** Whether the session can't be trusted any more: the next call opens a new one (and needs a login). */
export function sessionIsGone(error: unknown): boolean {
  if (error instanceof CkrError) return GONE.has(error.rv);
  return error instanceof Error && error.cause !== undefined && sessionIsGone(error.cause);
}
