/** Rules of the devices: each is another one, addressed without doubt, and named well enough to be recognised. */
import type { PlanBackup, PlanToken } from '../schema.ts';
import { found, repeated, rule } from './rule.ts';

type Place = 'hsm' | 'spare';
const places = ['hsm', 'spare'] as const;

/** File names of PKCS#11 modules that keep keys in software. */
const software = /softhsm|softokn|p11-kit-trust|pkcs11-mock/i;

const different = rule(['hsm', 'spare'], ({ hsm, spare }) => {
  if (hsm.module === spare.module && hsm.label === spare.label) return [found('error', 'plan.same-token', ['spare', 'label'], { what: 'label' })];
  if (hsm.serial !== undefined && hsm.serial === spare.serial) return [found('error', 'plan.same-token', ['spare', 'serial'], { what: 'serial number' })];
  return [];
});

interface Card {
  readonly module: string;
  readonly label: string;
  readonly at: number;
}

function cards(backup: PlanBackup): readonly Card[] {
  return backup.shares.flatMap((share, at) => (share.carrier === 'smartcard' ? [{ ...share.card, at }] : []));
}

const ownCards = rule(['backup'], ({ backup }) => {
  const all = cards(backup);
  return repeated(all, (c) => JSON.stringify([c.module, c.label])).map((n) => found('error', 'plan.same-card', ['backup', 'shares', all[n]!.at, 'card', 'label'], { label: all[n]!.label }));
});

const cardIsNotHsm = rule(['backup', 'hsm', 'spare'], (plan) =>
  cards(plan.backup).flatMap((card) =>
    places.some((place) => plan[place].module === card.module && plan[place].label === card.label) ? [found('error', 'plan.card-is-hsm', ['backup', 'shares', card.at, 'card', 'label'], { label: card.label })] : [],
  ),
);

const absolute = (path: string): boolean => /^(\/|[A-Za-z]:\\)/.test(path) && !path.split(/[\\/]/).includes('..');

const modulePath = places.map((place) => rule([place], (plan) => (absolute(plan[place].module) ? [] : [found('error', 'plan.module-not-absolute', [place, 'module'], { module: plan[place].module })])));

const cardModulePath = rule(['backup'], ({ backup }) =>
  cards(backup).flatMap((card) => (absolute(card.module) ? [] : [found('error', 'plan.module-not-absolute', ['backup', 'shares', card.at, 'card', 'module'], { module: card.module })])),
);

const certificate = places.map((place) =>
  rule([place, 'mode'], (plan) => {
    const { standard, number, level } = plan[place].certificate;
    const path = [place, 'certificate'];
    if (standard === 'none') {
      if (number !== undefined || level !== undefined) return [found('error', 'plan.certificate-of-nothing', [...path, 'standard'])];
      return plan.mode === 'production' ? [found('warning', 'plan.no-certificate', [...path, 'standard'], { device: deviceNames[place] })] : [];
    }
    return number === undefined || level === undefined ? [found('error', 'plan.certificate-incomplete', path, { standard, missing: number === undefined ? 'number' : 'level' })] : [];
  }),
);

const deviceNames: Readonly<Record<Place, string>> = { hsm: 'HSM', spare: 'spare HSM' };

const forReal = places.map((place) =>
  rule([place, 'mode'], (plan) => {
    if (plan.mode !== 'production') return [];
    const token: PlanToken = plan[place];
    const unnamed = (['model', 'serial'] as const).filter((field) => token[field] === undefined);
    return [
      ...(software.test(token.module) ? [found('warning', 'plan.software-module', [place, 'module'], { device: deviceNames[place] })] : []),
      ...unnamed.map((field) => found('warning', 'plan.device-not-named', [place], { device: deviceNames[place], field })),
    ];
  }),
);

const weaker = rule(['hsm'], ({ hsm }) => (hsm.trustedWrapping === 'accept-weaker' ? [found('advice', 'plan.weaker-wrapping', ['hsm', 'trustedWrapping'])] : []));

const lenient = rule(['mode', 'strict'], ({ mode, strict }) => (mode === 'production' && !strict ? [found('advice', 'plan.production-not-strict', ['strict'])] : []));

/** The root would need a key of its own for it, made, backed up and restored in the HSM (CKM_ML_DSA, PKCS#11 3.2). SECURITY: refused, so that nobody takes the participants' for the root's. */
const rootPostQuantum = rule(['signatures'], ({ signatures }) => (signatures?.hsm === true ? [found('error', 'plan.hsm-post-quantum', ['signatures', 'hsm'])] : []));

export const tokenRules = [rootPostQuantum, different, ownCards, cardIsNotHsm, ...modulePath, cardModulePath, ...certificate, ...forReal, weaker, lenient];
