/** The command `keyrite-verify` of the package @keyrite/verifier: `keyrite verify` alone, on any Node from 20. Loads nothing but the verifier. */
import { endQuietlyWhereNobodyReads } from './quiet-end.ts';
import { verifyCommand } from './verify.ts';

endQuietlyWhereNobodyReads();
const line = (stream: NodeJS.WriteStream) => (text: string): void => void stream.write(`${text}\n`);
process.exitCode = await verifyCommand(process.argv.slice(2), { out: line(process.stdout), err: line(process.stderr) });
