import { describe, expect, it } from 'vitest';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { begun, lasting, looked, news, told, toldOfFailing, type WatchBook } from './watch-book.ts';

const START = Date.parse('2026-11-20T15:00:00Z') as WallMs;
const at = (minutes: number): WallMs => (START + minutes * MINUTE_MS) as WallMs;

/** A tick every minute, over what one market owes in each; answers when its accounts were told what. */
function ticks(marks: readonly (string | null)[], restartAt?: number): string[] {
  const said: string[] = [];
  let book: WatchBook | null = null;
  for (const [minute, mark] of marks.entries()) {
    if (minute === restartAt) book = JSON.parse(JSON.stringify(book)) as WatchBook;
    let open = looked(begun(book, at(minute)), new Map([['m', mark]]), at(minute));
    const { late, over } = news(open, at(minute));
    for (const id of late) {
      if (open.markets[id]?.isTold !== true) said.push(`${minute} late`);
      open = told(open, id, true);
    }
    for (const id of over) {
      said.push(`${minute} over`);
      open = told(open, id, false);
    }
    book = { ...open, minute: at(minute) };
  }
  return said;
}

describe('a market that ought to go on', () => {
  it('is told late after five minutes at the same place, once, and over when it goes on', () => {
    const stuck = Array<string>(8).fill('7 close');
    expect(ticks(['6 close', ...stuck, '8 close', null])).toEqual(['6 late', '9 over']);
    expect(ticks(['6 close', ...stuck, null], 7), 'a restart tells nothing twice').toEqual(['6 late', '9 over']);
  });

  it('is not late while it moves, however slowly, nor while it need not', () => {
    expect(ticks(Array.from({ length: 30 }, (_, minute) => String(Math.floor(minute / 4))))).toEqual([]);
    expect(ticks(Array<null>(30).fill(null))).toEqual([]);
  });

  it('whose accounts could not be told is told by the next tick', () => {
    const owed = new Map([['m', '7']]);
    let book = looked(begun(null, at(0)), owed, at(0));
    for (const minute of [5, 6]) {
      book = looked({ ...book, minute: at(minute) }, owed, at(minute));
      expect(news(book, at(minute)).late).toEqual(['m']);
    }
    book = looked(told(book, 'm', true), new Map([['m', null]]), at(7));
    for (const _try of [1, 2]) expect(news(book, at(7)).over).toEqual(['m']);
    expect(told(book, 'm', false).markets).toEqual({});
  });
});

describe('complaint 3: a gap between two ticks', () => {
  const book = (minute: WallMs): WatchBook => ({ minute, off: null, markets: {} });

  it('is one in which Nod was off, and stays owed until it was told', () => {
    expect(begun(book(at(0)), at(3)).off).toBeNull();
    const open = begun(book(at(0)), at(335));
    expect(open.off).toEqual({ from: at(0), to: at(335) });
    // It was not told, and Nod was off once more.
    expect(begun({ ...open, minute: at(336) }, at(400)).off).toEqual({ from: at(0), to: at(400) });
    expect(begun(null, at(400)).off, 'the first tick there ever was').toBeNull();
  });
});

describe('work that failed', () => {
  it('is told where it failed twice, or failed and was not done again for five minutes', () => {
    const failed = (minute: number, inARow: boolean) => ({ at: at(minute), inARow });
    expect(lasting([failed(9, false)], at(10))).toEqual([]);
    expect(lasting([failed(9, true)], at(10))).toHaveLength(1);
    expect(lasting([failed(4, false)], at(10))).toHaveLength(1);
  });

  it('is remembered by market, once', () => {
    const book = toldOfFailing(toldOfFailing(begun(null, at(0)), 'm', true), 'm', true);
    expect(book.failing).toEqual(['m']);
    expect(toldOfFailing(book, 'm', false).failing).toEqual([]);
  });
});
