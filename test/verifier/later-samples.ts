/** For tests: one valid bundle of each kind of ceremony, each over the first sample or over one of the others. Made once, when first asked for. */
import { sampleBundle } from './sample-bundle.ts';
import type { Sample } from './sample-bundle.ts';
import { laterSample } from './sample-later.ts';
import type { LaterKind, LaterOptions } from './sample-later-plans.ts';
import type { Mode } from './sample-plan.ts';

interface Made {
  readonly sample: Sample;
  readonly bundle: ReadonlyMap<string, Uint8Array>;
}

interface Recipe {
  readonly kind: LaterKind;
  readonly after: string;
  readonly options?: LaterOptions;
}

/** What follows what; "first" is the ceremony of generation. */
export const recipes = {
  check: { kind: 'check', after: 'first' },
  'check without a proof': { kind: 'check', after: 'first', options: { spare: false } },
  restore: { kind: 'restore', after: 'first' },
  'restore from a package alone': { kind: 'restore', after: 'first', options: { packageOnly: true } },
  'restore of two sets': { kind: 'restore', after: 'rotate', options: { id: 'SAMPLE-RESTORE-2' } },
  'restore from two packages alone': { kind: 'restore', after: 'rotate', options: { packageOnly: true, id: 'SAMPLE-RESTORE-3' } },
  'check after a restore': { kind: 'check', after: 'restore of two sets', options: { sets: ['QX7R04M2'], id: 'SAMPLE-CHECK-4' } },
  reshare: { kind: 'reshare', after: 'first' },
  rotate: { kind: 'rotate', after: 'first' },
  'rotate of the root': { kind: 'rotate', after: 'first', options: { keys: ['root'], id: 'SAMPLE-ROTATE-ROOT' } },
  'reshare of two sets': { kind: 'reshare', after: 'rotate', options: { id: 'SAMPLE-RESHARE-2' } },
  'check after a rotation of the root': { kind: 'check', after: 'rotate of the root', options: { sets: ['QX7R04M3'], id: 'SAMPLE-CHECK-2' } },
  destroy: { kind: 'destroy', after: 'rotate', options: { sets: ['QX7R04M2'] } },
  'destroy of everything': { kind: 'destroy', after: 'first', options: { keys: ['master', 'root'], id: 'SAMPLE-DESTROY-ALL' } },
  'destroy of the new root': { kind: 'destroy', after: 'rotate of the root', options: { keys: ['root-2'], sets: ['QX7R04M3'], id: 'SAMPLE-DESTROY-NEW' } },
  'check under the old root': { kind: 'check', after: 'destroy of the new root', options: { sets: ['QX7R04M2'], spare: false, id: 'SAMPLE-CHECK-3' } },
  revoke: { kind: 'revoke', after: 'rotate', options: { sets: [] } },
  transfer: { kind: 'transfer', after: 'first' },
} as const satisfies Readonly<Record<string, Recipe>>;

export type LaterName = keyof typeof recipes;
export const laterNames = Object.keys(recipes) as readonly LaterName[];

const made = new Map<string, Made>();

/** The sample and its unchanged bundle. */
export function later(name: LaterName, mode: Mode = 'production'): Made {
  const key = `${mode} ${name}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const { kind, after, options }: Recipe = recipes[name];
  const before = after === 'first' ? sampleBundle({ mode }) : later(after as LaterName, mode).bundle;
  const sample = laterSample(kind, before, options);
  const one: Made = { sample, bundle: sampleBundle({ of: sample }) };
  made.set(key, one);
  return one;
}
