import { account } from './en/account.ts';
import { bots, newBot } from './en/bots.ts';
import { chat, commands } from './en/chat.ts';
import { checkNames, denies, sizeBounds } from './en/checks.ts';
import { errors } from './en/errors.ts';
import { glossary } from './en/glossary.ts';
import { orders } from './en/orders.ts';
import { proposal } from './en/proposal.ts';
import { funnel, misses, reasons, unnamedFilter, unnamedMiss, unnamedReason } from './en/reasons.ts';
import { states } from './en/states.ts';
import { webEn } from './web-en.ts';

/** Every word a person reads, in English; Korean is typed against it. */
export const en = {
  states,
  errors,
  checkNames,
  denies,
  sizeBounds,
  reasons,
  funnel,
  misses,
  unnamedReason,
  unnamedFilter,
  unnamedMiss,
  glossary,
  proposal,
  orders,
  bots,
  newBot,
  account,
  chat,
  commands,
  web: webEn,
};
export type Words = typeof en;
