import fs from 'node:fs';
import { join } from 'node:path';

const D1 = join('d1', 'database.worker.js');
const COUNTS = 'commitToken = await this.state.storage.getCurrentBookmark();';

/**
 * Miniflare answers every question to D1 with a bookmark, which workerd counts in the database itself at home: every
 * question, reading ones too, became a commit to the disk of 2 to 4 ms and now and then of several hundred, during which
 * the one thread of the product does nothing else: a screen made forty a second while stops were to be sold. Nobody
 * here reads at a bookmark. Takes the counting out of the text of Miniflare's own Worker as it is read; a text that is
 * another one is left as it is. Until the answer is called, once Miniflare is ready.
 */
export function quietD1(): () => void {
  const read = fs.readFileSync;
  const quiet = (...args: Parameters<typeof fs.readFileSync>): ReturnType<typeof fs.readFileSync> => {
    const text = read(...args);
    return typeof text === 'string' && String(args[0]).endsWith(D1) ? withoutBookmarks(text) : text;
  };
  fs.readFileSync = quiet as typeof fs.readFileSync;
  return () => {
    fs.readFileSync = read;
  };
}

function withoutBookmarks(text: string): string {
  return text.split(COUNTS).length === 2 ? text.replace(COUNTS, "commitToken = '';") : text;
}
