import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPlan } from '../read-plan.ts';

/** Problems of a template after `changes` (each text must be there, and every place of it is changed), in short: "path code". */
function problems(name: string, ...changes: readonly (readonly [from: string, to: string])[]): readonly string[] {
  const template = readFileSync(new URL(`../../../../resources/plans/${name}.yaml`, import.meta.url), 'utf8');
  const text = changes.reduce((plan, [from, to]) => {
    expect(plan).toContain(from);
    return plan.replaceAll(from, to);
  }, template);
  return readPlan(text).problems.map((p) => `${p.path} ${p.code}`);
}
const share = (index: number, custodian: string): string => `index: ${String(index)}, custodian: ${custodian}, carrier: smartcard`;

describe('shares of earlier sets', () => {
  it('are brought by custodians of the ceremony, one share each', () => {
    expect(problems('check', [share(2, 'baptiste'), share(2, 'lindqvist')])).toContain('set.shares[1].custodian plan.two-shares');
    expect(problems('check', [share(2, 'baptiste'), share(1, 'baptiste')])).toContain('set.shares[1].index plan.share-twice');
    expect(problems('check', [share(2, 'baptiste'), share(2, 'nobody')])).toContain('set.shares[1].custodian plan.unknown-person');
    expect(problems('check', [share(2, 'baptiste'), share(2, 'marsh')])).toContain('set.shares[1].custodian plan.not-a-custodian');
    expect(problems('restore', [share(2, 'baptiste'), share(2, 'lindqvist')])).toContain('sets[0].shares[1].custodian plan.two-shares');
  });

  it('never lie two on a card that two people are said to bring', () => {
    expect(problems('check', ['label: card-baptiste', 'label: card-lindqvist'])).toEqual(['set.shares[1].card.label plan.one-card-two-people']);
    expect(problems('restore', ['label: card-haddad', 'label: card-lindqvist'])).toEqual(['sets[0].shares[2].card.label plan.one-card-two-people']);
  });

  it('are not on the token that the keys are on or are restored to', () => {
    const hsm = /hsm:[\s\S]*?label: (\S+)/.exec(readFileSync(new URL('../../../../resources/plans/restore.yaml', import.meta.url), 'utf8'))![1]!;
    expect(problems('restore', ['label: card-baptiste', `label: ${hsm}`])).toEqual(['sets[0].shares[1].card.label plan.card-is-hsm']);
    expect(problems('reshare', ['label: card-haddad', 'label: hyok-2026-spare-2'])).toEqual(['sets[0].shares[2].card.label plan.card-is-hsm']);
    expect(problems('reshare', ['label: card-haddad', 'label: hyok-2026 '])).toEqual(['sets[0].shares[2].card.label plan.card-is-hsm']);
  });

  it('of two sets may lie on one card of the same person', () => {
    const second = "sets: # every set whose keys come back; after a rotation two are in force\n  - { id: '11111111', package: '1111111111111111111111111111111111111111111111111111111111111111', shares: [{ index: 1, custodian: lindqvist, carrier: smartcard, card: { module: /usr/lib/softhsm/libsofthsm2.so, label: LABEL } }] }";
    expect(problems('restore', [second.split('\n')[0]!, second.replace('LABEL', 'card-lindqvist')])).toEqual([]);
    expect(problems('restore', [second.split('\n')[0]!, second.replace('LABEL', 'card-baptiste')])).toEqual(['sets[1].shares[1].card.label plan.one-card-two-people']);
    expect(problems('restore', [second.split('\n')[0]!, second.replace('11111111', '00000000').replace('LABEL', 'card-lindqvist')])).toEqual(['sets[1].id plan.set-twice']);
  });
});
