import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../contract/channel.ts';
import { ERROR_STATUS } from '../contract/errors.ts';
import { LANGUAGES } from '../contract/session.ts';
import { FUNNEL_CODES, MISS_CODES, REASON_CODES } from '../domain/reason-codes.ts';
import { errorText, hasWords, reasonText, wordsFor } from './catalogue.ts';
import { readerOf } from './format-time.ts';
import { notSpoken } from '../testing/korean.ts';
import { fill, type FillContext } from './fill.ts';

const root = join(import.meta.dirname, '..', '..');

/** Values for every name a sentence may ask for. */
const SAMPLE = Object.fromEntries<string | number>([
  ...'has limit passes price now needs amount cost stop target tick peak from percent times rsi fast slow bars period needed value spread slippage'
    .split(' ')
    .map((key): [string, number] => [key, 12]),
  ...'wins total days place of looked count quantity line short opened gaps bar units tries trades'
    .split(' ')
    .map((key): [string, number] => [key, 3]),
  ['symbol', 'NVDA'],
  ['sector', 'Energy'],
  ['day', '2026-11-20'],
  ['name', 'slippage'],
  ['why', 'volume'],
  ['holder', 'manual'],
  ['field', 'amount'],
  ['currency', 'USD'],
  ['by', 'Mina'],
  ['reason', 'too-big'],
  ['words', 'insufficient-shares'],
  ['opensAt', '2026-11-20T14:30:00Z'],
  ['endedAt', '2026-11-20T14:30:00Z'],
]);

function contextOf(language: (typeof LANGUAGES)[number]): FillContext {
  return { reader: readerOf(language), currency: language === 'ko' ? 'KRW' : 'USD' };
}

const TEXT = '가나다';

/** What phrases are said with: both the text some take and the parameters others take; numbers where a count is asked. */
const PARAMETERS = new Proxy<Record<string, unknown>>(
  {},
  {
    get: (_target, key) => {
      if (key === Symbol.toPrimitive) return () => TEXT;
      if (key === 'replace') return TEXT.replace.bind(TEXT);
      if (key === 'side') return 'buy';
      if (key === 'gain' || key === 'enabled') return true;
      const counts = ['count', 'weeks', 'trades', 'wins', 'total', 'place', 'of', 'looked', 'affordable', 'passed'];
      return [...counts, 'protected', 'cancelled', 'positions'].includes(String(key)) ? 3 : TEXT;
    },
  },
);

/** Every text of one language, each said with sample values. `web` is the web app's own and tested there. */
function everyText(language: (typeof LANGUAGES)[number]): { readonly path: string; readonly text: string }[] {
  const found: { path: string; text: string }[] = [];
  const values = fill(SAMPLE, contextOf(language));
  const bare = fill({}, contextOf(language));
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'string') found.push({ path, text: node });
    else if (typeof node === 'function') {
      const say = node as (parameters: unknown) => unknown;
      const isPhrase =
        /^(errors|denies|signalReasons|outcomes|misses|analysis\.checks|signals\.rules|backtest\.(assumptions|warnings|refusals|said\.(brief|odd))|nods\.(offers|taps))\./.test(
          path,
        );
      const given = isPhrase ? [values, bare] : [PARAMETERS];
      for (const parameters of given) {
        const text = say(parameters);
        if (typeof text === 'string') found.push({ path, text });
      }
    } else if (typeof node === 'object' && node !== null) {
      for (const [key, child] of Object.entries(node)) walk(child, path === '' ? key : `${path}.${key}`);
    }
  };
  const { web: _web, ...own } = wordsFor(language);
  walk(own, '');
  return found;
}

function sourcesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));
}

describe('the words catalogue', () => {
  it.each(LANGUAGES)('has a sentence for every error code (%s)', (language) => {
    for (const code of Object.keys(ERROR_STATUS) as (keyof typeof ERROR_STATUS)[]) {
      const text = wordsFor(language).errors[code](fill({}, contextOf(language)));
      expect(text, code).toMatch(/[.요]$/);
    }
  });

  it('tells each chat app’s own way to a token that works', () => {
    for (const language of LANGUAGES) {
      const said = CHANNELS.map((channel) =>
        wordsFor(language).errors['channel-token-refused'](fill({ channel }, contextOf(language))),
      );
      expect(said[0], language).toContain('BotFather');
      expect(said[1], language).toContain('Reset Token');
      expect(said[1], language).not.toContain('BotFather');
    }
  });

  it.each(LANGUAGES)('has words for every reason, filter and miss of screens and strategies (%s)', (language) => {
    const words = wordsFor(language);
    for (const [code, keys] of Object.entries(REASON_CODES)) {
      const values = Object.fromEntries(keys.map((key) => [key, key === 'day' ? '2026-03-14' : 3]));
      const text = reasonText({ code, values }, contextOf(language));
      expect(text, code).not.toBe(words.unnamedReason);
      expect(text, code).not.toContain('?');
    }
    expect(Object.keys(words.funnel).sort()).toEqual([...FUNNEL_CODES].sort());
    expect(Object.keys(words.misses).sort()).toEqual([...MISS_CODES].sort());
  });

  it('writes a price in the currency it is in, whatever the account is in', () => {
    const values = { limit: '26500', now: '27150', currency: 'KRW' };
    expect(errorText({ code: 'price-moved', values }, contextOf('en'))).toContain('₩27,150');
  });

  it.each(LANGUAGES)('still reads where a day, a time or a number is none (%s)', (language) => {
    for (const [code, keys] of Object.entries(REASON_CODES))
      for (const wrong of ['soon', '', '2026-13-45']) {
        const values = Object.fromEntries(keys.map((key) => [key, wrong]));
        expect(reasonText({ code, values }, contextOf(language)), code).not.toMatch(/NaN|Invalid|undefined/);
      }
  });

  it('has words for every reason that the engine, the checks and the account write down', () => {
    const sources = ['shared/engine', 'shared/risk', 'worker/src/objects/account'].flatMap(sourcesUnder);
    // A failure is an error code and a looked-up field is no reason: only `code: '…'` and `deny('…'` write reasons.
    const codes = sources.flatMap((source) =>
      [...source.matchAll(/(?:\bcode: |\bdeny\()'([a-z][a-z-]+)'/g)].map((match) => match[1] ?? ''),
    );
    const known = new Set<string>([...FUNNEL_CODES, ...MISS_CODES, ...Object.keys(ERROR_STATUS)]);
    const without = [...new Set(codes)].filter((code) => !hasWords(code) && !known.has(code));
    expect(without).toEqual([]);
  });

  it.each(LANGUAGES)('never shows a code, a gap or a missing value (%s)', (language) => {
    const codes = [...Object.keys(REASON_CODES), ...Object.keys(ERROR_STATUS)].filter((code) => code.includes('-'));
    for (const { path, text } of everyText(language)) {
      expect(text, path).not.toMatch(/undefined|null|NaN|\[object|=>/);
      expect(text.trim(), path).not.toBe('');
      const said = new Set(text.split(/[\s.,:;()]+/));
      expect(
        codes.filter((code) => said.has(code)),
        path,
      ).toEqual([]);
    }
  });

  it('speaks Korean in 해요체', () => {
    for (const { path, text } of everyText('ko')) expect(notSpoken(text, TEXT), path).toBeNull();
  });

  it('does not cheer, urge or promise', () => {
    for (const language of LANGUAGES) {
      for (const { path, text } of everyText(language)) {
        expect(text, path).not.toMatch(/!|\bAI\b|guarantee|strong buy|streak|rocket|hurry|대박|강력 매수|보장/i);
      }
    }
  });
});
