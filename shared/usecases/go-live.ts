import type { BotView } from '../contract/bot.ts';
import type { ConnectionView } from '../contract/connection.ts';
import { failure, type Failure } from '../contract/errors.ts';
import { FIRST_TRADES, type GoLive, type WentLiveView } from '../contract/going-live.ts';
import type { Caller } from '../domain/caller.ts';
import { decimal, roundTo, toText, type Decimal } from '../lib/decimal.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { wordsFor } from '../words/catalogue.ts';
import { createTradingBot } from './create-trading-bot.ts';
import { isThin, practiced, type Practiced } from './going-live.ts';
import { LANGUAGES } from '../contract/session.ts';
import type { UseCaseDeps } from './ports.ts';

/**
 * Through the door: a new account with real money, beside the paper one, over a connection the broker itself calls live.
 * It begins with a most that may be invested and ten trades at quarter size, each asked. Bots stay where they are;
 * copies begin paused and ask. Everything is checked before the person is asked to confirm (step-up `going-live`, about
 * the account, the connection and the amount), which counts once.
 */
export async function goLive(
  deps: UseCaseDeps,
  caller: Caller,
  { accountId, input }: { accountId: string; input: GoLive },
): Promise<Result<WentLiveView, Failure>> {
  const paper = await practiced(deps, caller, accountId);
  if (!paper.ok) return paper;
  const { practice, account, connections } = paper.value;
  const connection = connections.find(({ id }) => id === input.connectionId);
  if (connection === undefined) return err(failure('not-found', { id: input.connectionId }, 'connectionId'));
  const refusal = refusalOf(paper.value, connection, input);
  if (refusal !== null) return err(refusal);
  if (isThin(account.world, practice) && !input.iKnowItIsThin)
    return err(failure('practice-thin', { days: practice.days, trades: practice.trades }));
  const bots = await botsToCopy(deps, caller, { accountId, ids: input.copyBotIds });
  if (!bots.ok) return bots;
  const amount = toText(decimal(input.amount));
  const proof = await deps.requireStepUp(caller, 'going-live', [accountId, connection.id, amount].join(' '));
  if (!proof.ok) return proof;
  // A token made for every account of a world of play money must not wake up with real money.
  const before = await deps.accounts.idsOf({ ...caller, accountIds: null });
  await deps.limitTokens(caller.userId, before);
  const liveId = await deps.opener.openBroker({
    userId: caller.userId,
    name: connection.name,
    broker: connection.broker === 'paper' ? 'alpaca' : connection.broker,
    connectionId: connection.id,
    world: 'live',
    baseCurrency: connection.currency,
    limits: { investedMax: amount, firstTrades: { ...FIRST_TRADES } },
  });
  await deps.limitTokens(caller.userId, before);
  return ok({ accountId: liveId, ...(await copyBots(deps, caller, { liveId, bots: bots.value, amount })) });
}

/** Why this connection and this amount cannot be; null when they can. */
function refusalOf({ account }: Practiced, connection: ConnectionView, input: GoLive): Failure | null {
  const { buyingPower, currency, health, accountIds } = connection;
  if (accountIds.length > 0) return failure('connection-has-account', { name: connection.name }, 'connectionId');
  if (health.state === 'lost' || health.state === 'needs-you')
    return failure('connection-not-ready', { name: connection.name }, 'connectionId');
  const amount = decimal(input.amount);
  if (amount.lte(0)) return failure('invalid-request', undefined, 'amount');
  if (buyingPower !== null && amount.gt(buyingPower))
    return failure('insufficient-cash', { has: buyingPower, needs: input.amount, currency }, 'amount');
  return isTyped(input.typed, input.amount) ? null : failure('sentence-mismatch', { account: account.name }, 'typed');
}

/** The sentence with this very amount, in any of the languages, however it was spaced or grouped. */
export function isTyped(typed: string, amount: string): boolean {
  const plain = (text: string): string =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/(\d)[,_ ](?=\d{3})/g, '$1')
      .replace(/[\s.!"'“”‘’]+$/g, '')
      .replace(/\s+/g, '')
      .replace(/[$₩]|(?<=\d)(달러|원)/g, '');
  const canonical = toText(decimal(amount));
  return LANGUAGES.some(
    (language) => plain(wordsFor(language).goingLive.sentence.replace('{amount}', canonical)) === plain(typed),
  );
}

async function botsToCopy(
  deps: UseCaseDeps,
  caller: Caller,
  { accountId, ids }: { accountId: string; ids: readonly string[] },
): Promise<Result<BotView[], Failure>> {
  if (ids.length === 0) return ok([]);
  const bots = await deps.accounts.account(accountId).bots(caller);
  if (!bots.ok) return bots;
  const missing = ids.find((id) => !bots.value.some((bot) => bot.id === id));
  if (missing !== undefined) return err(failure('not-found', { id: missing }, 'copyBotIds'));
  return ok(bots.value.filter(({ id }) => ids.includes(id)));
}

/** The same settings with real money: paused, asking, and together with no more than the amount. */
async function copyBots(
  deps: UseCaseDeps,
  caller: Caller,
  { liveId, bots, amount }: { liveId: string; bots: readonly BotView[]; amount: string },
): Promise<Omit<WentLiveView, 'accountId'>> {
  const all = bots.reduce((sum, bot) => sum.plus(bot.investmentAmount), decimal(0));
  const copiedBots: WentLiveView['copiedBots'] = [];
  const notCopied: WentLiveView['notCopied'] = [];
  for (const bot of bots) {
    const { id, name, riskLevel, profile, durationWeeks, autonomy, sells, sizing, exits, watchlistId } = bot;
    const { strategy, strategyConfig, timeframe } = bot;
    const copy = await createTradingBot(
      deps,
      caller,
      {
        name,
        accountId: liveId,
        investmentAmount: toText(share(decimal(bot.investmentAmount), { all, most: decimal(amount) })),
        riskLevel,
        // Cut there to what the new account's limits let it be.
        profile,
        durationWeeks,
        // Acting alone is given anew, by somebody who has seen it with real money.
        autonomy: autonomy === 'suggest' ? 'suggest' : 'ask',
        sells,
        sizing,
        exits,
        strategy,
        strategyConfig,
        // Said aloud: without it the bot would look as often as its new market is wide, not as it was practised.
        timeframe,
        ...(watchlistId !== null && { watchlistId }),
      },
      true,
    );
    if (copy.ok) copiedBots.push({ id: copy.value.id, name });
    else notCopied.push({ id, name });
  }
  return { copiedBots, notCopied };
}

/** What a bot gets: its own amount, or its share where all together want more than there may be. */
function share(own: Decimal, { all, most }: { all: Decimal; most: Decimal }): Decimal {
  return all.lte(most) ? own : roundTo(own.times(most).div(all), '1', 'down');
}
