import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { link } from './link.ts';

test('where no Nod runs, a link is refused with the reason, and no state is made', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'nod-link-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const stateDir = join(dir, '.nod');
  const said = (): void => undefined;
  const asked = link.run({ stateDir, isJson: false, args: [], options: {}, print: said, say: said });
  await expect(asked).rejects.toThrow(/not running on .*\.nod: start it with npm start.*--state DIR/);
  expect(existsSync(stateDir)).toBe(false);
});
