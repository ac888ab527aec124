import { z } from 'zod';
import type { MarketId, UserId } from '#shared/domain/ids.ts';
import type { MarketState } from '#shared/domain/market.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { DEPOSIT_DEFAULT } from '#shared/usecases/create-account.ts';
import type { Composition } from '../../composition.ts';
import type { MarketBoot } from '../../objects/market/market-rpc.ts';
import { marketDoor } from '../../peers.ts';
import { findImport } from '../../store/import-store.ts';
import { readSetting, writeSetting } from '../../store/settings.ts';
import { ensureOwner } from './owner.ts';

/** What `npm start` asks for. Without a world: the one that ran last, else a generated market. */
export const BootRequest = z.object({
  stateId: z.string().max(100).optional(),
  world: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('generated'), seed: z.number().int().min(0).optional() }),
      z.object({ kind: z.literal('replay'), file: z.string().max(200), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    ])
    .optional(),
  speed: z.number().min(0).max(1000).optional(),
  noWait: z.boolean().optional(),
  publicUrl: z.string().max(300).optional(),
});
export type BootRequest = z.infer<typeof BootRequest>;

export interface BootAnswer {
  /** The line that says which world this is. */
  readonly world?: string;
  /** The file's bars are not here yet: import it, then boot again. */
  readonly needsImport?: boolean;
  readonly accountId?: string;
}

const DEFAULT_SEED = 1;

/** Owner, market, paper account: whatever is missing is made, in an order in which a crash at any point is repaired by the next boot. */
export async function boot(composition: Composition, request: BootRequest): Promise<BootAnswer> {
  const now = Date.now() as WallMs;
  const owner = await ensureOwner(composition, now);
  await composition.portfolios.ensureDefault(owner, now);
  const source = await sourceOf(composition, request);
  if (source === null) return { needsImport: true };
  const { speed, noWait } = request;
  const pace = { ...(speed !== undefined && { speed }), ...(noWait !== undefined && { noWait }) };
  const market = marketDoor(composition.env, source.id);
  const state = await market.boot({ ...source, ...pace });
  const accountId = await ensureAccount(composition, { owner, state });
  await makeActive(composition, { owner, state, isPaused: speed === 0 });
  return { world: await worldLine(composition, state, request), accountId };
}

/** One market runs at a time: the others stand until a start chooses them again. */
async function makeActive(
  { database, directory, env }: Composition,
  { owner, state, isPaused }: { owner: UserId; state: MarketState; isPaused: boolean },
): Promise<void> {
  const before = await readSetting(database, 'active-market');
  await writeSetting(database, 'active-market', state.id);
  const accounts = await directory.of({ userId: owner, accountIds: null });
  const others = new Set(accounts.map((account) => account.marketId).filter((id) => id !== state.id));
  for (const other of others) await marketDoor(env, other).control({ paused: true });
  const comesBack = before !== null && before !== state.id && !isPaused;
  if (comesBack) await marketDoor(env, state.id).control({ paused: false });
}

/** Which market to run; null when a replay's bars have to be imported first. */
async function sourceOf(
  composition: Composition,
  { world }: BootRequest,
): Promise<Pick<MarketBoot, 'id' | 'source'> | null> {
  if (world?.kind === 'replay') {
    const imported = await findImport(composition.env.DB, world.hash);
    if (imported === null) return null;
    return { id: imported.marketId, source: { kind: 'replay', timeframe: imported.timeframe } };
  }
  if (world === undefined) {
    const active = (await readSetting(composition.database, 'active-market')) as MarketId | null;
    // A market that is there keeps its source, whatever is said of it.
    if (active !== null) return { id: active, source: { kind: 'generated', seed: seedOf(active) } };
  }
  const seed = world?.seed ?? DEFAULT_SEED;
  return { id: generatedId(seed), source: { kind: 'generated', seed } };
}

const GENERATED = 'demo-';
const generatedId = (seed: number): MarketId => `${GENERATED}${seed}` as MarketId;
const seedOf = (id: MarketId): number => Number(id.slice(GENERATED.length)) || DEFAULT_SEED;

async function ensureAccount(
  { directory, opener }: Composition,
  { owner, state }: { owner: string; state: MarketState },
): Promise<string> {
  const accounts = await directory.onMarket(state.id);
  const [known] = accounts;
  if (known !== undefined) return known.id;
  return opener.openPaper({
    userId: owner,
    name: state.world === 'demo' ? 'Demo account' : 'Paper account',
    marketId: state.id,
    world: state.world,
    baseCurrency: 'USD',
    deposit: DEPOSIT_DEFAULT.USD,
  });
}

async function worldLine(composition: Composition, state: MarketState, request: BootRequest): Promise<string> {
  const instruments = await marketDoor(composition.env, state.id).instruments();
  const count = `${instruments.filter(({ kind }) => kind !== 'index').length} stocks`;
  if (state.world === 'demo') return `DEMO, invented prices of ${count} (seed ${seedOf(state.id)}).`;
  const day = new Date(state.marketAt).toISOString().slice(0, 10);
  const file = request.world?.kind === 'replay' ? request.world.file : 'past prices';
  const past = await composition.env.DB.prepare('SELECT file FROM imports WHERE market_id = ?1')
    .bind(state.id)
    .first<{ file: string }>();
  return `${state.world.toUpperCase()}, ${past?.file ?? file}: past prices of ${count}, now at ${day}.`;
}
