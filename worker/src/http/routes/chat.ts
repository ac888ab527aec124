import { z } from 'zod';
import { ChatMessage, SendChat } from '#shared/contract/chat.ts';
import { listOf } from '#shared/contract/common.ts';
import { ok } from '#shared/lib/result.ts';
import { requireUnlimited } from '#shared/usecases/access.ts';
import { route } from '../route.ts';

const ChatQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });

export const CHAT_ROUTES = [
  route({
    method: 'GET',
    path: '/api/chat',
    summary: 'The web chat so far, oldest first',
    query: ChatQuery,
    answer: listOf(ChatMessage),
    run: async ({ composition, caller }, { query }) => {
      // It speaks of all accounts of its person.
      const allowed = requireUnlimited(caller);
      if (!allowed.ok) return allowed;
      return ok({ items: await composition.user(caller.userId).chat(query.limit), nextCursor: null });
    },
  }),
  route({
    method: 'POST',
    path: '/api/chat',
    summary: 'Say something or press a button; answers what Nod says',
    body: SendChat,
    answer: listOf(ChatMessage),
    run: async ({ composition, caller }, { body }) => {
      const allowed = requireUnlimited(caller);
      if (!allowed.ok) return allowed;
      // A chat cannot step up, this one neither: what needs it is done on a page.
      const { sessionId: _, ...person } = caller;
      const said = await composition.chat({ ...person, channel: 'chat' }, body);
      return said.ok ? ok({ items: said.value, nextCursor: null }) : said;
    },
  }),
];
