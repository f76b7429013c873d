/** The other process of the store's tests: writes until it is killed, tries to open what is in use, and meets full and read-only disks. Not part of the application. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StorePort } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { createCeremonyFile, openCeremonyFile } from './ceremony-file.ts';

const [scenario, path] = process.argv.slice(2) as [string, string];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = (store: StorePort): string[] => [...store.entries()].map((e) => `${e.seq} ${new TextDecoder().decode(e.line)}`);
const answer = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

function code(act: () => unknown): string {
  try {
    act();
    return 'ok';
  } catch (error) {
    if (error instanceof RefusalError) return error.code;
    throw error;
  }
}

/** Leaves no byte of the disk free. */
function fillDisk(file: string): void {
  for (const size of [64 * 1024, 4096, 1]) {
    for (let n = 0; ; n++) {
      try {
        writeFileSync(`${file}.${size}.${n}`, new Uint8Array(size));
      } catch {
        break;
      }
    }
  }
}

const scenarios: Readonly<Record<string, () => void>> = {
  write() {
    const store = createCeremonyFile(path);
    for (let seq = 0; ; seq++) {
      store.append({ seq, line: bytes(`entry ${seq} ${'x'.repeat(400)}`) });
      process.stdout.write(`${seq}\n`);
    }
  },
  three() {
    const store = createCeremonyFile(path);
    for (let seq = 0; seq < 3; seq++) store.append({ seq, line: bytes('x') });
  },
  open() {
    process.stdout.write(`${code(() => openCeremonyFile(path))}\n`);
  },
  fill() {
    const file = join(path, 'one.keyrite');
    let store!: StorePort;
    const created = code(() => (store = createCeremonyFile(file)));
    let seq = 0;
    const full = code(() => {
      for (; seq < 10_000; seq++) store.append({ seq, line: new Uint8Array(2000).fill(120) });
    });
    fillDisk(join(path, 'filler'));
    const stillFull = code(() => store.append({ seq, line: new Uint8Array(50_000) }));
    const putting = code(() => store.putFile('package', new Uint8Array(50_000)));
    const intact = lines(store).length === seq && store.getFile('package') === null;
    for (const name of readdirSync(path)) if (name.startsWith('filler')) rmSync(join(path, name));
    execFileSync('mount', ['-o', 'remount,size=16m', path]);
    const afterRoom = code(() => store.append({ seq, line: bytes('after') }));
    store.close();
    const reopened = lines(openCeremonyFile(file)).length === seq + 1;
    answer({ created, full, stillFull, file: putting, intact, afterRoom, reopened });
  },
  'start-full'() {
    fillDisk(join(path, 'filler'));
    const created = code(() => createCeremonyFile(join(path, 'one.keyrite')));
    answer({ created, left: readdirSync(path).filter((name) => name.startsWith('one')) });
  },
  'read-only'() {
    const file = join(path, 'one.keyrite');
    const store = createCeremonyFile(file);
    store.append({ seq: 0, line: bytes('a') });
    store.close();
    const before = readFileSync(file);
    execFileSync('mount', ['-o', 'remount,ro', path]);
    const created = code(() => createCeremonyFile(join(path, 'two.keyrite')));
    const opened = code(() => openCeremonyFile(file));
    const unchanged = readFileSync(file).equals(before) && readdirSync(path).length === 1;
    execFileSync('mount', ['-o', 'remount,rw', path]);
    answer({ created, opened, unchanged, later: lines(openCeremonyFile(file)) });
  },
};

scenarios[scenario]!();
