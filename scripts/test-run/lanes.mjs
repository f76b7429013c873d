/** Works through a list in several lanes at once. Each lane takes the next item as soon as it is free, so the longest come first in the list. */

/**
 * The answers, in the order of the items. An item that throws ends nothing but its lane's item: the error is thrown once all lanes are done.
 * @template Item, Answer
 * @param {readonly Item[]} items
 * @param {number} lanes At least 1.
 * @param {(item: Item) => Promise<Answer>} work
 * @returns {Promise<Answer[]>}
 */
export async function inLanes(items, lanes, work) {
  /** @type {Answer[]} */
  const answers = new Array(items.length);
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const at = next++;
      answers[at] = await work(/** @type {Item} */ (items[at]));
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.max(1, lanes) }, lane));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return answers;
}
