import { z } from 'zod';
import type { EventView } from '#shared/contract/account.ts';
import type { BenchmarkView } from '#shared/contract/benchmark.ts';
import { LOSS_REASONS } from '#shared/contract/account.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { UseCases } from '#shared/usecases/facade.ts';

const Instant = z.string().nullish();
const Halted = z.object({ reason: z.enum(LOSS_REASONS), about: z.object({ since: Instant }) });
const Tripped = z.object({ reason: z.enum(LOSS_REASONS), since: Instant });
const Closed = z.object({ openedAt: Instant, order: z.object({ realizedPnl: z.string().nullable() }) });

/** Since when a loss that an event tells of was made; null where it tells of none, or nobody knows. */
export function lossSince({ type, body }: Pick<EventView, 'type' | 'body'>): string | null {
  switch (type) {
    case 'mode.changed':
      return Halted.safeParse(body).data?.about.since ?? null;
    case 'account.tripped':
      return Tripped.safeParse(body).data?.since ?? null;
    case 'position.closed': {
      const closed = Closed.safeParse(body).data;
      return closed?.order.realizedPnl?.startsWith('-') === true ? (closed.openedAt ?? null) : null;
    }
    default:
      return null;
  }
}

/** What the benchmark did while a loss was made; null where nobody knows: nothing is said of it then. */
export async function benchmarkFor(
  useCases: Pick<UseCases, 'benchmark'>,
  caller: Caller,
  event: EventView,
): Promise<BenchmarkView | null> {
  const since = lossSince(event);
  if (since === null) return null;
  const answer = await useCases.benchmark(caller, event.accountId, { since, until: event.marketAt });
  return answer.ok && answer.value.resultPercent !== null ? answer.value : null;
}
