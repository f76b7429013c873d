/**
 * Refuses the network to main's own JavaScript, so that a careless or malicious package cannot use it. Must never be taken for a wall: native code, the
 * vendor's PKCS#11 module included, and other processes are not stopped by it (docs/threat-model.md).
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { logRefusal } from '../app/log.ts';

function refuse(): never {
  logRefusal('window.network', { from: 'main' });
  throw new RefusalError('window.network');
}

/** Takes connect, listen, UDP and name lookup from Node; fetch, http, tls and WebSocket stand on these. Cannot be undone. */
export function refuseNodeNetwork(): void {
  for (const [target, names] of [
    [net.Socket.prototype, ['connect']],
    [net.Server.prototype, ['listen']],
    [dgram.Socket.prototype, ['bind', 'connect', 'send']],
    [dns, ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveMx', 'resolveSrv', 'resolveTxt', 'reverse']],
    [dns.promises, ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveMx', 'resolveSrv', 'resolveTxt', 'reverse']],
    [dns.Resolver.prototype, ['resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveTxt', 'reverse']],
  ] as const) {
    for (const name of names) Object.defineProperty(target, name, { value: refuse, writable: false, configurable: false, enumerable: true });
  }
  syncBuiltinESMExports();
}
