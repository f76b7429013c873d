/** Durable append of an event, as the ceremony does it, against a bare INSERT of the same bytes under the same settings of SQLite. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex } from '../../src/core/bytes/bytes.ts';
import { nothingInherited } from '../../src/core/lineage/types.ts';
import { entryLine, lineHash } from '../../src/core/transcript/chain.ts';
import type { Entry } from '../../src/core/transcript/types.ts';
import { createCeremonyFile } from '../../src/main/adapters/store/ceremony-file.ts';
import { connect } from '../../src/main/adapters/store/connect.ts';
import { createRecorder } from '../../src/main/runtime/recorder.ts';
import { chain } from '../../test/verifier/sample-chain.ts';
import { sampleEvents } from '../../test/verifier/sample-events.ts';
import { samplePlan } from '../../test/verifier/sample-plan.ts';
import { median } from '../comparison.ts';
import type { PartOptions, PartResult } from '../comparison.ts';

interface Appender {
  append(entry: Entry, line: Uint8Array): void;
  close(): void;
}

/** State machine, canonical bytes, chain, and the ceremony file with its rules. Clock and random bytes are those of the entries, so that the bytes come out the same. */
function recorded(path: string): Appender {
  const store = createCeremonyFile(path);
  let now: Entry | null = null;
  let last: Uint8Array | null = null;
  const recorder = createRecorder(samplePlan('production'), nothingInherited, store, { utc: () => now?.time ?? '', monotonic: () => now?.mono ?? 0 }, () => fromHex(now?.salt ?? ''));
  return {
    append: (entry, line) => {
      now = entry;
      last = line;
      recorder.append(entry.event);
    },
    close: () => {
      store.close();
      if (last !== null && recorder.head !== lineHash(last)) throw new Error('the recorder wrote other bytes than the bare INSERT');
    },
  };
}

/** The same connection as a ceremony file's (WAL, synchronous FULL, exclusive lock), and a table without rules. */
function inserted(path: string): Appender {
  writeFileSync(path, '', { flag: 'wx' });
  const db = connect(path, {});
  db.exec('CREATE TABLE entries (seq INTEGER PRIMARY KEY, line BLOB NOT NULL) STRICT');
  db.pragma('wal_checkpoint(TRUNCATE)');
  const statement = db.prepare<[number, Uint8Array]>('INSERT INTO entries (seq, line) VALUES (?, ?)');
  let seq = 0;
  return { append: (_entry, line) => void statement.run(seq++, line), close: () => db.close() };
}

function timed(appender: Appender, entry: Entry, line: Uint8Array): number {
  const from = performance.now();
  appender.append(entry, line);
  return (performance.now() - from) * 1000;
}

/** Medians in microseconds of one append: both files grow side by side, and take turns in going first. */
function round(folder: string, entries: readonly Entry[]): readonly [number, number] {
  const paths = [join(folder, 'ours.keyrite'), join(folder, 'bare.sqlite')] as const;
  const ours = recorded(paths[0]);
  const bare = inserted(paths[1]);
  const times: readonly [number[], number[]] = [[], []];
  try {
    for (const entry of entries) {
      const line = entryLine(entry);
      const oursFirst = entry.seq % 2 === 0;
      if (oursFirst) times[0].push(timed(ours, entry, line));
      times[1].push(timed(bare, entry, line));
      if (!oursFirst) times[0].push(timed(ours, entry, line));
    }
  } finally {
    ours.close();
    bare.close();
    for (const path of paths) rmSync(path);
  }
  return [median(times[0]), median(times[1])];
}

export function benchAppend({ rounds, folder, say }: PartOptions): PartResult {
  const count = rounds ?? 9;
  // A whole ceremony with its signatures, which an append does not verify.
  const entries = chain(sampleEvents('production'));
  const bytes = entries.reduce((sum, entry) => sum + entryLine(entry).length, 0);
  const ours: number[] = [];
  const bare: number[] = [];
  // The first round warms up and is not counted.
  for (let number = 0; number <= count; number++) {
    say(`append: round ${String(number)} of ${String(count)}`);
    const [recorder, insert] = round(folder, entries);
    if (number === 0) continue;
    ours.push(recorder);
    bare.push(insert);
  }
  return {
    comparisons: [{ id: 'append', subject: 'Durable append of an event', baseline: 'Bare INSERT of the same bytes', unit: 'µs', subjectRounds: ours, baselineRounds: bare }],
    notes: [`Append: a round is the ${String(entries.length)} events of a whole ceremony, ${String(Math.round(bytes / entries.length))} bytes on average, and counts with the median of its appends; each is on the disk before the next.`],
    details: { events: entries.length, bytes },
  };
}
