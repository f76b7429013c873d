/** The page: takes a bundle and, where given, pinned keys, judges it in this window, and shows the answer. Asks for nothing from anywhere, and keeps nothing. */
import { RefusalError } from '../../core/refusals/refusal.ts';
import { limits } from '../../core/transcript/limits.ts';
import { judge } from '../judge.ts';
import { parseTrust } from '../trust.ts';
import type { Trust } from '../trust.ts';
import { sourceOf } from './blob-source.ts';
import type { GivenFile } from './blob-source.ts';
import { chosenFiles, droppedFiles } from './dropped.ts';
import { answerView, el, refusalView } from './view.ts';
import './page.css';

function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

const place = byId('place', HTMLElement);
const answer = byId('answer', HTMLElement);
const busy = byId('busy', HTMLElement);
const pins = byId('pins', HTMLElement);
const rehearsals = byId('rehearsals', HTMLInputElement);
const trustInput = byId('trust', HTMLInputElement);
const inputs = [byId('zip', HTMLInputElement), byId('folder', HTMLInputElement)];

let trust: { readonly value: Trust; readonly name: string } | null = null;
let given: { readonly files: readonly GivenFile[]; readonly what: string } | null = null;
/** Of the judging whose answer counts: what was begun before it is not shown. */
let turn = 0;

function show(views: readonly HTMLElement[]): void {
  answer.replaceChildren(...views);
  answer.querySelector('h1')?.focus();
}

function refused(error: unknown, what: string): readonly HTMLElement[] {
  if (error instanceof RefusalError) return refusalView(error.refusal, what);
  return [...refusalView({ code: 'transcript.unreadable', sentence: 'Something went wrong in this page, and nothing was judged. Try again, or use "keyrite verify".' }, what), el('p', 'mono', String(error))];
}

async function judgeGiven(): Promise<void> {
  if (given === null) return;
  const mine = ++turn;
  const { files, what } = given;
  busy.hidden = false;
  place.setAttribute('aria-busy', 'true');
  answer.replaceChildren();
  // The window draws that it is busy before the work begins.
  await new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
  let views: readonly HTMLElement[];
  try {
    views = answerView(await judge(sourceOf(files), { allowRehearsal: rehearsals.checked, ...(trust === null ? {} : { trust: trust.value }) }), what);
  } catch (error) {
    views = refused(error, what);
  }
  if (mine !== turn) return;
  busy.hidden = true;
  place.removeAttribute('aria-busy');
  show(views);
}

function take(files: readonly GivenFile[]): void {
  const [first] = files;
  if (first === undefined) return;
  given = { files, what: files.length === 1 ? first.path : `${first.path.split('/')[0] ?? ''}, ${files.length} files` };
  void judgeGiven();
}

async function takeTrust(file: File | undefined): Promise<void> {
  trust = null;
  pins.textContent = 'No keys are pinned.';
  if (file === undefined) return judgeGiven();
  try {
    if (file.size > limits.trustBytes) throw new RefusalError('transcript.bad-trust', { where: `larger than ${limits.trustBytes} bytes` });
    trust = { value: parseTrust(new Uint8Array(await file.arrayBuffer())), name: file.name };
    pins.textContent = `Pinned keys: ${trust.name}`;
  } catch (error) {
    // SECURITY: pins that cannot be read are never passed over: nothing is judged until they can be, or are taken away.
    turn++;
    given = null;
    busy.hidden = true;
    place.removeAttribute('aria-busy');
    trustInput.value = '';
    show(refused(error, file.name));
    return;
  }
  return judgeGiven();
}

for (const input of inputs) {
  input.addEventListener('change', () => {
    if (input.files !== null) take(chosenFiles(input.files));
    input.value = '';
  });
}
trustInput.addEventListener('change', () => void takeTrust(trustInput.files?.[0]));
rehearsals.addEventListener('change', () => void judgeGiven());
for (const type of ['dragenter', 'dragover'] as const) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    place.classList.add('over');
  });
}
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) place.classList.remove('over');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  place.classList.remove('over');
  if (event.dataTransfer !== null) void droppedFiles(event.dataTransfer).then(take, (error: unknown) => { show(refused(error, 'what was dropped')); });
});
