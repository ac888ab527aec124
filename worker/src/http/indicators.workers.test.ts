import { exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import type { IndicatorView } from '#shared/contract/indicators.ts';
import { EVERYTHING } from '#shared/indicators/index.ts';
import { aToken } from '../testing/sign-in.ts';

async function get(path: string): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await exports.default.fetch(`http://localhost/api/${path}`, {
    headers: { authorization: `Bearer ${await aToken()}` },
  });
  return { status: response.status, json: await response.json() };
}

describe('indicators', () => {
  test('are listed with their words, settings and lines', async () => {
    const { status, json } = await get('indicators');
    expect(status).toBe(200);
    const items = json['items'] as IndicatorView[];
    expect(items.map(({ name }) => name)).toEqual(EVERYTHING.map(({ name }) => name));
    expect(items.filter(({ kind }) => kind === 'indicator').length).toBeGreaterThanOrEqual(40);
    expect(items.filter(({ kind }) => kind === 'pattern').length).toBeGreaterThanOrEqual(20);
    expect(items.find(({ name }) => name === 'macd')).toMatchObject({
      titleEn: 'MACD',
      place: 'panel',
      rising: ['fast', 'slow'],
      settings: [
        {
          name: 'fast',
          titleEn: 'Fast, in bars',
          titleKo: '빠른 쪽 봉 수',
          usual: 12,
          min: 1,
          max: 1000,
          isWhole: true,
        },
        { name: 'slow', usual: 26 },
        { name: 'signal', usual: 9 },
      ],
      lines: [
        { name: 'macd', drawn: 'line' },
        { name: 'signal', drawn: 'line' },
        { name: 'histogram', drawn: 'columns' },
      ],
    });
  });

  test.each([
    ['nope-20', 404, 'unknown-indicator', { name: 'nope-20' }],
    ['sma-0', 422, 'indicator-setting', { name: 'sma', setting: 'period', min: '1', max: '1000' }],
    ['macd-30-20', 422, 'indicator-setting', { name: 'macd' }],
    ['sma-1,sma-2,sma-3,sma-4,sma-5,sma-6,sma-7,sma-8,sma-9,sma-10,sma-11', 400, 'invalid-request', undefined],
  ])('%s is refused with %i %s', async (names, status, code, values) => {
    const refused = await get(`instruments/AAPL/indicators?names=${names}`);
    expect(refused.status).toBe(status);
    expect(refused.json).toMatchObject({ code, field: 'names', ...(values && { values }) });
  });
});
