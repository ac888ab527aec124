import type { AssumptionCode, CodedNote } from '../../domain/backtest-codes.ts';
import { hasExitPlan } from '../../domain/exit-plan.ts';
import type { BacktestInput } from './input.ts';

const percent = (fraction: number): number => Math.round(fraction * 1e6) / 1e4;

/** How a result was reckoned: stated beside it, each a code of the words catalogue. */
export function assumptionsOf({
  sizing,
  costs,
  mayShort,
  atEnd,
  instruments,
}: BacktestInput): CodedNote<AssumptionCode>[] {
  const notes: CodedNote<AssumptionCode>[] = [
    { code: 'fills-at-next-open', values: {} },
    { code: 'stop-before-target', values: {} },
  ];
  const { commission, spread, slippage, volumeShareMax } = costs;
  if (commission.kind === 'market') notes.push({ code: 'fees-of-market', values: {} });
  else notes.push({ code: 'fees-fraction', values: { percent: percent(commission.perSide) } });
  notes.push(
    spread + slippage > 0
      ? { code: 'slippage', values: { spread: percent(spread), slippage: percent(slippage) } }
      : { code: 'no-slippage', values: {} },
  );
  notes.push(
    volumeShareMax === null
      ? { code: 'any-volume', values: {} }
      : { code: 'volume-share', values: { percent: percent(volumeShareMax) } },
  );
  if (sizing.kind === 'bot') {
    notes.push({ code: 'approved-at-once', values: {} });
    if (hasExitPlan(sizing.exits)) notes.push({ code: 'stops-raised-at-closes', values: {} });
    notes.push({ code: 'no-forecast-share', values: {} });
    notes.push({ code: sizing.limits === null ? 'no-account-limits' : 'account-limits', values: {} });
  } else {
    notes.push({ code: 'strategy-alone', values: {} });
    notes.push(
      sizing.kind === 'all-in'
        ? { code: 'sized-all-in', values: {} }
        : { code: 'sized-units', values: { units: sizing.units } },
    );
  }
  if (mayShort) notes.push({ code: 'shorts-free', values: {} });
  notes.push({ code: atEnd === 'left' ? 'end-left-open' : 'end-closed-at-open', values: {} });
  const paysDividends = instruments.some(({ dividends = [] }) => dividends.length > 0);
  notes.push({ code: paysDividends ? 'dividends-paid' : 'no-dividends', values: {} });
  return notes;
}
