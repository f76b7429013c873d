/** An officer's key on a smartcard or another PKCS#11 token: made there, never extractable, used through a worker of its own. The file names it and holds no secret. */
import { equalBytes, fromBase64, toHex, wipe } from '../../../core/bytes/bytes.ts';
import type { HsmPort, OpenHsm } from '../../../core/ports/hsm.ts';
import type { OfficerKeyPort } from '../../../core/ports/officer-key.ts';
import type { Random } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import type { TokenKeyFile } from './key-file.ts';

/** Logs in with the PIN, or with none where the token has a pin pad. */
async function login(port: HsmPort, pin: Uint8Array): Promise<string> {
  const { token } = await port.describe();
  await port.login(token.protectedAuthenticationPath ? null : pin);
  return token.serial;
}

/** Named by its id, so that a card can get a second key when the first is to be replaced. */
const reference = (id: string): Parameters<HsmPort['find']>[0] => ({ name: `officer-${id.slice(0, 8)}`, type: 'ec-p256', purpose: 'signing', id });

/** Makes a P-256 key on an initialised token; wipes the PIN. Throws RefusalError `hsm.*`. */
export async function newTokenKey(openHsm: OpenHsm, address: { readonly module: string; readonly label: string }, pin: Uint8Array, random: Random): Promise<TokenKeyFile> {
  const port = openHsm(address);
  try {
    const serial = await login(port, pin);
    const id = toHex(random(16));
    const evidence = await port.generate({ ...reference(id), backup: false, trusted: false });
    await port.logout();
    const spki = evidence.check.kind === 'spki-sha256' ? evidence.check.spki : '';
    return { keyriteOfficerKey: 1, kind: 'token', spki, module: address.module, label: address.label, serial, id };
  } finally {
    wipe(pin);
    await port.close();
  }
}

/** The key that `file` names. RefusalError of `open`: `officer-key.other-key`, `hsm.*`. */
export function tokenKey(openHsm: OpenHsm, file: TokenKeyFile): OfficerKeyPort {
  const { module, label, serial, id } = file;
  const spki = fromBase64(file.spki);
  return {
    publicKey: async () => spki.slice(),
    async open(pin) {
      const port = openHsm({ module, label, ...(serial === '' ? {} : { serial }) });
      try {
        await login(port, pin);
        const evidence = await port.find(reference(id));
        if (evidence === null) throw new RefusalError('hsm.key-not-found', { id });
        if (evidence.check.kind !== 'spki-sha256' || !equalBytes(fromBase64(evidence.check.spki), spki)) throw new RefusalError('officer-key.other-key');
      } catch (error) {
        await port.close();
        throw error;
      } finally {
        wipe(pin);
      }
      let closing: Promise<void> | null = null;
      return {
        sign: (message) => port.sign(id, message),
        close: () => (closing ??= port.logout().finally(() => port.close())),
      };
    },
  };
}
