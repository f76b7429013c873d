/**
 * The share sheet of one custodian as PDF: a code, the same share to type, what it belongs to, and how to restore without Keyrite. The share's
 * bytes are not kept; as text (the code's contents and the rows) the share is inside the PDF library until that is collected.
 */
import type { ShareSheetData } from '../../../core/ports/ports.ts';
import { codeText } from '../../../core/shares/code-text.ts';
import { showSetId } from '../../../core/shares/share-format.ts';
import { toRows } from '../../../core/shares/typed-form.ts';
import { drawCode } from './qr-drawing.ts';
import { createSheet, PAGE } from './sheet.ts';
import type { Sheet } from './sheet.ts';
import type { Fact } from './sheet-parts.ts';
import { drawFacts, drawFields, drawFoot, drawHead, drawList, drawRehearsal, factHeight, paginate, showTime, styles } from './sheet-parts.ts';

const CODE_SIZE = 66;
const QUIET = 7.2;
const REHEARSAL = 'REHEARSAL: this share restores nothing real.';
const FACTS = { x: 97, width: PAGE.right - 97, labelWidth: 34 } as const;
/** Millimetres that the facts beside the code may take before the checks go to a page of their own. */
const FACTS_HEIGHT = 76;

const words = ['', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** The PDF of `data`. The caller owns and wipes both `data.share` and the answer, which holds the share. */
export async function shareSheet(data: ShareSheetData): Promise<Uint8Array> {
  const set = showSetId(data.setId);
  const sheet = createSheet({ title: `Backup share ${data.index} of ${data.count}, set ${set}, ceremony ${data.ceremonyId}`, madeAt: data.madeAt });
  let y = drawHead(sheet, {
    title: 'Backup share',
    lines: headLines(data),
    number: `${data.index} of ${data.count}`,
    numberLine: `any ${data.threshold} restore the keys`,
  });
  if (data.rehearsal) y = drawRehearsal(sheet, REHEARSAL, y + 4);
  const { beside, apart } = placeFacts(sheet, data);

  // ISO/IEC 18004 section 6.3.8: four modules of quiet zone, 7.2 mm here.
  y += QUIET;
  sheet.tagged('Figure', () => drawCode(sheet, { text: codeText(data.share) }, PAGE.left, y, CODE_SIZE), 'QR code that holds this share. Its contents are the rows below without their check characters.');
  const below = drawFacts(sheet, beside, { ...FACTS, y: y - 2 });
  y = Math.max(y + CODE_SIZE + QUIET, below + 5);

  y = drawRows(sheet, data.share, y) + 5;
  y = drawInstructions(sheet, data, y);
  drawFields(sheet, ['Number of the tamper-evident bag', 'Custodian, signature', 'Witness, signature'], Math.max(y + 2, PAGE.bottom - 25));
  const more = paginate(sheet, apart, PAGE.right - PAGE.left, 60, 210);
  drawFoot(sheet, footOf(data, 1, more.length + 1), 'Keep apart from other shares and from the package. Never photograph.');
  more.forEach((facts, i) => drawFurtherPage(sheet, data, facts, footOf(data, i + 2, more.length + 1)));
  return sheet.finish();
}

const headLines = (data: ShareSheetData): readonly string[] => [data.title, `Ceremony ${data.ceremonyId} · ${data.organisation}`];
const footOf = (data: ShareSheetData, page: number, pages: number): readonly [string, string] =>
  [data.ceremonyId, `set ${showSetId(data.setId)} · share ${data.index}${pages > 1 ? ` · page ${page} of ${pages}` : ''}`];

/** Facts beside the code, and those for which there is no room there. */
function placeFacts(sheet: Sheet, data: ShareSheetData): { readonly beside: readonly Fact[]; readonly apart: readonly Fact[] } {
  const checks = data.checks.map(({ label, value }): Fact => ({ label, value, mono: true, maxLines: 8 }));
  const restores = (value: string): Fact => ({ label: 'Restores', value, maxLines: 4 });
  const fixed = (list: Fact, between: readonly Fact[]): readonly Fact[] => [
    { label: 'Custodian', value: data.custodian, maxLines: 5 },
    { label: 'Share set', value: showSetId(data.setId), mono: true },
    list,
    ...between,
    { label: 'Made', value: showTime(data.madeAt) },
  ];
  const height = (facts: readonly Fact[]): number => facts.reduce((sum, fact) => sum + factHeight(sheet, fact, FACTS.width, FACTS.labelWidth), 0);
  const full = fixed(restores(data.restores.join(', ')), checks);
  if (data.restores.length <= 6 && height(full) <= FACTS_HEIGHT) return { beside: full, apart: [] };
  const short = fixed(restores(`${data.restores.length} ${data.restores.length === 1 ? 'key' : 'keys'}, listed on page 2`), []);
  const shown: Fact[] = [];
  for (const check of checks) {
    if (height([...short, ...shown, check]) > FACTS_HEIGHT) break;
    shown.push(check);
  }
  const keys = data.restores.map((value, i): Fact => ({ label: `Key ${i + 1}`, value }));
  return { beside: [...short.slice(0, -1), ...shown, ...short.slice(-1)], apart: [...keys, ...checks] };
}

function drawRows(sheet: Sheet, share: Uint8Array, y: number): number {
  const rows = toRows(share);
  const pitch = 7.8;
  const height = 11.5 + rows.length * pitch + 2.5;
  sheet.decoration(() => sheet.box(PAGE.left, y, PAGE.right - PAGE.left, height, 0.8, 2));
  sheet.tagged('H2', () => sheet.text('The same share, to type. The last two characters of a row check that row.', styles.strong, { x: PAGE.left + 5, y: y + 4, width: 164, maxLines: 1 }));
  rows.forEach((row, i) => {
    const top = y + 11 + i * pitch;
    const [data, check] = row.split(' · ');
    sheet.tagged('P', () => {
      sheet.text(String(i + 1), styles.row, { x: PAGE.left + 5, y: top, width: 8 });
      sheet.text(data!, styles.row, { x: PAGE.left + 14, y: top, width: 80 });
      sheet.text('·', styles.row, { x: PAGE.left + 77, y: top, width: 5 });
      sheet.text(check!, styles.row, { x: PAGE.left + 86, y: top, width: 14 });
    });
  });
  const note = 'Capitals or not, spaces or not: both are read. There is no letter I, L, O or U: what looks like one is the digit 1 or 0, or a V.';
  sheet.tagged('P', () => sheet.text(note, styles.label, { x: PAGE.left + 114, y: y + 12.4, width: 54 }));
  return y + height;
}

function drawInstructions(sheet: Sheet, data: ShareSheetData, y: number): number {
  const set = showSetId(data.setId);
  const needed = words[data.threshold] ?? String(data.threshold);
  let below = y;
  sheet.tagged('H2', () => {
    below = sheet.text('If the keys are lost', styles.heading, { x: PAGE.left, y, width: 174 }) + 1;
  });
  return drawList(sheet, [
    'Bring this sheet, unopened in its bag, to the recovery meeting. Note the bag’s number before it is opened.',
    `${needed} different shares of set ${set} are needed. Fewer reveal nothing.`,
    'With Keyrite: hold the code to the camera of the offline machine, or type the rows.',
    'Without Keyrite: leave out the last two characters of each row. The other 80, which are also what the code holds, are Crockford base32 of 50 bytes. '
      + `Counted from 0, bytes 13 to 44 are y and byte 45 is x of a Shamir share over GF(256), polynomial 0x11B. Interpolate each of the 32 bytes at x = 0 over ${data.threshold} shares: `
      + 'that is the AES-256 key which unwraps (RFC 5649) the keys in the package. The package is on the sheet “Backup package” and in the transcript.',
  ], below);
}

function drawFurtherPage(sheet: Sheet, data: ShareSheetData, facts: readonly Fact[], foot: readonly [string, string]): void {
  sheet.newPage();
  let y = drawHead(sheet, { title: 'What this share restores', lines: headLines(data), number: `${data.index} of ${data.count}`, numberLine: `set ${showSetId(data.setId)}` });
  if (data.rehearsal) y = drawRehearsal(sheet, REHEARSAL, y + 4);
  drawFacts(sheet, facts, { x: PAGE.left, y: y + 4, width: PAGE.right - PAGE.left, labelWidth: 60 });
  drawFoot(sheet, foot, 'Nothing on this page is secret. It stays with its share.');
}
