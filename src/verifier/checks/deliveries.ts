/** R-DELIV: what is delivered to another key manager is in the bundle as recorded, and under the public key that the plan names. */
import { fromBase64 } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { bundleNames, deliveryFile, partOf } from '../../core/transcript/bundle.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import type { RecordFacts } from '../record-facts.ts';

/** R-DELIV-01. */
function files({ findings, digests }: BundleContext, facts: RecordFacts): void {
  const { delivered } = facts;
  const recorded = new Map((delivered?.event.files ?? []).map((f) => [deliveryFile(f.name), f.sha256]));
  if (delivered !== null && recorded.size !== delivered.event.files.length) findings.add('R-DELIV-01', { event: delivered.seq }, 'A file is delivered twice.');
  for (const [name, digest] of recorded) {
    const found = digests.get(name);
    if (found !== digest) findings.add('R-DELIV-01', { event: delivered?.seq ?? 0, file: name }, found === undefined ? 'The file was delivered, and is not in the bundle.' : `The file has SHA-256 ${found}; the one delivered had ${digest}.`);
  }
  for (const name of digests.keys()) {
    if (partOf(name)?.part === 'delivery' && !recorded.has(name)) findings.add('R-DELIV-01', { file: name }, 'It is not recorded that this file was delivered.');
  }
}

/** R-DELIV-02. */
function target({ findings, plan }: BundleContext, facts: RecordFacts): void {
  const { target: imported, delivered } = facts;
  const planned = plan?.ceremony === 'transfer' ? plan.target : null;
  const wanted = planned !== null && 'publicKey' in planned ? planned.publicKey : null;
  if (imported !== null) {
    const where = { event: imported.seq };
    const digest = sha256Hex(fromBase64(imported.event.spki));
    if (digest !== imported.event.spkiSha256) findings.add('R-DELIV-02', where, `The public key of the target has SHA-256 ${digest}, and ${imported.event.spkiSha256} is given for it.`);
    if (planned !== null && imported.event.spkiSha256 !== wanted) findings.add('R-DELIV-02', { ...where, file: bundleNames.plan }, 'The public key of the target is not the one in the plan.');
  }
  if (delivered === null) return;
  const where = { event: delivered.seq };
  if (delivered.event.spkiSha256 !== (imported?.event.spkiSha256 ?? '')) findings.add('R-DELIV-02', where, 'The key was delivered under another public key than the one imported.');
  if (planned !== null && (plan?.ceremony !== 'transfer' || delivered.event.key !== plan.key || delivered.event.target !== planned.kind)) findings.add('R-DELIV-02', { ...where, file: bundleNames.plan }, `Key "${delivered.event.key}" was delivered to "${delivered.event.target}"; the plan says otherwise.`);
}

export const deliveriesCheck: NewRecordCheck = (context) => ({
  end: (facts) => {
    files(context, facts);
    target(context, facts);
  },
});
