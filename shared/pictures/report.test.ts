import { describe, expect, it } from 'vitest';
import { reportSvg, type ReportPicture } from './report.ts';

const PICTURE: ReportPicture = {
  world: 'REPLAY · Past prices, play money',
  title: 'Backtest · GOOG',
  lead: ['Moving averages (fast 10, slow 20)', '2004-08-19 – 2013-03-01', 'Hypothetical: past prices, no real orders.'],
  equity: { title: 'Worth over time', own: 'Strategy', held: 'Held' },
  drawdown: { title: 'Below the peak', deepest: '−34.00 %' },
  from: '2004-08-19',
  to: '2013-03-01',
  top: '12,000',
  bottom: '9,000',
  rows: [{ name: 'Sharpe', own: '0.61', held: '0.55' }],
  notesTitle: 'How it was reckoned',
  notes: ['What a close decides is filled at the next open.', 'Dividends are not counted.'],
  curve: { t: [0, 1, 2], equity: [10, 9, 12], holding: [10, 11, 10], drawdown: [0, 0.1, 0] },
};
const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);

describe('a report as one picture', () => {
  it('says in the picture what it is of: world, dates, that it is hypothetical, every assumption', () => {
    const texts = textsOf(reportSvg(PICTURE)).join('\n');
    for (const text of [PICTURE.world, PICTURE.title, ...PICTURE.lead, PICTURE.from, PICTURE.to, ...PICTURE.notes])
      expect(texts).toContain(text);
    expect(texts).toContain('0.61');
  });

  it('draws the strategy, what is held and the fall, all within the picture', () => {
    const paths = [...reportSvg(PICTURE).matchAll(/ d="([^"]+)"/g)].map(([, d = '']) => d);
    expect(paths).toHaveLength(3);
    for (const path of paths) {
      const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? [];
      expect(numbers.every((number) => number >= 0 && number <= 720)).toBe(true);
    }
  });

  it('grows with its notes, and breaks long ones', () => {
    const heightOf = (picture: ReportPicture): number => Number(/height="(\d+)"/.exec(reportSvg(picture))?.[1]);
    const long = '가정 '.repeat(60).trim();
    expect(heightOf({ ...PICTURE, notes: [long] })).toBeGreaterThan(heightOf({ ...PICTURE, notes: ['가정'] }));
    expect(Math.max(...textsOf(reportSvg({ ...PICTURE, notes: [long] })).map(({ length }) => length))).toBeLessThan(90);
  });

  it('takes any text as text', () => {
    const svg = reportSvg({ ...PICTURE, title: '<script>alert("1")</script> & \u0000' });
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp;');
    expect(svg).not.toContain('\u0000');
  });
});
