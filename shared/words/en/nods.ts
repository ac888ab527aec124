import type { JudgedAnswer, NodAnswer, NodEnd, NodNotBought } from '../../domain/nod.ts';
import type { Fill, Phrase } from '../fill.ts';

const answers: Record<NodAnswer, string> = {
  waiting: 'waiting',
  yes: 'yes',
  skipped: 'skipped',
  unanswered: 'not answered',
  'taken-back': 'taken back',
  alone: 'acted alone',
};

const groups: Record<JudgedAnswer, string> = { yes: 'Yes', skipped: 'Skipped', unanswered: 'Not answered' };

const ends: Record<NodEnd, string> = {
  stop: 'stop-loss',
  target: 'target',
  time: 'usual holding over',
  end: 'end of the bot',
};

const notBought: Record<NodNotBought, string> = {
  'opened-above-ceiling': 'not bought: it opened above “at most”',
  'opened-below-stop': 'not bought: it opened below the stop-loss',
  'open-missed': 'not bought: there was no open',
  'no-volume': 'not bought: nobody traded',
};

const assumptions: Record<string, string> = {
  'same-reckoning':
    'All three are reckoned alike, from stored prices, with the size each question had. What you did not buy is hypothetical.',
  'next-open': 'Bought at the next open if it was at or below “at most”, else not at all.',
  'stop-first':
    'A bar that reaches both stop-loss and target counts as stopped out; a gap is filled at its open. Dividends are left out.',
  costs: 'With the market’s fees and taxes; 0.1% worse than the open or the stop-loss.',
  'usual-holding': 'What reached neither is sold when the strategy’s usual holding is over, or the bot ends.',
  'no-own-exit': 'A strategy’s own sells and stops you moved are not in it; your books beside “yes” have them.',
};

const sectorIn = (v: Fill): string => v.text('sector');

const offers: Record<string, Phrase> = {
  'block-sector': (v) => `You skipped ${v.count('skipped')} of ${v.count('of')} in ${sectorIn(v)}.`,
  'block-symbol': (v) => `You skipped ${v.text('symbol')} ${v.count('skipped')} of ${v.count('of')} times.`,
  'smaller-positions': (v) => `“Too big” was your reason for ${v.count('skipped')} of ${v.count('of')} skips.`,
};

const taps: Record<string, Phrase> = {
  'block-sector': (v) => `Block ${sectorIn(v)}`,
  'block-symbol': (v) => `Block ${v.text('symbol')}`,
  'smaller-positions': (v) => `Largest position ${v.percent('after')} instead of ${v.percent('before')}`,
};

/** The record of nods: what was asked, answered, and what became of it. Amounts are formatted. */
export const nods = {
  title: 'Record of nods',
  answers,
  groups,
  ends,
  notBought,
  assumptions,
  offers,
  taps,
  tooFew: 'too few to judge',
  hypothetical: 'hypothetical',
  /** "Yes 12: total +$97, average +$8 over 12 that ended" */
  line: (p: { group: string; count: number; ended: number; total: string; average: string; notes: string }) =>
    p.ended === 0
      ? `${p.group} ${p.count}${p.count === 0 ? '' : ': none has ended yet'}`
      : `${p.group} ${p.count}: ${p.total}, average ${p.average} over ${p.ended} that ended${p.notes}`,
  none: 'No question was asked yet, so there is nothing to look back on',
};
