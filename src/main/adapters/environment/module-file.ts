/** Whether a PKCS#11 module's file is what a module must be. Reads its bytes; never loads it. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { EnvironmentFinding } from '../../../core/ports/ports.ts';

const ET_DYN = 3;
/** ELF class (1 = 32 bit, 2 = 64 bit) and machine by the name Node gives an architecture (ELF gABI chapter 4, e_machine). */
const machines: Readonly<Record<string, readonly [elfClass: number, machine: number]>> = { x64: [2, 62], arm64: [2, 183], ia32: [1, 3], arm: [1, 40], riscv64: [2, 243] };

/** A finding about the module at `path`: present, readable, a shared object (ELF) for this machine, not writable by everybody. */
export function moduleFinding(path: string, arch: string = process.arch): EnvironmentFinding {
  const finding = (status: EnvironmentFinding['status'], sentence: string): EnvironmentFinding => ({ id: `module:${path}`, status, sentence });
  let bytes: Buffer;
  let mode: number;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return finding('fail', `The PKCS#11 module ${path} is not a file. Correct the plan, or install the vendor's software.`);
    mode = stat.mode;
    bytes = readFileSync(path);
  } catch (error) {
    const why = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'is not there' : 'cannot be read';
    return finding('fail', `The PKCS#11 module ${path} ${why}. Correct the plan, or install the vendor's software.`);
  }
  const wrong = notASharedObject(bytes, arch);
  if (wrong !== null) return finding('fail', `The file ${path} is not a PKCS#11 module for this machine: ${wrong}. Correct the plan, or install the vendor's software.`);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if ((mode & 0o002) !== 0) return finding('warn', `The PKCS#11 module ${path} can be replaced by anybody on this machine (SHA-256 ${digest}). Correct its permissions.`);
  return finding('pass', `The PKCS#11 module ${path} is there (SHA-256 ${digest}).`);
}

/** Why `bytes` are not a shared object for `arch`, or null. */
function notASharedObject(bytes: Buffer, arch: string): string | null {
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46) return 'it is not a program library (ELF)';
  const little = bytes[5] === 1;
  const half = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  if (half(16) !== ET_DYN) return 'it is a program or a fragment, not a shared library';
  const known = machines[arch];
  if (known !== undefined && (bytes[4] !== known[0] || half(18) !== known[1])) return `it was built for another processor than this machine's (${arch})`;
  return null;
}
