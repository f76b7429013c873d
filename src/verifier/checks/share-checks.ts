/** R-CHECK: the yearly check saw every share of the set, each once, and calls none readable that it did not read. */
import type { CeremonyEvent } from '../../core/ceremony/events.ts';
import { sameBag } from '../../core/ceremony/rules/check.ts';
import { oldSets } from '../../core/ceremony/scope.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import { scopeOf } from '../check.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import type { RecordFacts } from '../record-facts.ts';

type Checked = Extract<CeremonyEvent, { readonly type: 'share.checked' }>;

function checked({ findings, inherited }: BundleContext, seq: number, event: Checked, facts: RecordFacts): void {
  const where = { event: seq };
  const { index, result, bag, from, card } = event;
  if (facts.checks.has(index)) findings.add('R-CHECK-01', where, `Share ${index} is checked a second time.`);
  if (result !== 'readable') findings.add('R-CHECK-02', where, `Share ${index}: ${result}${event.note === undefined ? '' : `. ${event.note}`}`);
  if ((result === 'readable' || result === 'bag-mismatch') !== (from !== undefined)) findings.add('R-CHECK-03', where, `Share ${index} is called ${result}, and ${from === undefined ? 'was not read' : `was read from ${from}`}.`);
  const noted = inherited?.sets.find((s) => s.id === event.set)?.custodians.find((c) => c.index === index);
  if (noted === undefined) {
    if (inherited !== null) findings.add('R-CHECK-01', where, `There is no share ${index} of a set ${event.set} in force.`);
    return;
  }
  const otherBag = noted.bag !== null && (bag === null || !sameBag(noted.bag, bag));
  const otherCard = noted.card !== null && card?.serial !== noted.card;
  if (from !== undefined && (noted.carrier === 'smartcard') !== (from === 'smartcard')) findings.add('R-CHECK-03', where, `Share ${index} is on ${noted.carrier === 'smartcard' ? 'a smartcard' : 'paper'}, and was read from ${from}.`);
  if (result === 'readable' && (otherBag || otherCard)) findings.add('R-CHECK-03', where, `Share ${index} is called readable, and its ${otherBag ? 'bag' : 'card'} is not the one noted when it was made.`);
}

export const shareChecksCheck: NewRecordCheck = (context) => ({
  entry: ({ seq, event }, facts) => {
    if (event.type === 'share.checked') checked(context, seq, event, facts);
  },
  end: (facts) => {
    const scope = scopeOf(context);
    if (scope?.plan.ceremony !== 'check') return;
    for (const { standing } of oldSets(scope)) {
      for (let index = 1; index <= standing.count; index++) {
        if (facts.checks.get(index)?.event.set !== standing.id) context.findings.add('R-CHECK-01', { file: bundleNames.transcript }, `Share ${index} of set ${standing.id} was not checked.`);
      }
    }
  },
});
