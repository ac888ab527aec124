import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootDir, statePaths } from '../../host/paths.ts';
import { readStateOnDisk } from './books-on-disk.ts';
import { proofState, sleep, type ProofState } from './product-run.ts';
import { NO_FAULTS, trader } from './trader.ts';

const run = promisify(execFile);
const ON_THE_WIRE_MS = 1_500;
/** A state that comes back is asked after this long what it has sent. */
const LOOKED_AT_AFTER_MS = 8_000;

/** `nod COMMAND` as a person types it, on the machine whose keys lie beside this state. */
async function nod<T>(state: ProofState, ...args: string[]): Promise<T> {
  const env = { ...process.env, XDG_CONFIG_HOME: join(state.folder, 'config') };
  const script = join(rootDir, 'worker/cli/nod.ts');
  const flags = ['--disable-warning=ExperimentalWarning', script];
  const { stdout } = await run(process.execPath, [...flags, ...args, '--state', state.dir, '--json'], { env });
  return JSON.parse(stdout) as T;
}

/**
 * The real product: backed up while it runs and an answer is on its way, restored on another machine that is given the
 * keys, started there. Answers what was wrong.
 */
export async function backupAndRestore(seed: number): Promise<{ faults: string[]; figures: Record<string, number> }> {
  const [original, other] = [proofState('backup'), proofState('restore')];
  const faults: string[] = [];
  try {
    const product = await original.start(['--seed', String(seed % 1_000), '--speed', '0']);
    const person = trader(product);
    const [account] = await person.accounts();
    const stock = (await person.instruments()).find(
      ({ kind, currency, lastPrice }) => kind === 'stock' && currency === 'USD' && Number(lastPrice) < 400,
    );
    if (account === undefined || stock === undefined) throw new Error('there is nothing to trade');
    await person.faults(account.id, { ...NO_FAULTS, replyDelayMs: ON_THE_WIRE_MS });
    const placing = person.order(account.id, { symbol: stock.symbol, side: 'buy', quantity: '1' }).catch(() => null);
    await sleep(300);
    // The lock keeps a second product off, whatever the first is busy with.
    const second = await original.refused([]);
    if (second.code !== 1 || !second.said.includes('already runs')) faults.push(`a second start: ${second.said}`);
    const file = join(original.folder, 'backup.tar.gz');
    const made = await nod<{ stoodStillMs: number; drained: boolean }>(original, 'backup', file);
    if (!made.drained) faults.push('the answer that was on its way was not waited for');
    if ((await placing)?.status !== 201) faults.push('the order that was on its way was cut off');
    const goesOn = await person.order(account.id, { symbol: stock.symbol, side: 'buy', quantity: '2' });
    if (goesOn.status !== 201) faults.push(`after the backup an order is answered with ${goesOn.status}`);
    await product.stop();

    const { id, writer } = JSON.parse(readFileSync(statePaths(original.dir).identity, 'utf8')) as Record<
      string,
      string
    >;
    const keys = join(original.folder, 'config', 'nod', String(id));
    const restored = await nod<{ writer: string }>(other, 'restore', file, '--keys', keys);
    if (restored.writer === writer) faults.push('it writes under the former name');
    const back = await other.start(['--speed', '0']);
    await sleep(LOOKED_AT_AFTER_MS);
    const there = await trader(back).book(account.id);
    if (there.orders.length !== 1)
      faults.push(`${there.orders.length} orders at its broker instead of the one of the backup`);
    await trader(back).settled([account.id]);
    await back.stop();
    const [disk] = readStateOnDisk(other.dir).accounts.filter((one) => one.id === account.id);
    if (!(disk?.events.some(({ type }) => type === 'account.restored') ?? false))
      faults.push('the new life is not written down');
    return { faults, figures: { backups: 1, stoodStillMs: made.stoodStillMs } };
  } finally {
    await original.remove();
    await other.remove();
  }
}
