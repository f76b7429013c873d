/** All refusal codes, gathered from one table an area. A code, once published, never changes its meaning. */
import { ceremonySentences } from './ceremony.ts';
import { documentSentences } from './document.ts';
import { drillSentences } from './drill.ts';
import { exportSentences } from './export.ts';
import { hsmSentences } from './hsm.ts';
import { importSentences } from './importer.ts';
import { ipcSentences } from './ipc.ts';
import { lineageSentences } from './lineage.ts';
import { officerKeySentences } from './officer-key.ts';
import { planSentences } from './plan.ts';
import { presenceSentences } from './presence.ts';
import { reviewSentences } from './review.ts';
import { shareSentences } from './share.ts';
import { sidecarSentences } from './sidecar.ts';
import { signOffSentences } from './sign-off.ts';
import { storeSentences } from './store.ts';
import { transcriptSentences } from './transcript.ts';
import { transferSentences } from './transfer.ts';
import { windowSentences } from './window.ts';

export const sentences = {
  ...ceremonySentences,
  ...documentSentences,
  ...drillSentences,
  ...exportSentences,
  ...hsmSentences,
  ...importSentences,
  ...ipcSentences,
  ...lineageSentences,
  ...officerKeySentences,
  ...planSentences,
  ...presenceSentences,
  ...reviewSentences,
  ...shareSentences,
  ...sidecarSentences,
  ...signOffSentences,
  ...storeSentences,
  ...transcriptSentences,
  ...transferSentences,
  ...windowSentences,
} as const;

export type RefusalCode = keyof typeof sentences;
