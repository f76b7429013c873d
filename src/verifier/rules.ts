/** Every rule of the verifier: what must hold, and what it means where it does not. An id, once published, never changes its meaning. */
import { completenessRules } from './completeness-rules.ts';
import { error, warning } from './rule.ts';
import type { Rule } from './rule.ts';
import { sidecarRules } from './sidecars/rules.ts';

const altered = 'The bundle is not what was signed. Get a fresh copy; if that says the same, treat the ceremony as not proven.';
const rewritten = 'The record was changed after it was written. Do not rely on this bundle.';
const unproven = 'The record does not show what a ceremony must show. Do not put these keys to use on the strength of this bundle.';

export const rules = {
  'R-FILE-01': error('The bundle holds plain files with the documented names only.', 'Something stands in the folder that could lead a reader elsewhere. It was not followed.'),
  'R-FILE-02': error('transcript.jsonl, statement.dsse.json, plan.yaml and the key of every signer are there; package.keyrite.json where the ceremony made a share set; inherited/statement.dsse.json where it follows another.', 'The bundle is incomplete. Get a fresh copy.'),
  'R-FILE-03': error('No file is there that the statement does not name, but for those under sidecars/.', 'A file was added after the signing. Nobody vouches for it.'),
  'R-FILE-04': error('Every file that the statement names is there.', 'A file was removed after the signing. Get a fresh copy.'),
  'R-FILE-05': error('Every file has the SHA-256 that the statement gives.', altered),
  'R-FILE-06': error('The statement names each file once, by a documented name, every required one among them, and not itself.', 'The signed list of files does not cover the bundle.'),
  'R-FILE-07': error('Every file can be read and is within its size limit.', 'The file was not judged, so nothing can be said of it. Copy the bundle again.'),

  'R-STMT-01': error('statement.dsse.json is a DSSE envelope of the documented form.', altered),
  'R-STMT-02': error('The signed statement has the documented form and version.', altered),
  'R-STMT-03': error('The signer list names people (ES256, and where they have a second key ML-DSA-65) and hsm-root (ES384, required, no second key), each id and each key once.', 'One key could count for two signers, or the root need not sign.'),
  'R-STMT-04': error('The people of the signer list are exactly those registered in the record, with their roles and their current keys.', 'The statement speaks for other people than those who were there.'),
  'R-STMT-05': error('Ceremony, kind, title, organisation, plan, predecessor and times are the same in statement and record.', rewritten),
  'R-STMT-06': error('The deviations counted and the sets abandoned are those of the record.', rewritten),
  'R-STMT-07': warning('Every participant must sign.', 'The statement is valid without this person. Ask why they need not sign.'),
  'R-STMT-08': error('At least two people must sign.', 'One person, or the device alone, could have made this statement. That is not dual control.'),
  'R-STMT-10': error('Each person of the signer list has a second, post-quantum key where the plan asks for one, and nobody has one where it does not.', 'The statement is not signed as the plan demands.'),
  'R-STMT-09': warning('The root key signs the statement.', 'Only people vouch for this statement. Pin their keys, or ask those who were there.'),

  'R-INH-01': error('A ceremony that follows another holds its signed statement, with the digest given as predecessor; one that follows none holds no statement, and, beyond a first one, the package that its plan names.', 'It cannot be told what this ceremony began with.'),
  'R-INH-02': error('inherited/statement.dsse.json is a DSSE envelope that holds a statement, both of the documented form.', 'It cannot be told what this ceremony began with.'),
  'R-INH-03': error('The statement before is signed by the root of this lineage: the root in force after it, or, where this took the place of another in that very ceremony, that other one.', 'Somebody else may have written what this ceremony began with. Do not rely on it.'),
  'R-INH-04': warning('The statement before is signed by a root key.', 'Its root was destroyed in that ceremony, so only people vouch for it, whose keys are not here. Verify the bundle of that ceremony.'),
  'R-INH-05': error('Each inherited/SET.json is the package of a set in force before: same digest, set, ceremony, threshold, count, commitments and keys.', 'The wrapped keys in this bundle are not those that the shares open.'),
  'R-INH-06': error('The package of every set whose shares are combined is there.', 'It cannot be told what the shares opened.'),
  'R-INH-07': error('The first event names exactly the files under inherited/, with their SHA-256.', rewritten),
  'R-INH-08': warning('The package of every share set in force is in the bundle.', 'This bundle alone is not enough to restore these keys, or for the next ceremony. Keep the one that has the package.'),
  'R-INH-09': warning('A ceremony after the first follows the statement of the one before.', 'It began from packages alone: what was before, and whether these keys were still to be used, is not known from this bundle.'),

  'R-LINE-01': error('Each line of transcript.jsonl ends with a line feed and is at most 1 MiB long.', 'This is not a transcript, or it was cut off. It was not read any further.'),
  'R-LINE-02': error('Each line is canonical JSON (RFC 8785) in UTF-8.', rewritten),
  'R-ENTRY-01': error('Each entry has exactly the documented fields.', rewritten),
  'R-ENTRY-02': error('Each entry is of format version 1.', 'The record was written in a version this verifier does not know. Use a newer verifier.'),
  'R-CHAIN-01': error('Entries are numbered from 0 without gap or repetition.', 'Entries were removed, repeated or moved.'),
  'R-CHAIN-02': error('Each entry names the SHA-256 of the line before it.', 'The line before this entry, or this entry, was changed, removed or moved.'),
  'R-RECORD-01': error('The number of entries is the one signed.', 'Entries were added or removed at the end.'),
  'R-RECORD-02': error('The hash of the last line is the head signed.', 'The last entry was changed, or entries were added or removed at the end.'),
  'R-RECORD-03': error('The Merkle root of all lines (RFC 6962) is the one signed.', rewritten),
  'R-RECORD-04': error('The record begins with ceremony.opened, holds it once, ends with record.ended, and was neither closed nor abandoned before.', unproven),

  'R-SIG-01': error('Every signer that must sign has signed with the first key, and the signature is valid.', 'The statement is void without this signature.'),
  'R-SIG-02': error('The key file of each signer holds a public key of its algorithm in the documented form, with the digest in the signer list.', 'The key is not the one the signers agreed on.'),
  'R-SIG-03': error('Every signature in the envelope is valid under a key of a listed signer.', 'A signature was changed, or added by somebody who is not in the signer list.'),
  'R-SIG-04': error('No key signs twice.', 'A signature was added. It is not counted a second time.'),
  'R-SIG-05': error('The keyid of a signature is the name of the key that it is valid under.', 'The envelope was changed. The signature itself was counted for the signer whose key it is.'),
  'R-SIG-07': error('Every signer that must sign and has a second key has signed with that one, too, and the signature is valid.', 'The post-quantum signature that was agreed is missing or was changed. The statement is void without it.'),
  'R-SIG-06': warning('Signers that need not sign have signed.', 'The statement is valid without this signature. Ask why it is missing.'),

  'R-PART-01': error('Each registration is signed with the key it registers, and with the second one where it registers two.', 'Somebody else may have registered for this person.'),
  'R-PART-02': error('Each registered key is a P-256 key, each second one an ML-DSA-65 key, of the documented form, nobody else has it, and a second registration says that it is one.', 'Two people could act with one key.'),
  'R-CONF-01': error('Each confirmation is signed by the key its participant had registered by then, over the head of the chain.', 'The person did not confirm this, or confirmed it for another record.'),
  'R-CONF-02': error('Only registered participants confirm, accept and sign.', 'Somebody who was never registered is recorded as having acted.'),
  'R-DEV-01': error('Each acceptance is of a deviation recorded before it, by somebody other than who recorded it, and signed.', 'The deviation was not accepted by the person named.'),
  'R-DEV-02': warning('Every deviation was accepted.', 'Something went otherwise than planned and nobody accepted it. Decide whether you do.'),
  'R-DEV-03': error('Deviations are numbered from 1 without gap or repetition.', rewritten),

  'R-PLAN-01': error('plan.yaml has the SHA-256 that the first event and the statement give.', 'This is another plan than the one that was read aloud and approved.'),
  'R-PLAN-02': error('plan.yaml is a valid plan.', 'It cannot be told what the ceremony should have been.'),
  'R-PLAN-03': error('Ceremony, kind, title, organisation, predecessor, keys, shares, custodians and people of the record are those of the plan.', 'What was done is not what was approved.'),
  'R-PLAN-04': error('The words read aloud are those of the plan digest.', 'The people in the room heard another fingerprint.'),
  'R-PLAY-01': error('Each event was allowed where it stands: replayed from the plan, no rule of the ceremony is broken.', unproven),
  'R-PLAY-02': error('At the end of the record every step of the script before the signing is complete.', unproven),
  'R-LIFE-01': error('The key lives in the statement are those that follow from the record and what was inherited.', 'The states of the keys are not what was done. Do not rely on this bundle.'),
  'R-LIFE-02': error('The share sets in the statement are those that follow from the record and what was inherited.', 'The share sets in force are not those that were made and given up. Do not rely on this bundle.'),

  'R-MODE-01': error('The mode is the same in first event, statement, plan, packages and what was inherited.', 'A rehearsal must never pass as a real ceremony, nor the other way round.'),
  'R-TIME-01': warning('The clock of the machine does not go backwards.', 'The times in this record are doubtful. The order of events is not: the chain fixes it.'),
  'R-TIME-02': warning('The monotonic count goes backwards only where a restart is recorded.', 'The application was started again without saying so, or the machine slept. Ask what happened there.'),
  'R-ENV-01': warning('The check of room and kit passed.', 'The room or the machine was not as it should be. Read the finding and decide.'),

  'R-KEY-01': error('Each key is made once, with the id chosen before, and no id or check value occurs twice.', 'A key may have been made twice or exchanged for another.'),
  'R-KEY-02': error('No key says that it was not made inside the HSM, or that its value could be read (LOCAL, SENSITIVE, ALWAYS_SENSITIVE).', 'The key may exist outside the HSM.'),
  'R-KEY-03': warning('The HSM reports LOCAL, SENSITIVE and ALWAYS_SENSITIVE of each key.', 'That the key was made inside and stays inside is the vendor\'s word only: the device does not say so.'),
  'R-KEY-04': error('At the end no key can be extracted (EXTRACTABLE is not true).', 'Whoever can log in to the HSM can still take this key out under a key of their own.'),
  'R-KEY-05': warning('The HSM reports EXTRACTABLE of each key at the end.', 'Whether the key can still be taken out is not known: the device does not say so.'),
  'R-KEY-06': error('A sealed key is the key that was generated or brought back: same id, type, purpose and check value.', 'Another key was sealed than the one made before witnesses.'),
  'R-KEY-07': error('The keys of the statement are those that the record leaves on the HSM, with the evidence last read back.', rewritten),
  'R-KEY-08': error('The check value fits the key\'s type, and a public key has the SHA-256 given for it.', 'The key named is not the key shown.'),
  'R-KEY-09': error('The signer hsm-root has the public key of the root in force when the ceremony began, or of the one root that a first ceremony made, an EC P-384 key. It is missing only where there is none, or the ceremony destroyed it.', 'The statement is signed by another key than the root, or not by it.'),
  'R-KEY-10': error('At the end the HSM holds every key of the record, and no object that the record does not explain.', 'A key is missing from the HSM, or something unknown is on it.'),
  'R-KEY-11': error('Before a key is made it is not on the HSM, and afterwards it is, with nothing else new.', 'More, or something else, was made than recorded.'),
  'R-KEY-12': warning('Keys that are backed up can be wrapped by a trusted key only (WRAP_WITH_TRUSTED).', 'Until the keys were sealed, whoever was logged in could have wrapped them with a key of their own.'),
  'R-KEY-13': error('No key reports that it is not kept on the HSM or can be used without logging in (TOKEN, PRIVATE).', 'The key is gone with the session, or whoever reaches the HSM can use it.'),
  'R-KEY-14': error('No key reports a use beyond its purpose (SIGN, VERIFY, ENCRYPT, DECRYPT, WRAP, UNWRAP, DERIVE).', 'The key can be used for what nobody approved.'),
  'R-KEY-15': error('The mechanism that the HSM says made a key makes keys of its type (KEY_GEN_MECHANISM).', 'The key was not made as recorded.'),
  'R-KEY-16': warning('The HSM reports the mechanism that made each key.', 'How the key was made is the vendor\'s word only: the device does not say so.'),
  'R-KEY-17': error('A key found on the HSM or brought back is the living key of that name of the lineage: same id, type, purpose and check value. None is found twice.', 'This is another key than the one that the organisation has.'),
  'R-KEY-18': error('Every living key of the lineage was found on the HSM in use; where keys are restored, every living key of the set was brought back.', 'A key is missing, and the record does not say why.'),

  'R-ROOT-01': error('Where a root takes the place of another, both signed the succession, and the signatures are valid.', 'Nobody vouches that the new root is the heir of the old one. Do not trust it on the strength of this bundle.'),
  'R-ROOT-02': error('Before the root in force is destroyed it has signed the record so far, and the signature is valid.', 'The root was destroyed without having vouched for this record.'),

  'R-REST-01': error('Each key was brought back once, with the check value that the lineage has, and none says that it was made in this device.', 'The key on the new HSM is not the one that was lost.'),
  'R-REST-02': error('Each signing key brought back signed the challenge, and the signature is valid under the public key that the lineage has.', 'The key on the new HSM is not the one that was lost.'),
  'R-REST-03': error('Before keys are brought back they are not on the HSM, and afterwards they are, with nothing else new.', 'More, or something else, was put onto the HSM than recorded.'),

  'R-DEST-01': error('A destroyed key was found before, is gone afterwards and at the end, nothing else changed with it, and a use of it failed.', 'The key may still exist.'),
  'R-DEST-02': warning('The destruction itself was seen.', 'After an interruption the key was gone already. Nobody saw when it went.'),
  'R-DEST-03': warning('Every share and every package of a set given up was destroyed.', 'Something of it still exists. Find it, and record what becomes of it.'),
  'R-DEST-04': warning('No share set in force restores a key that was destroyed.', 'The key can be brought back by a quorum. Have the set destroyed as well, or know that it is so.'),

  'R-TOKEN-01': error('A token is examined before it is prepared, and is then the same device (manufacturer, model, and serial where it had one).', 'Another device was prepared than the one looked at.'),

  'R-SET-01': error('Where the ceremony makes a share set, exactly one of its own stands at the end, and the statement gives its id, threshold, count and commitments.', unproven),
  'R-SET-02': error('A set has one commitment for each index from 1 to count, all different, and a threshold it can meet.', unproven),
  'R-SET-03': error('package.keyrite.json is the package of this set: same digest, ceremony, threshold, count, commitments and keys.', 'The wrapped keys in this bundle are not those that the shares open.'),
  'R-SET-04': error('Each share of the set was written once.', 'A share is missing, or a second copy of it exists.'),
  'R-SET-05': error('Each share was read back from the medium it was written on, after it was written.', 'Nobody knows whether this share can be read.'),
  'R-SET-06': error('A smartcard was taken out between writing and reading where that can be seen, and it is the same card.', 'The share may have been read from memory, or from another card.'),
  'R-SET-07': error('Each share has a custodian of its own, the same in record and statement.', 'One person holds more of the quorum than they should.'),
  'R-SET-08': error('Shares are written, read and proven only of a set that was made and is not abandoned, under an id of its own.', unproven),
  'R-SET-09': error('Combinations of shares were compared with the key while it was in memory, and their number is right.', 'It was not tested that any quorum restores.'),
  'R-SET-10': warning('The backup key was a trusted wrapping key.', 'The weaker form of wrapping was used. The plan must have accepted it by name.'),
  'R-SET-11': error('The evidence of the backup key does not contradict that it was trusted.', unproven),
  'R-SET-12': warning('Where a smartcard was used, it can be seen that it was taken out.', 'This card cannot be taken out, or its reader does not tell: that it was is the word of the people in the room.'),
  'R-SET-13': error('No two shares of the set are on one card (model and serial).', 'Whoever has this card holds more of the quorum than they should.'),
  'R-SET-14': warning('Each card reports a serial number.', 'Whether two shares are on one card cannot be told from the record.'),

  'R-PROOF-01': error('The set that stands, or the one under check where the plan has a spare token, passed the proof of recovery, by a quorum of different shares; of a new set after all had been read back.', 'Nobody has seen the backup restore. Do not rely on it.'),
  'R-PROOF-02': error('The proof restored every key of the set, and each has the check value of the original.', 'The backup does not restore this key.'),
  'R-PROOF-03': error('Each restored signing key signed the challenge, and the signature is valid under the original public key.', 'The restored key is not the original.'),
  'R-PROOF-04': error('The proof ran on another token than the one that holds the keys.', 'The keys may have been found there and not restored.'),
  'R-PROOF-05': error('The proof left nothing on the spare token.', 'A copy of a key may be left on the spare token.'),
  'R-PROOF-06': error('Keys that were made were sealed only after the proof had passed.', unproven),
  'R-PROOF-07': warning('Both tokens report a serial number.', 'Whether the proof ran on another token cannot be told from the record.'),
  'R-PROOF-08': error('Nothing is on the spare token when the proof begins.', 'What the proof found may have been there before it.'),

  'R-QUORUM-01': error('Each share of an earlier set is presented once, by somebody who agreed to its use before, and who presents one.', 'One person could have stood for several, or somebody did not know what their share was for.'),
  'R-QUORUM-02': error('What a presenter agreed to is this kind of ceremony, on the device that was prepared.', 'The share was asked for one thing and used for another.'),
  'R-QUORUM-03': error('Shares were used only by a quorum of those presented, and only for keys that every presenter agreed to.', 'Fewer people than needed, or people who had agreed to something else, opened these keys.'),

  'R-CHECK-01': error('The check has exactly one result for each share of the set.', 'Not every share was looked at.'),
  'R-CHECK-02': warning('Every share that was checked is there, readable, in its bag and on its card.', 'The backup is weaker than it was. Decide whether a new set must be made; a bag that does not match means it must.'),
  'R-CHECK-03': error('A share is called readable only where it was read, and its bag and card are those noted when it was made.', 'The result of the check is better than what was seen.'),

  'R-DELIV-01': error('The files under delivery/ are those that the record delivered, with their SHA-256.', 'What was handed over is not what was recorded.'),
  'R-DELIV-02': error('The key of the plan was delivered to the target of the plan, under the public key that the plan names and that was read.', 'The key may have gone elsewhere.'),

  'R-REDACT-01': error('redaction.json has the documented form, is of this statement, and says of no file that it is withheld that the statement does not name, or that is there.', 'What was withheld is not what is said to be. Ask for a fresh copy.'),
  'R-REDACT-02': error('Each line of record.redacted.jsonl is an entry, or the number and leaf hash of one that is withheld, as many as redaction.json says.', 'What was withheld is not what is said to be. Ask for a fresh copy.'),

  'R-LINEAGE-01': error('No two ceremonies follow the same one.', 'Only one of them can be the true course. Do not act on either before it is known which, and why there is another.'),
  'R-LINEAGE-02': error('The ceremony that one follows is among the bundles.', 'What lies between is not known here. Find that bundle.'),
  'R-LINEAGE-03': warning('Every ceremony but a first one follows another.', 'This one began from packages alone, so the record before it is not joined to it. Find the statement of the ceremony before, if it still exists.'),
  'R-LINEAGE-04': error('There is one first ceremony.', 'These are the bundles of more than one organisation, or of more than one lineage of keys.'),
  'R-LINEAGE-05': warning('Each statement is there once.', 'The same bundle was given twice. See that nobody counts it twice.'),
  'R-LINEAGE-06': error('A first ceremony follows none.', 'It made first keys and yet says that there was something before. Do not rely on it.'),
  'R-LINEAGE-07': error('A rehearsal and a real ceremony never follow one another.', 'Practice was mixed with what is real. Do not rely on these bundles.'),
  'R-LINEAGE-08': warning('A ceremony ends after the one that it follows.', 'A clock was wrong, or a date was changed. Compare the times that were read aloud.'),
  'R-LINEAGE-09': error('Ceremonies do not follow one another in a circle.', 'No true record can. Do not rely on these bundles.'),
  'R-LINEAGE-10': error('The root that signs a ceremony is the one in force after the ceremony before.', 'The lineage passed to another root without a succession. Do not rely on what follows.'),
  'R-LINEAGE-11': error('Keys and share sets pass from one statement to the next unchanged, but for what that ceremony did: none vanishes, none lives again, none comes from nowhere.', 'The lineage was changed between two ceremonies. Do not rely on what follows.'),

  'R-TRUST-01': error('The root key is one of those pinned; where it was destroyed in the ceremony, it is the one that signed the record after every signer had registered.', 'The bundle is signed, but by another root than the one you trust.'),
  'R-TRUST-02': error('At least the pinned number of different pinned participants signed.', 'Too few of the people you trust signed this.'),
  'R-TRUST-08': error('Where pins demand post-quantum signatures, every person of the signer list has signed with ML-DSA-65.', 'What you pinned could be forged by a quantum computer, for all that this bundle shows.'),
  'R-TRUST-03': error('The bundle is of the ceremony that the pins are for.', 'You are looking at another ceremony than the one you meant.'),

  ...completenessRules,
  ...sidecarRules,
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof rules;
