import { misses, unnamedMiss } from '#shared/words/ko/misses.ts';
import { botLines, leavingLines, modeNames, roleLines, sellingLines, watchLines } from '#shared/words/ko/on-home.ts';
import { usualDenies, usualOutcomes } from '#shared/words/ko/reasons-on-home.ts';
import { lines } from '#shared/words/web-ko/events.ts';
import { home } from '#shared/words/web-ko/home.ts';
import {
  botBrief,
  connectionBrief,
  decideBrief,
  ledgerBrief,
  markBrief,
  portfolioBrief,
  stopBrief,
} from '#shared/words/web-ko/on-home.ts';
import { app, errors, header, tabs, world } from '#shared/words/web-ko/shell.ts';
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
    ledger: ledgerBrief,
    lines,
    markets: markBrief,
    portfolio: portfolioBrief,
    stop: stopBrief,
    tabs,
    transport,
    world,
  },
  bots: botLines,
  leaving: leavingLines,
  misses,
  reasons: { ...usualDenies, ...usualOutcomes },
  roles: roleLines,
  selling: sellingLines,
  states: modeNames,
  unnamedMiss,
  watch: watchLines,
};
