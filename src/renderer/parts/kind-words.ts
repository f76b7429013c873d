/** How the kinds of ceremony, the states of keys and the fates of devices are said on every screen. */
import type { CeremonyKind, KeyLifeState, StepOf } from '../api.ts';

const kinds: Readonly<Record<CeremonyKind, string>> = {
  generate: 'Generation', restore: 'Restore', check: 'Yearly check', reshare: 'Reshare', rotate: 'Rotation', destroy: 'Destruction', revoke: 'Emergency revocation', transfer: 'Transfer',
};

export function kindName(kind: CeremonyKind): string {
  return kinds[kind];
}

/** What a real ceremony of a kind does, to end the sentence "It is a real ceremony: ". */
const reality: Readonly<Record<CeremonyKind, string>> = {
  generate: 'real keys will be made',
  restore: 'the real keys come back onto a new HSM',
  check: 'real shares are read, and none are combined unless the plan proves the recovery',
  reshare: 'a new share set takes the place of the old one',
  rotate: 'new versions of real keys will be made',
  destroy: 'real keys will be destroyed for good',
  revoke: 'real keys will be declared compromised and destroyed for good',
  transfer: 'a real key is delivered to another key manager',
};

export function kindReality(kind: CeremonyKind): string {
  return reality[kind];
}

/** Whether a ceremony of this kind makes a share set of its own. */
export function makesShares(kind: CeremonyKind): boolean {
  return kind === 'generate' || kind === 'reshare' || kind === 'rotate';
}

/** Whether custodians bring shares of an earlier set that they take home again. */
export function bringsShares(kind: CeremonyKind): boolean {
  return kind === 'restore' || kind === 'check' || kind === 'transfer';
}

/** SP 800-57 states, each with the sentence that explains it. */
const states: Readonly<Record<KeyLifeState, { readonly name: string; readonly means: string }>> = {
  'pre-activation': { name: 'not in use yet', means: 'It is made and not used yet.' },
  active: { name: 'active', means: 'It is in use.' },
  suspended: { name: 'suspended', means: 'It is not to be used until it is released.' },
  deactivated: { name: 'out of use', means: 'It protects nothing new; it still decrypts and verifies.' },
  compromised: { name: 'compromised', means: 'Somebody else may have it. It protects nothing any more.' },
  destroyed: { name: 'destroyed', means: 'It exists no more.' },
};

export function stateName(state: KeyLifeState): string {
  return states[state].name;
}

export function stateMeans(state: KeyLifeState): string {
  return states[state].means;
}

const fates: Readonly<Record<StepOf<'old-hsm'>['devices'][number]['fate'], string>> = { lost: 'lost', stolen: 'stolen', broken: 'broken', retired: 'taken out of service', destroyed: 'destroyed' };

export function fateName(fate: StepOf<'old-hsm'>['devices'][number]['fate']): string {
  return fates[fate];
}
