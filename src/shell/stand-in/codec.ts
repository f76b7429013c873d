/** Structured values as strings, for what crosses between worlds and processes. Runs in the page as source text too: must use nothing from outside itself. */

export interface Carriers {
  readonly functionOut?: (value: (...args: unknown[]) => unknown) => number;
  readonly functionIn?: (id: number) => (...args: unknown[]) => unknown;
  readonly promiseOut?: (value: Promise<unknown>) => number;
  readonly promiseIn?: (id: number) => Promise<unknown>;
}

/** Plain data, Uint8Array and undefined; functions and promises only where there are carriers for them, else it throws as structured clone does. */
export function makeCodec(carriers: Carriers): { readonly encode: (value: unknown) => unknown; readonly decode: (value: unknown) => unknown } {
  const chunk = 8192;
  const toText = (bytes: Uint8Array): string => {
    let out = '';
    for (let i = 0; i < bytes.length; i += chunk) out += String.fromCharCode(...bytes.subarray(i, i + chunk));
    return btoa(out);
  };
  const toBytes = (text: string): Uint8Array => {
    const raw = atob(text);
    const out = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
    return out;
  };
  const encode = (value: unknown): unknown => {
    if (value === undefined) return { $: 'undefined' };
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : { $: 'number', v: String(value) };
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
    if (value instanceof Uint8Array) return { $: 'bytes', v: toText(value) };
    if (typeof value === 'function' && carriers.functionOut) return { $: 'function', v: carriers.functionOut(value as (...args: unknown[]) => unknown) };
    if (value instanceof Promise && carriers.promiseOut) return { $: 'promise', v: carriers.promiseOut(value) };
    if (Array.isArray(value)) return value.map(encode);
    if (typeof value === 'object' && !(value instanceof Promise)) return { $: 'object', v: Object.entries(value).map(([key, item]) => [key, encode(item)]) };
    throw new Error('An object could not be cloned.');
  };
  const decode = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(decode);
    const tagged = value as { readonly $: string; readonly v: unknown };
    switch (tagged.$) {
      case 'undefined': return undefined;
      case 'number': return Number(tagged.v);
      case 'bigint': return BigInt(tagged.v as string);
      case 'bytes': return toBytes(tagged.v as string);
      case 'function': return carriers.functionIn!(tagged.v as number);
      case 'promise': return carriers.promiseIn!(tagged.v as number);
      default: return Object.fromEntries((tagged.v as [string, unknown][]).map(([key, item]) => [key, decode(item)]));
    }
  };
  return { encode, decode };
}
