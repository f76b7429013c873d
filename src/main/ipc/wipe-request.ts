/** Wipes what a request that nobody took over carries in byte arrays. Must never read or keep their content. */
import { wipe } from '../../core/bytes/bytes.ts';

const depth = 4;

/** Zeroes every buffer found in `value`, down to four levels: more than any request of the contract has. */
export function wipeRequest(value: unknown, level = 0): void {
  if (ArrayBuffer.isView(value)) wipe(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (value instanceof ArrayBuffer) wipe(new Uint8Array(value));
  if (ArrayBuffer.isView(value) || value === null || typeof value !== 'object' || level > depth) return;
  const items = value instanceof Map || value instanceof Set ? [...(value instanceof Map ? value.keys() : []), ...value.values()] : Object.values(value);
  for (const item of items) wipeRequest(item, level + 1);
}
