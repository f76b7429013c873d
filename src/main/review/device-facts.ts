/** The devices of a record as they were read last: what two years of the same ceremony are compared by. One pass over the record, two reports kept. */
import type { TokenName } from '../../core/ceremony/events.ts';
import type { TokenReport } from '../../core/ports/hsm.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';

export type Devices = Readonly<Partial<Record<TokenName, TokenReport>>>;

export async function devicesOf(verified: Pick<VerifiedTranscript, 'entries'>): Promise<Devices> {
  const found: Partial<Record<TokenName, TokenReport>> = {};
  for await (const { event } of verified.entries()) if (event.type === 'hsm.examined' || event.type === 'hsm.prepared') found[event.token] = event.report;
  return found;
}

const unsaid = (text: string): string => (text === '' ? 'not reported' : text);

/** Facts by label; empty where the ceremony had no such device. */
export function deviceFacts(report: TokenReport | undefined): ReadonlyMap<string, string> {
  if (report === undefined) return new Map();
  const { library, token } = report;
  return new Map([
    ['Manufacturer and model', unsaid(`${token.manufacturer} ${token.model}`.trim())],
    ['Serial number', unsaid(token.serial)],
    ['Firmware', unsaid(token.firmware)],
    ['Hardware', unsaid(token.hardware)],
    ['Label', unsaid(token.label)],
    ['Driver', `${library.description} ${library.version}`],
    ['PKCS#11', library.cryptoki],
  ]);
}
