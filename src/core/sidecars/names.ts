/** Names and bounds of the files under `sidecars/`: later proofs that no statement names. Reads and writes no file itself. */
import { sha256Hex } from '../bytes/digest.ts';

export const SIDECARS = 'sidecars/';

export type SidecarPart = 'signOff' | 'timestamp' | 'logEntry';

/** Most files under sidecars/ in one bundle. */
export const MOST_SIDECARS = 64;

/** Digits of the SHA-256 of a sidecar that its name has. */
const DIGITS = 16;

/** By part: the pattern that fits a whole name, and the most bytes of such a file. */
export const sidecarForms: Readonly<Record<SidecarPart, { readonly pattern: RegExp; readonly maxBytes: number }>> = {
  signOff: { pattern: /^sidecars\/sign-off-([0-9a-f]{16})\.dsse\.json$/, maxBytes: 256 * 1024 },
  timestamp: { pattern: /^sidecars\/timestamp-([0-9a-f]{16})\.tsr$/, maxBytes: 64 * 1024 },
  logEntry: { pattern: /^sidecars\/log-([0-9a-f]{16})\.json$/, maxBytes: 256 * 1024 },
};

const spell: Readonly<Record<SidecarPart, (digits: string) => string>> = {
  signOff: (digits) => `sign-off-${digits}.dsse.json`,
  timestamp: (digits) => `timestamp-${digits}.tsr`,
  logEntry: (digits) => `log-${digits}.json`,
};

export function isSidecar(name: string): boolean {
  return name.startsWith(SIDECARS);
}

/** Which sidecar has this name, or null where none has. */
export function sidecarPart(name: string): SidecarPart | null {
  return (Object.keys(sidecarForms) as SidecarPart[]).find((part) => sidecarForms[part].pattern.test(name)) ?? null;
}

/** The name under which these bytes stand in a bundle: it has the first 16 digits of their SHA-256, so that the same proof is never there twice. */
export function sidecarName(part: SidecarPart, bytes: Uint8Array): string {
  return SIDECARS + spell[part](sha256Hex(bytes).slice(0, DIGITS));
}
