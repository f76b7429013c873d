/** What each kind of step is and why it is in the script, for somebody who has never been at a ceremony. */
import type { StepKind } from '../../core/ceremony/steps.ts';

const words: Readonly<Record<StepKind, string>> = {
  'plan-review': 'The plan is read out before anything happens. The words of its fingerprint are compared with the printed plan, so that everybody knows it is the one that was approved.',
  preflight: 'Machine and room are looked at: no network, enough space, the right clock, the kit complete.',
  attendance: 'Each participant registers and gets a signing key of their own for this ceremony. What they confirm later is signed with it.',
  'hsm-check': 'The device is read and compared with the plan before anything is done with it: that it is the right one, and what is on it already.',
  'hsm-prepare': 'The device is set up or unlocked. No one person knows a whole PIN: two people type half of it each.',
  'key-generation': 'The device makes the key inside itself. What it reports of the key is read back, and everything on the device is listed before and after.',
  backup: 'The keys are wrapped by a backup key that is then split into shares and destroyed. No share alone says anything; only a quorum of them restores.',
  'share-writing': 'One share is put on paper or on a smartcard, for one custodian.',
  'share-reading': 'The share is read back from its real paper or card, so that nobody relies on one that cannot be read. It is then sealed in a bag whose number is noted.',
  proof: 'A quorum of shares, as read back, restores the keys on another device, and each is compared with the original. Only after this may the keys be sealed.',
  seal: 'The keys are made so that they can never leave the device again. This cannot be undone.',
  quorum: 'Custodians bring shares of an earlier set. Each agrees first to what they are used for, and that agreement is signed.',
  restore: 'The keys come back onto a new device from a quorum of shares. Each is compared with what earlier records say of it.',
  'old-hsm': 'What became of the device that held the keys before is recorded.',
  'share-check': 'One share of the set in force is looked at: that it is there, that it can be read, and that its bag is the one noted.',
  'check-result': 'What the check of all shares found is read out.',
  'set-void': 'An earlier share set is declared void: from here on its shares count for nothing.',
  'share-destroying': 'What became of each share and of the package of the void set is recorded, one by one.',
  'key-states': 'The state of keys is changed, for example to out of use or compromised, by the people who authorise it.',
  'root-succession': 'The old root key and the new one sign each other, so that trust in the old one passes on.',
  'key-destroying': 'A key is destroyed on the device, looked for, and tried once more to see that it is gone. This cannot be undone.',
  target: 'The public key of the system that is to receive a key is read and compared with the plan.',
  delivery: 'The key is wrapped for its target inside the device. It is never readable outside.',
  signing: 'The record ends, and everyone signs the statement over it, the root key in the device first. From here on one changed byte is found.',
  closing: 'The bundle is written: record, statement, keys to check the signatures with, plan and package.',
};

export function stepMeaning(kind: StepKind): string {
  return words[kind];
}
