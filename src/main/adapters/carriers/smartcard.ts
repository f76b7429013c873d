/**
 * A smartcard as a carrier: the share is one private data object on the custodian's own PKCS#11 token, under their own PIN. Each act opens the
 * card anew, in a worker of its own, so that what is read comes from the card and not from a cache of its driver.
 */
import { equalBytes, wipe } from '../../../core/bytes/bytes.ts';
import type { HsmPort, OpenHsm, TokenAddress, TokenReport } from '../../../core/ports/hsm.ts';
import type { CardPort, CardReport } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';

const reportOf = ({ token, slot }: TokenReport): CardReport => ({ label: token.label, model: token.model, serial: token.serial, removable: slot.removable });

/** Puts the share on the card; answers whether an object of that label was there before, which is left as it is. */
async function putOrFind(port: HsmPort, objectLabel: string, share: Uint8Array): Promise<boolean> {
  try {
    await port.putData(objectLabel, share);
    return false;
  } catch (error) {
    if (error instanceof RefusalError && error.code === 'hsm.object-exists') return true;
    throw error;
  }
}

/**
 * Cards opened by `openHsm`. PINs are wiped in every case; shares stay the caller's.
 * Errors: those of the port (`hsm.pin-incorrect`, `hsm.token-not-found`, ...), `hsm.object-exists` where another share has the label,
 * `card.mismatch`, `card.no-share`.
 */
export function createCards(openHsm: OpenHsm): CardPort {
  const withCard = async <T>(card: TokenAddress, work: (port: HsmPort) => Promise<T>): Promise<T> => {
    const port = openHsm(card);
    try {
      return await work(port);
    } finally {
      await port.close();
    }
  };
  const unlocked = <T>(card: TokenAddress, pin: Uint8Array, work: (port: HsmPort, report: CardReport) => Promise<T>): Promise<T> =>
    withCard(card, async (port) => {
      const report = await port.describe();
      await port.login(report.token.protectedAuthenticationPath ? null : pin);
      const answer = await work(port, reportOf(report));
      await port.logout();
      return answer;
    }).finally(() => wipe(pin));

  return {
    describe: (card) => withCard(card, async (port) => reportOf(await port.describe())),
    write: (card, pin, objectLabel, share) =>
      unlocked(card, pin, async (port, report) => {
        // Where the act was cut off after the card had the share, the same share is there already: that is no second copy.
        const there = await putOrFind(port, objectLabel, share);
        const back = await port.getData(objectLabel);
        const same = back !== null && equalBytes(back, share);
        wipe(back);
        if (!same) throw new RefusalError(there ? 'hsm.object-exists' : 'card.mismatch');
        return report;
      }),
    read: (card, pin, objectLabel) =>
      unlocked(card, pin, async (port, report) => {
        const share = await port.getData(objectLabel);
        if (share === null) throw new RefusalError('card.no-share');
        return { report, share };
      }),
    // The port takes a blank token for one that is still to get its label; a custodian's card is never blank.
    present: (card) => withCard(card, async (port) => (await port.present()) && (await port.describe()).token.initialised),
  };
}
