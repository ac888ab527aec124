import { failure, type Failure } from '../contract/errors.ts';
import type { LaterMoment, ProposalView, PutOffProposal } from '../contract/proposal.ts';
import { nextAt } from '../domain/alerts/hours.ts';
import type { Caller } from '../domain/caller.ts';
import { dayText } from '../domain/calendar/day.ts';
import { calendarOf } from '../domain/calendar/market-calendar.ts';
import { err, type Result } from '../lib/result.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type WallMs } from '../lib/time.ts';
import { readerOf } from '../words/format-time.ts';
import { accountOf } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

/** A reminder nearer than this is none, and one that leaves less is too late. */
const LEAST_MS = MINUTE_MS;
const BEFORE_CLOSE_MS = 30 * MINUTE_MS;
const LUNCH = '12:00';

interface Moment {
  readonly moment: LaterMoment;
  readonly at: WallMs;
}

/**
 * Where Later can move the one reminder of a question, the nearest first; none where its window is too short. Lunch is
 * noon on the reader's clock, the close that of the exchange, where prices are real.
 */
export function laterMoments(
  proposal: Pick<ProposalView, 'answerBy' | 'currency' | 'world'>,
  { now, zone }: { readonly now: WallMs; readonly zone: string },
): Moment[] {
  const until = Date.parse(proposal.answerBy);
  const close = closeAfter(proposal, now);
  const moments: Moment[] = [
    { moment: 'in-an-hour', at: (now + HOUR_MS) as WallMs },
    { moment: 'at-lunch', at: nextAt(LUNCH, now, zone) },
    ...(close === null ? [] : [{ moment: 'before-the-close' as const, at: (close - BEFORE_CLOSE_MS) as WallMs }]),
  ];
  return moments.filter(({ at }) => at - now >= LEAST_MS && until - at >= LEAST_MS).sort((a, b) => a.at - b.at);
}

/** The next close of its exchange; invented and past markets have no day on the wall. */
function closeAfter({ currency, world }: Pick<ProposalView, 'currency' | 'world'>, now: WallMs): number | null {
  if (world === 'demo' || world === 'replay') return null;
  const calendar = calendarOf(currency === 'KRW' ? 'krx' : 'us');
  const today = Math.floor(now / DAY_MS);
  for (const day of [today - 1, today, today + 1]) {
    const session = calendar.session(dayText(day));
    if (session !== null && session.close - BEFORE_CLOSE_MS > now) return session.close;
  }
  return null;
}

/** Later: the reminder moves to the moment that was chosen. `invalid-request` where that moment is no longer before the end. */
export async function putOffProposal(
  deps: UseCaseDeps,
  caller: Caller,
  { id, input }: { readonly id: string; readonly input: PutOffProposal },
): Promise<Result<ProposalView, Failure>> {
  const account = accountOf(deps, caller, id);
  if (!account.ok) return account;
  const found = await account.value.proposal(caller, id);
  if (!found.ok) return found;
  const zone = input.zone ?? readerOf((await deps.users.find(caller.userId))?.language ?? 'en').zone;
  if (!isZone(zone)) return err(failure('invalid-request', undefined, 'zone'));
  const chosen = laterMoments(found.value, { now: deps.now(), zone }).find(({ moment }) => moment === input.moment);
  if (chosen === undefined) return err(failure('invalid-request', undefined, 'moment'));
  return account.value.later(caller, id, { at: chosen.at });
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
