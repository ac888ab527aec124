import type { Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Page, PageRequest } from './account-port.ts';
import type { UseCases } from './facade.ts';

/** One line of the file: what it is, of which account where it is of one, and the thing as the API shows it. */
export interface ExportLine {
  readonly kind: string;
  readonly accountId?: string;
  readonly item: unknown;
}

/** What only the person's own object knows: lists without secrets. */
export type OwnRecords = Readonly<Record<string, () => Promise<readonly unknown[]>>>;

type Paged = (query: PageRequest) => Promise<Result<Page<unknown>, Failure>>;

const PAGE = 200;

/**
 * Everything of one person, one thing a line, read a page at a time as it is asked for: however much there is, little of it
 * is held at once. It is what the API shows them, so there is no secret in it. What could not be read is named, and the
 * last line says how many there were: a file without it was cut off.
 */
export async function* exportMine(
  useCases: UseCases,
  caller: Caller,
  { at, own }: { readonly at: string; readonly own: OwnRecords },
): AsyncGenerator<ExportLine, void> {
  let lines = 0;
  for await (const line of linesOf(useCases, caller, own)) {
    lines += 1;
    yield line;
  }
  yield { kind: 'end', item: { lines, at } };
}

async function* linesOf(useCases: UseCases, caller: Caller, own: OwnRecords): AsyncGenerator<ExportLine, void> {
  yield* one('me', await useCases.me(caller));
  for (const [kind, list] of Object.entries(own)) for (const item of await list()) yield { kind, item };
  yield* all('access', ({ limit, cursor }) => useCases.accessHistory(caller, { limit, cursor }));
  yield* all('chat', () => useCases.chats(caller));
  yield* all('group', () => useCases.groups(caller));
  yield* one('alert-settings', await useCases.alertSettings(caller));
  yield* all('notification', () => useCases.notifications(caller, PAGE));
  yield* all('connection', () => useCases.connections(caller));
  yield* all('note', () => useCases.notes(caller));
  const portfolios = await useCases.portfolios(caller);
  yield* all('portfolio', () => Promise.resolve(portfolios));
  for (const { id, kind } of portfolios.ok ? portfolios.value.items : [])
    if (kind === 'elsewhere') yield* all('holding', () => linesIn(useCases, caller, id));
  yield* all('watchlist', () => useCases.watchlists(caller));
  yield* all('screen', () => useCases.screens(caller));
  yield* all('backtest', (query) => useCases.backtests(caller, query));
  const accounts = await useCases.accounts(caller);
  yield* all('account', () => Promise.resolve(accounts));
  if (!accounts.ok) return;
  for (const { id } of accounts.value.items) yield* ofAccount(useCases, caller, id);
}

/** What was written down in a portfolio of things kept elsewhere. */
async function linesIn(
  useCases: UseCases,
  caller: Caller,
  portfolioId: string,
): Promise<Result<Page<unknown>, Failure>> {
  const content = await useCases.portfolioContent(caller, portfolioId);
  if (!content.ok) return content;
  return ok({ items: content.value.lines.map((line) => ({ portfolioId, ...line })), nextCursor: null });
}

async function* ofAccount(useCases: UseCases, caller: Caller, accountId: string): AsyncGenerator<ExportLine, void> {
  yield* one('limits', await useCases.limits(caller, accountId), accountId);
  const lists: readonly (readonly [string, Paged])[] = [
    ['role', () => useCases.roles(caller, accountId)],
    ['position', () => useCases.positions(caller, accountId)],
    ['bot', () => useCases.bots(caller, { accountId })],
    ['proposal', (query) => useCases.proposals(caller, { ...query, accountId })],
    ['order', (query) => useCases.orders(caller, accountId, query)],
    ['transaction', (query) => useCases.transactions(caller, accountId, query)],
    ['nod', (query) => useCases.nods(caller, accountId, query)],
    ['alert', () => useCases.alerts(caller, accountId)],
  ];
  for (const [kind, list] of lists) yield* all(kind, list, accountId);
  // Without a number the newest would come, and nothing after them.
  let since = 0;
  for (;;) {
    const events = await useCases.events(caller, accountId, { since, limit: PAGE });
    if (!events.ok) {
      yield leftOut('event', events.error, accountId);
      return;
    }
    for (const item of events.value) yield { kind: 'event', accountId, item };
    since = events.value.at(-1)?.seq ?? since;
    if (events.value.length < PAGE) return;
  }
}

async function* all(kind: string, list: Paged, accountId?: string): AsyncGenerator<ExportLine, void> {
  let cursor: string | undefined;
  do {
    const page = await list({ limit: PAGE, cursor });
    if (!page.ok) {
      yield leftOut(kind, page.error, accountId);
      return;
    }
    for (const item of page.value.items) yield { kind, ...(accountId !== undefined && { accountId }), item };
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function* one(kind: string, found: Result<unknown, Failure>, accountId?: string): Generator<ExportLine, void> {
  if (found.ok) yield { kind, ...(accountId !== undefined && { accountId }), item: found.value };
  else yield leftOut(kind, found.error, accountId);
}

/** Somebody who only looks on is shown less of an account. */
function leftOut(kind: string, { code }: Failure, accountId?: string): ExportLine {
  return { kind: 'left-out', ...(accountId !== undefined && { accountId }), item: { kind, code } };
}
