/** Entry of the worker process: the only place where a vendor's PKCS#11 module is loaded. */
import { serve } from './serve.ts';
import { loadPkcs11 } from './worker/module.ts';

serve(loadPkcs11);
