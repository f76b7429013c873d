/** For the fuzz run: puts signature-memory.ts in the place of the signature checks of every module loaded after this one. */
import { registerHooks } from 'node:module';

const memory = new URL('./signature-memory.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url.endsWith('/src/core/transcript/signature.ts') ? { ...found, url: memory } : found;
  },
});
