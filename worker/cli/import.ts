import { basename, resolve } from 'node:path';
import { calledFrom } from '../host/paths.ts';
import { PlainError } from '../host/plain-error.ts';
import { checkFile, importFile } from '../host/world.ts';
import type { Command } from './command.ts';
import { withProduct } from './with-product.ts';

export const importCommand: Command = {
  name: 'import',
  usage: 'import FILE [--market US]',
  summary: 'bars from a .csv or .csv.gz; a file with a mistake is refused whole',
  options: ['market'],
  async run(asked) {
    const [file] = asked.args;
    if (file === undefined) throw new PlainError('Which file? npm run nod -- import FILE.csv[.gz]');
    const path = resolve(calledFrom, file);
    checkFile(path);
    const startMs = Date.now();
    const done = await withProduct(asked, ({ admin }) => importFile(admin, path, asked.options['market']));
    const span = done.from === undefined ? '' : `, ${done.from} to ${done.to ?? ''}`;
    const words = `${basename(path)}: ${done.bars.toLocaleString('en')} bars of ${done.instruments} instruments${span}, in ${((Date.now() - startMs) / 1000).toFixed(1)} s.`;
    asked.print(asked.isJson ? JSON.stringify(done) : words);
    return 0;
  },
};
