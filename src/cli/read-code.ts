/** Reads an officer's code from the terminal without showing it, or from a file descriptor. Never from an argument, which everybody on the machine can read. */
import { closeSync, readSync } from 'node:fs';
import { wipe } from '../core/bytes/bytes.ts';

const MOST = 1024;
const ENTER = new Set([10, 13]);
const BACKSPACE = new Set([8, 127]);
const INTERRUPT = 3;
const END = 4;

/** Asks for a code by a prompt; the caller wipes the answer. Null where there is nobody to ask, or they gave up. */
export type ReadCode = (prompt: string) => Promise<Uint8Array | null>;

/** The bytes of `fd` up to its first line feed or its end. */
export function codeFromDescriptor(fd: number): ReadCode {
  return async () => {
    const buffer = new Uint8Array(MOST);
    let length = 0;
    try {
      while (length < MOST) {
        const read = readSync(fd, buffer, length, 1, null);
        if (read === 0 || buffer[length] === 10) break;
        length++;
      }
      if (length > 0 && buffer[length - 1] === 13) length--;
      return length === 0 ? null : buffer.slice(0, length);
    } catch {
      return null;
    } finally {
      wipe(buffer);
      if (fd > 2) closeSync(fd);
    }
  };
}

interface Terminal {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  off(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** Keys as they are pressed, nothing of them shown. SECURITY: raw mode is left whatever happens. */
export function codeFromTerminal(terminal: Terminal, say: (text: string) => void): ReadCode {
  return (prompt) =>
    new Promise((resolve) => {
      if (terminal.isTTY !== true || terminal.setRawMode === undefined) {
        resolve(null);
        return;
      }
      const buffer = new Uint8Array(MOST);
      let length = 0;
      const end = (answer: Uint8Array | null): void => {
        terminal.off('data', listen);
        terminal.setRawMode?.(false);
        terminal.pause();
        wipe(buffer);
        say('\n');
        resolve(answer);
      };
      const listen = (chunk: Uint8Array): void => {
        try {
          for (const byte of chunk) {
            if (ENTER.has(byte)) {
              end(length === 0 ? null : buffer.slice(0, length));
              return;
            }
            if (byte === INTERRUPT || byte === END) {
              end(null);
              return;
            }
            if (BACKSPACE.has(byte)) {
              // One character may be several bytes (UTF-8 continuation bytes are 10xxxxxx).
              while (length > 0 && (buffer[--length]! & 0xc0) === 0x80);
            } else if (byte >= 32 && length < MOST) buffer[length++] = byte;
          }
        } finally {
          wipe(chunk);
        }
      };
      say(prompt);
      terminal.setRawMode(true);
      terminal.on('data', listen);
      terminal.resume();
    });
}
