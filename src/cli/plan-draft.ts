/** `keyrite plan draft`: a plan of a later ceremony from the bundle of the one before, with the places to complete marked. Prints it; writes no file, opens no device. */
import { laterKinds } from '../core/plan/draft.ts';
import type { LaterKind } from '../core/plan/draft.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { bundleMaterials } from '../main/runtime/closed-bundles.ts';
import { draftFrom } from '../main/runtime/recovery.ts';
import { printable } from '../verifier/print-report.ts';
import type { Io } from './io.ts';

const USAGE = 2;
const usage = [
  'keyrite plan draft KIND --from BUNDLE [--set ID] [--key NAME]…',
  '',
  'Prints a plan of the ceremony that follows the one in BUNDLE. What is known is filled in; every place marked COMPLETE is yours.',
  '',
  `  KIND          ${laterKinds.join(', ')}`,
  '                (a first ceremony begins with a template of resources/plans)',
  '  --set ID      the share set that is meant, as on its sheets; without it the newest',
  '  --key NAME    a key that is meant; without it what the kind suggests',
  '',
  'Exit code: 0 the draft is printed, 1 it cannot be made, 2 usage.',
];

interface Arguments {
  readonly kind: LaterKind;
  readonly from: string;
  readonly set: string | null;
  readonly keys: readonly string[];
}

function parse(args: readonly string[]): Arguments | string {
  const words: string[] = [];
  const options: Record<'--from' | '--set' | '--key', string[]> = { '--from': [], '--set': [], '--key': [] };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '--from' || arg === '--set' || arg === '--key') {
      const value = args[++at];
      if (value === undefined || value === '' || value.startsWith('-')) return `Something must follow ${arg}.`;
      options[arg].push(value);
    } else if (arg.startsWith('-')) return `There is no option ${printable(arg)}.`;
    else words.push(arg);
  }
  const kind = laterKinds.find((k) => k === words[1]);
  if (words[0] !== 'draft' || words.length !== 2 || kind === undefined) return `Name one kind: ${laterKinds.join(', ')}.`;
  const [from] = options['--from'];
  if (from === undefined || options['--from'].length > 1 || options['--set'].length > 1) return 'Give one bundle after --from, and at most one set.';
  return { kind, from, set: options['--set'][0]?.replaceAll('-', '').toUpperCase() ?? null, keys: options['--key'] };
}

/** Runs `plan draft`; `args` begin with `draft`. */
export function planDraftCommand(args: readonly string[], io: Io): Promise<number> {
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    for (const line of [parsed, ...usage]) io.err(line);
    return Promise.resolve(USAGE);
  }
  try {
    const { kind, from, set, keys } = parsed;
    for (const line of draftFrom(kind, bundleMaterials(from), { set, keys }).trimEnd().split('\n')) io.out(line);
    return Promise.resolve(0);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    io.err(printable(error.refusal.sentence));
    return Promise.resolve(1);
  }
}
