/** "How are keys generated?" and "Where are keys stored?", from the evidence that was read back. Says nothing that the record does not. */
import { checkInWords, typeWords } from '../../core/words/key-words.ts';
import type { KeyLife, StandingSet } from '../../core/lineage/types.ts';
import type { TriState } from '../../core/ports/hsm.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { confirmers, day, entry, page, personOf, plan, say, statement } from './sentence.ts';
import type { KmpSource } from './sentence.ts';
import type { KmpEvidence, KmpSentence } from './types.ts';

const answer = (state: TriState): string => (state === 'not-reported' ? 'not reported' : state === 'true' ? 'yes' : 'no');

function identity(life: KeyLife): KmpSentence {
  const value = life.check.kind === 'cmac' ? `its check value (AES-CMAC of a zero block) is ${checkInWords(life.check)}` : `the SHA-256 of its public key is ${life.check.value} (${checkInWords(life.check)})`;
  return say(`The ${life.name} key is an ${typeWords[life.type]} key for one purpose, ${life.purpose}; ${value}.`, statement(`lifecycle ${life.name}`));
}

function madeHere(source: KmpSource, life: KeyLife): readonly KmpSentence[] {
  const seen = source.record.keys.get(life.name)?.generated;
  if (seen === undefined) return [];
  const { attributes, keyGenMechanism } = seen.event.evidence;
  const { who, count, evidence } = confirmers(source, `key:${life.name}`);
  return [
    say(`It was generated inside the HSM by ${keyGenMechanism === 'not-reported' ? 'a mechanism that the device does not report' : keyGenMechanism}; the device was asked afterwards: made inside (LOCAL) ${answer(attributes.LOCAL)}, value never shown (SENSITIVE) ${answer(attributes.SENSITIVE)}, never could be shown (ALWAYS_SENSITIVE) ${answer(attributes.ALWAYS_SENSITIVE)}.`, entry(seen.seq)),
    ...(evidence[0] === undefined ? [] : [say(`Before it was made, ${who} authorised it, each with a key of their own: ${String(count)} people, none alone.`, evidence[0], ...evidence.slice(1))]),
  ];
}

/** A key of an earlier ceremony: where it was made, and whether this one saw it. */
function madeBefore({ record }: KmpSource, life: KeyLife): readonly KmpSentence[] {
  const seen = record.keys.get(life.name);
  const found: readonly KmpSentence[] = [
    ...(seen?.found === undefined ? [] : [say('In this ceremony it was found on the HSM, with the same check value.', entry(seen.found.seq))]),
    ...(seen?.restored === undefined ? [] : [say('In this ceremony it was brought back onto the HSM from its backup, and equals the original.', entry(seen.restored.seq))]),
  ];
  return [say(`It was made in ceremony ${life.ceremony}, which ended ${day(life.made)}; how, is in the record of that ceremony.`, statement(`lifecycle ${life.name}`)), ...found];
}

export function generated(source: KmpSource, lives: readonly KeyLife[]): readonly KmpSentence[] {
  const { ceremony } = source.verified.statement.predicate;
  return lives.flatMap((life) => [identity(life), ...(life.ceremony === ceremony ? madeHere(source, life) : madeBefore(source, life))]);
}

function device({ verified, record }: KmpSource): readonly KmpSentence[] {
  const { label, certificate } = verified.plan.hsm;
  const seen = record.prepared.primary;
  const { standard, number, level } = certificate;
  const validation = standard === 'none' ? 'The plan names no validation of the module.' : `By the plan the module is validated to ${standard}${number === undefined ? '' : `, certificate ${number}`}${level === undefined ? '' : `, level ${String(level)}`}; offline this could not be looked up.`;
  return [
    ...(seen === undefined
      ? [say(`The keys are on the HSM labelled ${label}.`, plan('hsm.label'))]
      : [say(`The keys are on the HSM labelled ${seen.event.report.token.label}, ${seen.event.report.token.manufacturer} ${seen.event.report.token.model}, serial ${seen.event.report.token.serial === '' ? 'not reported' : seen.event.report.token.serial}, firmware ${seen.event.report.token.firmware}.`, entry(seen.seq))]),
    say(validation, plan('hsm.certificate')),
  ];
}

function sealed({ verified, record }: KmpSource, life: KeyLife): readonly KmpSentence[] {
  const evidence = verified.statement.predicate.keys.find((k) => k.name === life.name);
  if (evidence === undefined) return [];
  const seen = record.keys.get(life.name);
  const at = seen?.sealed ?? seen?.found ?? seen?.restored;
  const { EXTRACTABLE } = evidence.attributes;
  const leaves = EXTRACTABLE === 'false' ? 'it is sealed and can never leave the HSM again' : EXTRACTABLE === 'not-reported' ? 'the device does not report whether it can leave the HSM' : 'it can be wrapped and so leave the HSM';
  return [say(`Of the ${life.name} key, as read back last (EXTRACTABLE ${answer(EXTRACTABLE)}): ${leaves}.`, statement(`keys ${life.name}`), ...(at === undefined ? [] : [entry(at.seq)]))];
}

function share(source: KmpSource, set: StandingSet, { index, custodian, carrier, bag, card }: StandingSet['custodians'][number]): KmpSentence {
  const seen = source.record.sets.get(set.id);
  const written = seen?.written.get(index);
  const read = seen?.read.get(index);
  const checked = seen?.checked.get(index);
  const evidence: readonly KmpEvidence[] = [...(written === undefined ? [] : [entry(written.seq)]), ...(read === undefined ? [] : [entry(read.seq)]), ...(checked === undefined ? [] : [entry(checked.seq)])];
  const medium = carrier === 'paper' ? 'a sheet of paper' : `a smartcard${card === null || card === '' ? '' : `, serial ${card}`}`;
  const found = checked === undefined ? (read === undefined ? '' : '; it was read back from there') : `; at this check it was found ${checked.event.result}`;
  return say(`Share ${String(index)} is with ${personOf(source, custodian)} on ${medium}${bag === null || bag === '' ? '' : `, in bag ${bag}`}${found}.`, statement(`shareSets ${set.id}`), ...evidence);
}

function backup(source: KmpSource, set: StandingSet): readonly KmpSentence[] {
  const seen = source.record.sets.get(set.id);
  return [
    say(`The backup of ${set.keys.join(', ')} is a package of wrapped keys (SHA-256 ${set.package}); the key that opens it is stored nowhere, but split into ${String(set.count)} shares of set ${showSetId(set.id)}, any ${String(set.threshold)} of which restore it.`, statement(`shareSets ${set.id}`), ...(seen?.made === undefined ? [] : [entry(seen.made.seq)])),
    ...(set.custodians.length > 0 ? set.custodians.map((custodian) => share(source, set, custodian)) : [say('Who holds its shares is not known here: only the package was left of the ceremony that made it.', statement(`shareSets ${set.id}`))]),
    seen?.proven === undefined
      ? say(`The proof that it restores is in the record of ceremony ${set.ceremony}.`, statement(`shareSets ${set.id}`))
      : say(`That it restores was proven on another device: shares ${seen.proven.event.shares.join(', ')}, as read back, restored ${String(seen.proven.event.keys.length)} keys, each equal to its original.`, entry(seen.proven.seq)),
  ];
}

export function stored(source: KmpSource, lives: readonly KeyLife[], set: StandingSet | null): readonly KmpSentence[] {
  const living = lives.filter((life) => life.state !== 'destroyed');
  const gone = lives.filter((life) => life.state === 'destroyed');
  return [
    ...(living.length > 0 ? device(source) : []),
    ...living.flatMap((life) => sealed(source, life)),
    ...gone.map((life) => say(`The ${life.name} key is destroyed, and is not on the HSM.`, statement(`lifecycle ${life.name}`))),
    ...(set === null ? [] : backup(source, set)),
    ...(set === null && living.length > 0 ? [say(`No share set in force restores ${living.map((l) => l.name).join(', ')}: if the HSM is lost, so are they.`, statement('shareSets'), page('ceremonies/reshare.md'))] : []),
  ];
}
