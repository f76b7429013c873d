/** Which network interfaces are up, and what that means for the air gap. Looks only; it never switches an interface off. */
import { readFileSync, readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** Bits of /sys/class/net/NAME/flags (linux/if.h). */
const IFF_UP = 0x1;
const IFF_LOOPBACK = 0x8;

/**
 * Names of interfaces that are up, the loopback excepted. On Linux from the kernel's flags, because an interface that is up without an address
 * is not in the system's address list; united with that list, which is all there is elsewhere.
 */
export function interfacesUp(sys = '/sys/class/net'): readonly string[] {
  const addressed = Object.entries(networkInterfaces()).flatMap(([name, addresses]) => (addresses?.some((a) => !a.internal) === true ? [name] : []));
  return [...new Set([...flaggedUp(sys), ...addressed])].toSorted();
}

function flaggedUp(sys: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(sys);
  } catch {
    return []; // not Linux: the address list speaks alone
  }
  return names.filter((name) => {
    try {
      const flags = Number.parseInt(readFileSync(`${sys}/${name}/flags`, 'utf8'), 16);
      return (flags & IFF_UP) !== 0 && (flags & IFF_LOOPBACK) === 0;
    } catch {
      return name !== 'bonding_masters'; // SECURITY: an interface that cannot be asked counts as up; bonding_masters is a file, not an interface
    }
  });
}

/** The air gap in one sentence. */
export function offline(up: readonly string[]): { readonly ok: boolean; readonly sentence: string } {
  if (up.length === 0) return { ok: true, sentence: 'No network interface is up.' };
  return { ok: false, sentence: `A network is up: ${up.join(', ')}. Unplug its cable or switch it off.` };
}
