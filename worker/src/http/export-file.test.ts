import { expect, it } from 'vitest';
import { failure } from '#shared/contract/errors.ts';
import { err } from '#shared/lib/result.ts';
import { exportMine } from '#shared/usecases/export-mine.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import { OWNER, SimAccount } from '../testing/sim-account.ts';
import { useCasesOver } from '../testing/sim-use-cases.ts';

it('the copy of somebody’s data holds every event of an account, from the first on', async () => {
  const account = await SimAccount.open();
  for (let change = 0; change < 250; change += 1) await account.api.update(OWNER, { name: `Name ${change}` });
  const told = new Set(['accounts', 'events']);
  const useCases = new Proxy(useCasesOver(account), {
    get: (real, name: keyof UseCases) =>
      told.has(name) ? (Reflect.get(real, name) as unknown) : () => Promise.resolve(err(failure('not-allowed'))),
  });
  const seqs: unknown[] = [];
  for await (const { kind, item } of exportMine(useCases, OWNER, { at: '', own: {} }))
    if (kind === 'event') seqs.push((item as { seq: number }).seq);
  expect(seqs.length).toBeGreaterThan(250);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
});
