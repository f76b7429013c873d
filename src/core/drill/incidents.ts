/** The incidents that a drill can inject: the one place that knows them all. A new one is a file in incidents/ and a row here. */
import type { Incident } from './incident.ts';
import { custodianMissing } from './incidents/custodian-missing.ts';
import { hsmUnplugged } from './incidents/hsm-unplugged.ts';
import { powerCut } from './incidents/power-cut.ts';
import { printerJam } from './incidents/printer-jam.ts';
import { shareDamaged } from './incidents/share-damaged.ts';
import { suspectedCompromise } from './incidents/suspected-compromise.ts';
import { tamperedBag } from './incidents/tampered-bag.ts';

export const incidents: readonly Incident[] = [custodianMissing, shareDamaged, hsmUnplugged, tamperedBag, suspectedCompromise, printerJam, powerCut];
