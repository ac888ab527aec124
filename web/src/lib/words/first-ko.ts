import { denies } from '#shared/words/ko/checks.ts';
import { misses, unnamedMiss } from '#shared/words/ko/misses.ts';
import { botLines, leavingLines, modeNames, roleLines, sellingLines, watchLines } from '#shared/words/ko/on-home.ts';
import { outcomes } from '#shared/words/ko/outcomes.ts';
import { lines } from '#shared/words/web-ko/events.ts';
import { home } from '#shared/words/web-ko/home.ts';
import { ledger } from '#shared/words/web-ko/ledger.ts';
import { markets } from '#shared/words/web-ko/markets.ts';
import { botBrief, connectionBrief, decideBrief } from '#shared/words/web-ko/on-home.ts';
import { portfolio } from '#shared/words/web-ko/portfolio.ts';
import { app, errors, header, tabs, world } from '#shared/words/web-ko/shell.ts';
import { stop } from '#shared/words/web-ko/stop.ts';
import { transport } from '#shared/words/web-ko/transport.ts';
import type { FirstWords } from './first-en.ts';

export const first: FirstWords = {
  web: {
    app,
    bots: botBrief,
    connections: connectionBrief,
    decide: decideBrief,
    errors,
    header,
    home,
    ledger,
    lines,
    markets,
    portfolio,
    stop,
    tabs,
    transport,
    world,
  },
  bots: botLines,
  leaving: leavingLines,
  misses,
  reasons: { ...denies, ...outcomes },
  roles: roleLines,
  selling: sellingLines,
  states: modeNames,
  unnamedMiss,
  watch: watchLines,
};
