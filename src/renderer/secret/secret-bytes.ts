/**
 * Takes a secret out of an input: bytes out, input emptied. The only place where a typed secret is touched.
 * The browser's own copy of the text cannot be wiped (docs/threat-model.md); this keeps it from living any longer.
 */
export function takeSecret(input: HTMLInputElement): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(input.value);
  input.value = '';
  return bytes;
}

/** Overwrites with zeros. The window owns what it took and wipes it once it was sent. */
export function wipeSecret(...secrets: readonly (Uint8Array | null)[]): void {
  for (const secret of secrets) secret?.fill(0);
}

/** Whether both hold the same bytes; time depends on the lengths only. */
export function sameSecret(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < Math.min(a.length, b.length); i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}
