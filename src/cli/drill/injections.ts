/** How each incident is brought about among scripted people: the one place that knows all injections. An incident of core/drill/incidents.ts without a row here fails the drills. */
import type { Injection, Scene } from './injection.ts';
import { injectCustodianMissing } from './injections/custodian-missing.ts';
import { injectHsmUnplugged } from './injections/hsm-unplugged.ts';
import { injectPowerCut } from './injections/power-cut.ts';
import { injectPrinterJam } from './injections/printer-jam.ts';
import { injectShareDamaged } from './injections/share-damaged.ts';
import { injectSuspectedCompromise } from './injections/suspected-compromise.ts';
import { injectTamperedBag } from './injections/tampered-bag.ts';

/** By the incident's id. */
export const injections: Readonly<Record<string, (scene: Scene) => Injection>> = {
  'custodian-missing': injectCustodianMissing,
  'share-damaged': injectShareDamaged,
  'hsm-unplugged': injectHsmUnplugged,
  'tampered-bag': injectTamperedBag,
  'suspected-compromise': injectSuspectedCompromise,
  'printer-jam': injectPrinterJam,
  'power-cut': injectPowerCut,
};
