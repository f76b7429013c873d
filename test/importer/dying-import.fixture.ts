/** For tests: an importer that is killed in the middle of a record, after rows were written and before they were committed. */
import { openStore } from '../../src/importer/open-store.ts';
import { sampleBundle } from '../verifier/sample-bundle.ts';
import { importAlone, NOW, options, verifiedOf } from './verified-samples.ts';

const store = await openStore(process.argv[2]!, () => NOW);
const verified = await verifiedOf(sampleBundle());
const dying = {
  ...verified,
  async *entries() {
    yield* verified.entries();
    process.kill(process.pid, 'SIGKILL');
  },
};
await importAlone(store, dying, options);
