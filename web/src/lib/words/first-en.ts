import type { Phrase } from '#shared/words/fill.ts';
import { misses, unnamedMiss } from '#shared/words/en/misses.ts';
import { botLines, leavingLines, modeNames, roleLines, sellingLines, watchLines } from '#shared/words/en/on-home.ts';
import { usualDenies, usualOutcomes } from '#shared/words/en/reasons-on-home.ts';
import { lines } from '#shared/words/web-en/events.ts';
import { home } from '#shared/words/web-en/home.ts';
import {
  botBrief,
  connectionBrief,
  decideBrief,
  ledgerBrief,
  markBrief,
  portfolioBrief,
  stopBrief,
} from '#shared/words/web-en/on-home.ts';
import { app, errors, header, tabs, world } from '#shared/words/web-en/shell.ts';
import { transport } from '#shared/words/web-en/transport.ts';
import type { Catalogue } from './en.ts';

export type Parts<T> = { readonly [K in keyof T]?: T[K] extends object ? Partial<T[K]> : T[K] };

/**
 * The words that Home says on an ordinary day, and what stands around every room: all that its first load brings. What
 * is not here comes with the rest of the catalogue as soon as anything reads it (`until-whole.ts`).
 */
export const first = {
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
  /** Why a limit blocks, and how an account or the way to its broker stands. */
  reasons: { ...usualDenies, ...usualOutcomes } as Record<string, Phrase>,
  roles: roleLines,
  selling: sellingLines,
  states: modeNames,
  unnamedMiss,
  watch: watchLines,
} satisfies Parts<Omit<Catalogue, 'web'>> & { readonly web: Parts<Catalogue['web']> };

export type FirstWords = typeof first;
