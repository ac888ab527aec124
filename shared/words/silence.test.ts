import { expect, it } from 'vitest';
import { wordsFor } from './catalogue.ts';
import { LANGUAGES } from '../contract/session.ts';
import { decide as en } from './web-en/decide.ts';
import { decide as ko } from './web-ko/decide.ts';
import { silenceOf } from '../domain/silence.ts';

const WEB = { en, ko };
const SOLD = { en: /it is sold/, ko: /팔아요/ };

it.each(LANGUAGES)(
  'only a sale that happens unless told otherwise is said to happen, on every screen (%s)',
  (language) => {
    const said = (side: 'buy' | 'sell', code: string): string[] => {
      const silence = silenceOf({ side, askBecause: { code } });
      return [WEB[language].silence[silence], wordsFor(language).proposal.silence[silence]];
    };
    for (const text of said('sell', 'sells-unless-told')) expect(text).toMatch(SOLD[language]);
    for (const text of [...said('sell', 'sells-asked'), ...said('buy', 'asks-always')])
      expect(text).not.toMatch(SOLD[language]);
  },
);
