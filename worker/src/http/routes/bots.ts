import { z } from 'zod';
import {
  BotPreview,
  BotStatus,
  BotView,
  CreateBot,
  EndBot,
  LookView,
  PreviewBot,
  UpdateBot,
} from '#shared/contract/bot.ts';
import { Id, listOf } from '#shared/contract/common.ts';
import { DeleteBot, DeletedBotView, LeavingView } from '#shared/contract/leaving.ts';
import { ok } from '#shared/lib/result.ts';
import { route } from '../route.ts';

const LooksQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) });

export const BOT_ROUTES = [
  route({
    method: 'GET',
    path: '/api/bots',
    summary: 'Bots of one account or of all, newest first',
    query: z.object({ accountId: Id.optional() }),
    answer: listOf(BotView),
    run: ({ composition, caller }, { query }) => composition.useCases.bots(caller, query),
  }),
  route({
    method: 'POST',
    path: '/api/bots',
    summary: 'Make a bot; it looks at the market at once',
    status: 201,
    scope: 'propose',
    body: CreateBot,
    answer: BotView,
    run: ({ composition, caller }, { body }) => composition.useCases.createBot(caller, body),
  }),
  route({
    method: 'POST',
    path: '/api/bots/preview',
    summary: 'What a bot with these settings means in money; nothing is made',
    body: PreviewBot,
    answer: BotPreview,
    run: ({ composition, caller }, { body }) => composition.useCases.previewBot(caller, body),
  }),
  route({
    method: 'GET',
    path: '/api/bots/:id',
    summary: 'One bot: its settings and its money',
    answer: BotView,
    run: ({ composition, caller }, { params }) => composition.useCases.bot(caller, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/api/bots/:id',
    summary: 'Rename it, or change what it may do alone',
    scope: 'propose',
    body: UpdateBot,
    answer: BotView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.updateBot(caller, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/api/bots/:id/status',
    summary: 'What it has done, in figures',
    answer: BotStatus,
    run: ({ composition, caller }, { params }) => composition.useCases.botStatus(caller, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/bots/:id/looks',
    summary: 'One line per look, newest first',
    query: LooksQuery,
    answer: listOf(LookView),
    run: async ({ composition, caller }, { params, query }) => {
      const looks = await composition.useCases.looks(caller, params.id, query.limit);
      return looks.ok ? ok({ items: looks.value, nextCursor: null }) : looks;
    },
  }),
  route({
    method: 'POST',
    path: '/api/bots/:id/pause',
    summary: 'It stops buying; what it holds stays protected',
    answer: BotView,
    run: ({ composition, caller }, { params }) => composition.useCases.pauseBot(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/bots/:id/resume',
    summary: 'It buys again',
    answer: BotView,
    run: ({ composition, caller }, { params }) => composition.useCases.resumeBot(caller, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/bots/:id/leaving',
    summary: 'What deleting it leaves open, and who protects that afterwards',
    answer: LeavingView,
    run: ({ composition, caller }, { params }) => composition.useCases.leaving(caller, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/api/bots/:id',
    summary:
      'Delete it: what it holds is sold, kept with its stops until it is sold, or handed over to you (`positions`)',
    query: DeleteBot,
    answer: DeletedBotView,
    run: ({ composition, caller }, { params, query }) => composition.useCases.deleteBot(caller, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/api/bots/:id/ending',
    summary: 'After its last day: `extend` it, `sell` what it holds on that day, or `keep` it with its stops',
    body: EndBot,
    answer: BotView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.endBot(caller, params.id, body),
  }),
];
