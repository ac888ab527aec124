import { z } from 'zod';
import { DAY_MS, MINUTE_MS, toIso, type WallMs } from '#shared/lib/time.ts';
import type { CashMove } from '#shared/ports/broker.ts';
import type { VendorInstruments } from '../vendor.ts';
import { calls, FILLS_MAX } from './calls.ts';
import { bodyOf, type AlpacaClient } from './client.ts';
import { AlpacaMove } from './schema.ts';

/** What was learnt of one account's cash and saves calls. */
export interface MovesMemory {
  readAt: WallMs | null;
  cash: string | null;
  changedAt: WallMs | null;
}

/** How far a look reaches back: lists may show a thing late. */
const MARGIN_MS = DAY_MS;
const EVERY_MS = 5 * MINUTE_MS;
/** Cash changed: what changed it may be listed a little later. */
const AFTER_CHANGE_MS = 2 * MINUTE_MS;
const PAGES_MAX = 20;

/** Alpaca's kinds of activity; what is not here is left to a person, as cash that differs. */
const KINDS: Readonly<Partial<Record<string, CashMove['kind']>>> = {
  FEE: 'fee',
  PTC: 'fee',
  PTR: 'fee',
  DIVFEE: 'fee',
  DIV: 'dividend',
  CGD: 'dividend',
  DIVCGL: 'dividend',
  DIVCGS: 'dividend',
  DIVROC: 'dividend',
  DIVTXEX: 'dividend',
  DIVFT: 'tax',
  DIVNRA: 'tax',
  DIVTW: 'tax',
  INTNRA: 'tax',
  INTTW: 'tax',
  INT: 'interest',
  CSD: 'transfer',
  CSW: 'transfer',
  TRANS: 'transfer',
  JNL: 'transfer',
  JNLC: 'transfer',
  ACATC: 'transfer',
};

/**
 * What moved cash besides fills since then: read when cash has just changed, and every few minutes. Null: not asked for,
 * or refused for good; `lost`: no answer, as of the rest of the book.
 */
export async function readMoves(
  { client, instruments, memory, now }: MovesReader,
  { since, cash }: { since: WallMs; cash: string },
): Promise<readonly CashMove[] | null | 'lost'> {
  if (memory.cash !== null && memory.cash !== cash) memory.changedAt = now;
  memory.cash = cash;
  const isRecent = (at: WallMs | null, ms: number): boolean => at !== null && now - at < ms;
  if (isRecent(memory.readAt, EVERY_MS) && !isRecent(memory.changedAt, AFTER_CHANGE_MS)) return null;
  const after = toIso((since - MARGIN_MS) as WallMs);
  const moves: CashMove[] = [];
  let page: string | null = null;
  for (let count = 0; count < PAGES_MAX; count += 1) {
    const reply = await client.ask(calls.moves({ after, page_token: page }));
    const list: AlpacaMove[] | null = bodyOf(reply, z.array(AlpacaMove));
    if (list === null) {
      const isRefused = reply.kind === 'answer' && reply.error !== null && [400, 403, 404, 422].includes(reply.status);
      return isRefused ? null : 'lost';
    }
    moves.push(...list.flatMap((move) => cashMove(move, instruments)));
    page = list.at(-1)?.id ?? page;
    if (list.length < FILLS_MAX) break;
  }
  memory.readAt = now;
  return moves;
}

interface MovesReader {
  readonly client: AlpacaClient;
  readonly instruments: VendorInstruments;
  readonly memory: MovesMemory;
  readonly now: WallMs;
}

function cashMove(move: AlpacaMove, instruments: VendorInstruments): CashMove[] {
  const kind = KINDS[move.activity_type];
  const at = move.created_at ?? move.date;
  if (kind === undefined || at === null || move.net_amount === null) return [];
  // Alpaca's ledger is in dollars unless a line says otherwise.
  if (move.currency !== '' && move.currency !== 'USD') return [];
  return [
    {
      id: move.id,
      kind,
      amount: move.status === 'canceled' ? '0' : move.net_amount,
      currency: 'USD',
      instrumentId: move.symbol === null ? null : instruments.idOf(move.symbol),
      at: Date.parse(at) as WallMs,
    },
  ];
}
