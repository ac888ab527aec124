import { basename, resolve } from 'node:path';
import { calledFrom } from '../host/paths.ts';
import { PlainError } from '../host/plain-error.ts';
import { checkFile, importFile, importIndexFile } from '../host/world.ts';
import type { Asked, Command } from './command.ts';
import { withProduct } from './with-product.ts';

export const importCommand: Command = {
  name: 'import',
  usage: 'import FILE [--index NAME] [--market US]',
  summary: 'bars, or who is in an index since when, from a .csv or .csv.gz; one with a mistake is refused whole',
  options: ['market', 'index'],
  async run(asked) {
    const [file] = asked.args;
    if (file === undefined) throw new PlainError('Which file? npm run nod -- import FILE.csv[.gz]');
    const path = resolve(calledFrom, file);
    checkFile(path);
    if (asked.options['index'] !== undefined) return importList(asked, path, asked.options['index']);
    const startMs = Date.now();
    const done = await withProduct(asked, ({ admin }) => importFile(admin, path, asked.options['market']));
    const span = done.from === undefined ? '' : `, ${done.from} to ${done.to ?? ''}`;
    const words = `${basename(path)}: ${done.bars.toLocaleString('en')} bars of ${done.instruments} ${done.instruments === 1 ? 'instrument' : 'instruments'}${span}, in ${((Date.now() - startMs) / 1000).toFixed(1)} s.`;
    asked.print(asked.isJson ? JSON.stringify(done) : words);
    return 0;
  },
};

async function importList(asked: Asked, path: string, index: string): Promise<number> {
  const done = await withProduct(asked, ({ admin }) =>
    importIndexFile(admin, path, { index, market: asked.options['market'] }),
  );
  const { members, changes, announced } = done;
  const later =
    announced < changes
      ? ` ${changes - announced} of the changes have no day of announcement: they are known only when they happen.`
      : '';
  const words = `${basename(path)}: ${members} are in ${done.index} now; ${changes} dated changes.${later}`;
  asked.print(asked.isJson ? JSON.stringify(done) : words);
  return 0;
}
