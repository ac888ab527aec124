import type { AccountView } from '../contract/account.ts';
import type {
  ConnectionView,
  CreateConnection,
  NewConnectionView,
  RemovedConnectionView,
  ReplaceKeys,
} from '../contract/connection.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { CloseAccount, LeavingView } from '../contract/leaving.ts';
import { SCOPES, type Caller } from '../domain/caller.ts';
import type { UserId } from '../domain/ids.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { SECOND_MS, toIso } from '../lib/time.ts';
import type { RecordedAccess } from './access-history.ts';
import { mayManage } from './access.ts';
import { healthOf, type HeldStops } from './connection-health.ts';
import type {
  BrokerKeys,
  ConnectionRecord,
  ConnectionStatus,
  Environment,
  KeyedBroker,
  KnockResult,
} from './connection-port.ts';
import type { UseCaseDeps } from './ports.ts';

type Opened = Extract<KnockResult, { kind: 'opened' }>;

export async function listConnections(deps: UseCaseDeps, caller: Caller): Promise<Result<ConnectionView[], Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  const records = await deps.connections.list(caller.userId);
  return ok(
    await Promise.all(
      records.map(async (record) => viewOf(deps, caller, record, await deps.connections.status(record.id))),
    ),
  );
}

export async function showConnection(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<ConnectionView, Failure>> {
  const record = await own(deps, caller, id);
  return record.ok ? ok(await viewOf(deps, caller, record.value, await deps.connections.status(id))) : record;
}

/** "Try now". */
export async function checkConnection(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<ConnectionView, Failure>> {
  const record = await own(deps, caller, id);
  return record.ok ? ok(await viewOf(deps, caller, record.value, await deps.connections.check(id))) : record;
}

/**
 * Knocks at one door of the broker, reads back which account the keys open, seals them and keeps them. A paper account
 * trades over it at once; for real money there is a door of its own.
 */
export async function createConnection(
  deps: UseCaseDeps,
  caller: Caller,
  input: CreateConnection,
): Promise<Result<NewConnectionView, Failure>> {
  const allowed = await mayBringKeys(deps, caller);
  if (!allowed.ok) return allowed;
  const { broker, keyId, secretKey } = input;
  const keys = { keyId, secretKey };
  // Nothing but the very word opens the door to real money.
  const environment: Environment = input.environment === 'live' ? 'live' : 'paper';
  const knocked = await knock(deps, { broker, environment, keys });
  if (!knocked.ok) return knocked;
  const title = deps.connections.titleOf(broker);
  const name = input.name ?? `${title} ${environment}`;
  const { userId } = caller;
  const kept = await deps.connections.add({ userId, broker, name, environment, keys }, knocked.value);
  if ('existing' in kept) return err(failure('connection-exists', { id: kept.existing.id, name: kept.existing.name }));
  const record = kept.added;
  await writeDown(deps, caller, { type: 'access.broker-connected', of: record });
  const accountId = environment === 'paper' ? await openAccount(deps, caller, record, knocked.value) : null;
  const connection = await viewOf(deps, caller, record, await deps.connections.status(record.id));
  return ok({ connection, accountId });
}

export async function replaceKeys(
  deps: UseCaseDeps,
  caller: Caller,
  { id, input }: { id: string; input: ReplaceKeys },
): Promise<Result<ConnectionView, Failure>> {
  const record = await own(deps, caller, id);
  if (!record.ok) return record;
  const allowed = await mayBringKeys(deps, caller);
  if (!allowed.ok) return allowed;
  const { broker, environment } = record.value;
  const knocked = await knock(deps, { broker, environment, keys: input });
  if (!knocked.ok) return knocked;
  const done = await deps.connections.replaceKeys(record.value, input, knocked.value);
  if (done === 'other-account') return err(failure('other-brokerage-account', { ending: record.value.accountEnding }));
  if (done === 'outrun') return err(failure('keys-just-replaced', { name: record.value.name }));
  await writeDown(deps, caller, { type: 'access.broker-keys-replaced', of: record.value });
  const { connections } = deps;
  const renewed = (await connections.find(caller.userId, id)) ?? record.value;
  return ok(await viewOf(deps, caller, renewed, await connections.check(id)));
}

/** What of its accounts stays open without the keys, and who protects that afterwards. */
export async function showLeaving(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<LeavingView[], Failure>> {
  const record = await own(deps, caller, id);
  if (!record.ok) return record;
  const views: LeavingView[] = [];
  for (const accountId of (await deps.connections.status(id))?.accountIds ?? []) {
    const view = await deps.accounts.account(accountId).leavingAccount(caller);
    if (!view.ok) return view;
    views.push(view.value);
  }
  return ok(views);
}

/**
 * Forgets the keys and closes the accounts that trade over them. Refused while they hold something and nobody said what
 * becomes of it; told to sell, the keys stay until nothing is left, as nothing else can sell it, and go by themselves then
 * (`forgetSoldOut`). They stay, too, where
 * shares that were joined have no stop at the broker yet: it was shown as held there, and nothing else can place it.
 */
export async function removeConnection(
  deps: UseCaseDeps,
  caller: Caller,
  { id, positions }: { id: string } & CloseAccount,
): Promise<Result<RemovedConnectionView, Failure>> {
  const record = await own(deps, caller, id);
  if (!record.ok) return record;
  const accountIds = (await deps.connections.status(id))?.accountIds ?? [];
  // An account that cannot say what it holds is none that holds nothing.
  const before = await openAt(deps, caller, accountIds);
  if (!before.ok) return before;
  const { staysOpen, workingOrders } = before.value;
  const isOpen = staysOpen.length > 0 || workingOrders > 0;
  if (isOpen && positions === undefined) {
    return err(failure('connection-in-use', { positions: staysOpen.length, orders: workingOrders }));
  }
  if (isOpen || (accountIds.length > 0 && record.value.environment === 'live')) {
    const proof = await deps.requireStepUp(caller, 'broker-keys');
    if (!proof.ok) return proof;
  }
  for (const accountId of accountIds) {
    // Forgetting the keys was confirmed, and that is what ends the account.
    const given = { reason: 'close-account', about: accountId } as const;
    const closed = await deps.accounts.account(accountId).close(caller, { positions }, given);
    if (!closed.ok) return closed;
  }
  const after = await openAt(deps, caller, accountIds);
  if (!after.ok) return after;
  const isGone =
    positions === 'sell'
      ? after.value.staysOpen.length + after.value.workingOrders === 0
      : !losesStops(staysOpen, after.value.staysOpen);
  if (isGone) await forget(deps, caller, record.value);
  else if (positions === 'sell') await deps.connections.leave(caller.userId, id);
  return ok({ id, isGone, ...after.value });
}

/**
 * Forgets the keys of whoever said "sell everything, then forget them", once the accounts say that nothing is left; each
 * tells its people first. What cannot be asked or told now is looked at again. Answers how many are gone.
 */
export async function forgetSoldOut(deps: UseCaseDeps): Promise<number> {
  const leaving = await deps.connections.leaving();
  const done = await Promise.allSettled(leaving.map((one) => forgetIfSoldOut(deps, one)));
  const failed = done.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return done.filter((one) => one.status === 'fulfilled' && one.value).length;
}

async function forgetIfSoldOut(
  deps: UseCaseDeps,
  { userId, id }: { readonly userId: UserId; readonly id: string },
): Promise<boolean> {
  const caller: Caller = { userId, channel: 'clock', scopes: SCOPES, accountIds: null };
  const accountIds = (await deps.connections.status(id))?.accountIds ?? [];
  const open = await openAt(deps, caller, accountIds);
  if (!open.ok || open.value.staysOpen.length + open.value.workingOrders > 0) return false;
  for (const accountId of accountIds) {
    const told = await deps.accounts.account(accountId).keysForgotten(caller, id);
    if (!told.ok) return false;
  }
  const record = await deps.connections.find(userId, id);
  if (record !== null) await forget(deps, caller, record);
  return true;
}

async function forget(deps: UseCaseDeps, caller: Caller, record: ConnectionRecord): Promise<void> {
  await deps.connections.remove(caller.userId, record.id);
  await writeDown(deps, caller, { type: 'access.broker-forgotten', of: record });
}

/** Keys that came, changed or went stand in their person's history of access, by name alone. */
function writeDown(
  deps: UseCaseDeps,
  { userId, channel }: Caller,
  { type, of: { id, name } }: { readonly type: RecordedAccess['type']; readonly of: ConnectionRecord },
): Promise<void> {
  return deps.accessHistory.record(userId, { type, channel, body: { id, name } });
}

type StaysOpen = RemovedConnectionView['staysOpen'];

/** Whether something whose stop lay at the broker has none there now. */
function losesStops(before: StaysOpen, after: StaysOpen): boolean {
  return before.some(
    ({ accountId, symbol, heldByBroker }) =>
      heldByBroker && after.some((now) => now.accountId === accountId && now.symbol === symbol && !now.heldByBroker),
  );
}

async function openAt(
  deps: UseCaseDeps,
  caller: Caller,
  accountIds: readonly string[],
): Promise<Result<Pick<RemovedConnectionView, 'staysOpen' | 'workingOrders'>, Failure>> {
  const staysOpen: RemovedConnectionView['staysOpen'] = [];
  let workingOrders = 0;
  for (const accountId of accountIds) {
    const account = deps.accounts.account(accountId);
    const [view, positions] = [await account.view(caller), await account.positions(caller)];
    if (!view.ok) return view;
    if (!positions.ok) return positions;
    workingOrders += view.value.workingOrders;
    for (const { symbol, quantity, holders } of positions.value) {
      // One that is being moved there may be neither here nor there.
      const heldByBroker = holders.every(
        ({ protection }) => protection.heldBy === 'broker' && protection.confirmedAt !== null,
      );
      staysOpen.push({ accountId, symbol, quantity, heldByBroker });
    }
  }
  return ok({ staysOpen, workingOrders });
}

async function mayBringKeys(deps: UseCaseDeps, caller: Caller): Promise<Result<void, Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  if (!deps.connections.canSeal) return err(failure('no-vault-key'));
  // Before anything leaves: keys are tried at a broker only for a person who just confirmed that it is them.
  return deps.requireStepUp(caller, 'broker-keys');
}

async function own(deps: UseCaseDeps, caller: Caller, id: string): Promise<Result<ConnectionRecord, Failure>> {
  const allowed = mayManage(caller);
  if (!allowed.ok) return allowed;
  const record = await deps.connections.find(caller.userId, id);
  // The name is not said again: somebody may have pasted a key into the address.
  return record === null ? err(failure('not-found')) : ok(record);
}

interface Knocking {
  readonly broker: KeyedBroker;
  readonly environment: Environment;
  readonly keys: BrokerKeys;
}

/** What the broker reports counts: keys of the other door are refused with a sentence that says so. */
async function knock(deps: UseCaseDeps, { broker, environment, keys }: Knocking): Promise<Result<Opened, Failure>> {
  const { connections } = deps;
  const title = connections.titleOf(broker);
  const answer = await connections.knock(broker, environment, keys);
  switch (answer.kind) {
    case 'opened': {
      const found = answer.account.environment;
      if (found !== environment) return err(mismatch(environment, found));
      return ok(answer);
    }
    case 'keys-refused': {
      const other = environment === 'live' ? 'paper' : 'live';
      const second = await connections.knock(broker, other, keys);
      return err(second.kind === 'opened' ? mismatch(environment, other) : failure('keys-refused', { broker: title }));
    }
    case 'limited': {
      const seconds = Math.ceil(answer.retryAfterMs / SECOND_MS);
      return err(failure('broker-limits', { broker: title, seconds }));
    }
    case 'unavailable':
      return err(failure('broker-unreachable', { broker: title }));
  }
}

function mismatch(asked: Environment, found: Environment): Failure {
  return failure('environment-mismatch', { asked, found }, 'environment');
}

function openAccount(
  deps: UseCaseDeps,
  caller: Caller,
  { id, broker, name }: ConnectionRecord,
  { account }: Opened,
): Promise<string> {
  return deps.opener.openBroker({
    userId: caller.userId,
    name,
    broker,
    connectionId: id,
    world: account.environment,
    baseCurrency: account.currency,
  });
}

async function accountsOver(
  deps: UseCaseDeps,
  caller: Caller,
  status: ConnectionStatus | null,
): Promise<AccountView[]> {
  const views = await Promise.all((status?.accountIds ?? []).map((id) => deps.accounts.account(id).view(caller)));
  return views.flatMap((view) => (view.ok ? [view.value] : []));
}

async function viewOf(
  deps: UseCaseDeps,
  caller: Caller,
  record: ConnectionRecord,
  status: ConnectionStatus | null,
): Promise<ConnectionView> {
  const { id, broker, name, environment, accountEnding, createdAt } = record;
  // The directory's is for lists: what the connection runs on its object says.
  const keyEnding = status?.keyEnding ?? record.keyEnding;
  const common = { id, broker, name, environment, accountEnding, keyEnding, createdAt: toIso(createdAt) };
  const facts = status?.facts ?? withoutKeys(deps, record);
  const stops = status === null ? null : stopsOf(await accountsOver(deps, caller, status));
  return {
    ...common,
    currency: status?.account?.currency ?? 'USD',
    permissions: [...(status?.account?.permissions ?? [])],
    buyingPower: status?.account?.buyingPower ?? null,
    health: healthOf(facts, deps.now(), stops),
    detail: {
      streamState: status?.stream.state ?? 'closed',
      streamHeardAt: instant(status?.stream.heardAt),
      newestFillAt: instant(status?.newestFillAt),
      budget: {
        perMinute: status?.budget.perMinute ?? 0,
        left: status?.budget.left ?? 0,
        resetsAt: instant(status?.budget.resetsAt),
      },
      clockSkewMs: facts.clockSkewMs,
      sealedWith: status?.sealedWith ?? '',
    },
    accountIds: [...(status?.accountIds ?? [])],
  };
}

function stopsOf(accounts: readonly AccountView[]): HeldStops {
  return accounts.reduce(
    (sum, { protection }) => ({
      atBroker: sum.atBroker + protection.heldByBroker,
      atNod: sum.atNod + protection.heldByNod,
    }),
    { atBroker: 0, atNod: 0 },
  );
}

/** Its object has no keys: as good as keys the broker does not take. */
function withoutKeys(deps: UseCaseDeps, { broker, createdAt }: ConnectionRecord): ConnectionStatus['facts'] {
  return {
    broker: deps.connections.titleOf(broker),
    okAt: null,
    lostSince: null,
    failures: 0,
    keysRefusedAt: createdAt,
    limitedUntil: null,
    clockSkewMs: null,
    isBlocked: false,
  };
}

function instant(at: Parameters<typeof toIso>[0] | null | undefined): string | null {
  return at === null || at === undefined ? null : toIso(at);
}
