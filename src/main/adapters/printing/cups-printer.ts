/**
 * The printer of a real ceremony: CUPS's lp, which gets the PDF on its standard input. It must never write a sheet to disk itself; that CUPS
 * keeps none either (PreserveJobFiles No, a spool in memory) is the machine's set-up (docs/formats/share.md, "Printing").
 */
import { spawn } from 'node:child_process';
import type { PrinterPort } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';

export interface CupsOptions {
  /** Program to run; `lp` of the PATH unless told. */
  readonly command?: string;
  /** Milliseconds after which a printer that does not answer is given up. */
  readonly patience?: number;
}

interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly errors: string;
}

/** A4, one side, not scaled (a scaled code is harder to read), one copy. */
const settings = ['-n', '1', '-o', 'media=A4', '-o', 'sides=one-sided', '-o', 'print-scaling=none'];

/** The machine's default printer. Errors: `printer.not-available`, `printer.failed`, `printer.bad-name`. What lp says goes into the refusal; the sheet never does. */
export function createCupsPrinter(options: CupsOptions = {}): PrinterPort {
  return {
    async print({ name, pdf }) {
      if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,80}$/.test(name)) throw new RefusalError('printer.bad-name');
      const outcome = await run(options.command ?? 'lp', [...settings, '-t', name], pdf, options.patience ?? 60_000);
      if (outcome.status === 0) return { where: /request id is (\S+)/.exec(outcome.out)?.[1] ?? 'the default printer' };
      const reason = outcome.errors.split('\n')[0]!.replace(/^lp: (Error - )?/, '').slice(0, 200) || `lp ended with ${String(outcome.status ?? 'no answer')}`;
      const away = /no default destination|does not exist|not accepting|scheduler|unable to connect|connection refused|bad file descriptor/i.test(outcome.errors);
      throw new RefusalError(away ? 'printer.not-available' : 'printer.failed', { reason });
    },
  };
}

function run(command: string, args: readonly string[], input: Uint8Array, patience: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } });
    const timer = setTimeout(() => child.kill('SIGKILL'), patience);
    let out = '';
    let errors = '';
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString('utf8').slice(0, 2000)));
    child.stderr.on('data', (piece: Buffer) => (errors += piece.toString('utf8').slice(0, 2000)));
    // A program that ends without reading shows in its status.
    child.stdin.on('error', () => undefined);
    child.on('error', (cause: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const reason = cause.code === 'ENOENT' ? 'the program lp (Debian package cups-client) is not installed' : `lp could not be started (${cause.code ?? 'unknown'})`;
      reject(new RefusalError('printer.not-available', { reason }, { cause }));
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, out, errors });
    });
    child.stdin.end(input);
  });
}
