import { describe, expect, it } from 'vitest';
import { age, clockIn, dayTime, duration, fullDay, readerOf, time } from './format-time.ts';
import { difference, figure, money, multiple, percent, price, quantity } from './format.ts';
import { josa } from './josa.ts';

describe('money and prices', () => {
  it('puts a true minus before the sign of the currency', () => {
    expect(money('-119.76', 'USD', 'en', { style: 'round' })).toBe('−$120');
    expect(money('-119.76', 'USD', 'ko', { style: 'round' })).toBe('−120달러');
    expect(money('1491.72', 'USD', 'en')).toBe('$1,491.72');
    expect(money('20.28', 'USD', 'en', { style: 'round', signed: true })).toBe('+$20');
  });

  it('has no decimals in won and counts in 만 and 억 where it is short', () => {
    expect(money('1495200', 'KRW', 'ko')).toBe('1,495,200원');
    expect(money('1495200', 'KRW', 'ko', { style: 'short' })).toBe('149만 원');
    expect(money('123000000', 'KRW', 'ko', { style: 'short' })).toBe('1.23억 원');
    expect(money('1495200', 'KRW', 'en')).toBe('₩1,495,200');
    expect(money('9.5', 'USD', 'en', { style: 'round' })).toBe('$9.50');
  });

  it('writes prices as they are traded', () => {
    expect(price('124.6', 'USD', 'en')).toBe('$124.60');
    expect(price('0.4512', 'USD', 'en')).toBe('$0.4512');
    expect(price('71200', 'KRW', 'ko')).toBe('71,200원');
    expect(price('71100.3333', 'KRW', 'ko')).toBe('71,100원');
    expect(difference('0.22', 'USD', 'en')).toBe('22 cents');
    expect(difference('0.22', 'USD', 'ko')).toBe('22센트');
    expect(difference('300', 'KRW', 'ko')).toBe('300원');
  });

  it('writes shares, times and counts without trailing zeros', () => {
    expect(percent(0.3)).toBe('30%');
    expect(percent(-0.0052, { signed: true })).toBe('−0.5%');
    expect(percent(-0.0001)).toBe('0%');
    expect(multiple(1.8, 'en')).toBe('1.8×');
    expect(multiple(1.5, 'ko')).toBe('1.5배');
    expect(quantity('0.250000001')).toBe('0.250000001');
    expect(quantity('1234567')).toBe('1,234,567');
    expect(figure(-2)).toBe('−2');
  });
});

describe('times', () => {
  const instant = '2026-11-20T15:33:04Z';

  it('name their zone, except to a Korean in Korea', () => {
    expect(time(instant, readerOf('en'))).toBe('10:33 ET');
    expect(time(instant, readerOf('en'), { seconds: true })).toBe('10:33:04 ET');
    expect(time(instant, readerOf('ko'))).toBe('0:33');
    expect(time(instant, readerOf('ko', 'America/New_York'))).toBe('10:33 ET');
    expect(time(instant, readerOf('en', 'Asia/Seoul'))).toBe('00:33 KST');
  });

  it('leave out the day only when it is the same', () => {
    expect(dayTime(instant, readerOf('en'), Date.parse('2026-11-20T20:00:00Z'))).toBe('10:33 ET');
    expect(dayTime(instant, readerOf('en'), Date.parse('2026-11-21T20:00:00Z'))).toBe('20 Nov 10:33 ET');
    expect(dayTime(instant, readerOf('ko'))).toBe('11월 21일 0:33');
  });

  it('are those of any zone a reader lives in', () => {
    const london = readerOf('en', 'Europe/London');
    expect(dayTime('2026-07-01T23:59:07Z', london, undefined, { seconds: true })).toBe('2 Jul 00:59:07 GMT+1');
    expect(fullDay('2025-12-31T23:59:07Z', readerOf('ko', 'Asia/Kolkata'))).toBe('2026년 1월 1일');
    expect(clockIn('2025-12-31T23:59:07Z', readerOf('ko', 'Asia/Kolkata'))).toBe('5:29');
  });

  it('say how long in the largest unit that fits', () => {
    expect(duration(28_000, 'en')).toBe('28 s');
    expect(duration(6 * 3_600_000 + 12 * 60_000, 'en')).toBe('6 h 12 min');
    expect(duration(3 * 86_400_000, 'ko')).toBe('3일');
    expect(age(3_000, 'ko')).toBe('3초 전');
  });
});

describe('Korean particles', () => {
  it('follow the last sound, of Hangul, digits and letters', () => {
    expect(josa('삼성전자', '이/가')).toBe('삼성전자가');
    expect(josa('신한은행', '을/를')).toBe('신한은행을');
    expect(josa('71,200원', '을/를')).toBe('71,200원을');
    expect(josa('114.41달러', '은/는')).toBe('114.41달러는');
    expect(josa('‘차분이’', '이/가')).toBe('‘차분이’가');
    expect(josa('HRBM', '을/를')).toBe('HRBM을');
    expect(josa('서울', '으로/로')).toBe('서울로');
    expect(josa('부산', '으로/로')).toBe('부산으로');
  });
});
