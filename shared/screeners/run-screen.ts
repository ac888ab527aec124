import type { MarketWindow } from '../domain/screen.ts';
import type { ScreenPass } from './screen-cache.ts';
import type { Candidate, Miss, ScreenResult } from './screener.ts';

/**
 * What a measured screen means for one universe: how many were left after each filter, the closest miss (the one that
 * passed most filters and then lacked least) and the candidates, best first. `positions` null is the whole market.
 */
export function summariseScreen(
  pass: ScreenPass,
  market: MarketWindow,
  positions: readonly number[] | null,
): ScreenResult {
  const { filters } = pass.screener;
  const counts = new Array<number>(filters.length).fill(0);
  const passed: number[] = [];
  let looked = 0;
  let closest = -1;
  const size = positions?.length ?? market.instruments.length;
  for (let i = 0; i < size; i += 1) {
    const position = positions?.[i] ?? i;
    const stage = pass.stage[position] ?? -1;
    if (stage < 0) continue;
    looked += 1;
    for (let filter = 0; filter < stage; filter += 1) counts[filter]! += 1; // in range: stage <= filters.length
    if (stage === filters.length) passed.push(position);
    else if (isCloser(pass, position, closest)) closest = position;
  }
  passed.sort((a, b) => pass.score[b]! - pass.score[a]! || a - b); // in range
  return {
    looked,
    funnel: filters.map((code, filter) => ({ code, count: counts[filter]! })), // in range
    closest: closest < 0 ? null : missOf(pass, market, closest),
    candidates: passed.map((position, index) =>
      candidateOf(pass, market, { position, place: index + 1, of: passed.length }),
    ),
  };
}

function isCloser(pass: ScreenPass, position: number, best: number): boolean {
  const nearness = pass.nearness[position]!; // in range
  if (nearness < 0) return false;
  if (best < 0) return true;
  const deeper = pass.stage[position]! - pass.stage[best]!; // in range
  return deeper > 0 || (deeper === 0 && nearness > pass.nearness[best]!); // in range
}

function missOf(pass: ScreenPass, market: MarketWindow, position: number): Miss {
  const code = pass.screener.filters[pass.stage[position]!]; // in range: it failed that filter
  const instrument = market.instruments[position];
  if (code === undefined || instrument === undefined) throw new Error('a miss names a filter and an instrument');
  return { instrumentId: instrument.id, code, has: pass.has[position]!, needs: pass.needs[position]! }; // in range
}

function candidateOf(
  pass: ScreenPass,
  market: MarketWindow,
  { position, place, of }: { readonly position: number; readonly place: number; readonly of: number },
): Candidate {
  const { screener, config } = pass;
  const instrument = market.instruments[position];
  if (instrument === undefined) throw new Error('a candidate is an instrument');
  const figures = pass.figures.subarray(position * screener.figureCount, (position + 1) * screener.figureCount);
  return {
    position,
    instrumentId: instrument.id,
    score: pass.score[position]!,
    place,
    of,
    reasons: screener.reasons(figures, config),
  }; // in range
}
