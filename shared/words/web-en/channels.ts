import type { Channel } from '../../contract/channel.ts';
import { s } from './plural.ts';

/** What one chat app is called, and the steps that are its own. */
interface AppWords {
  title: string;
  line: string;
  lead: string;
  steps: { bot: string; openMaker: string; tokenHint: string };
  bot: (name: string) => string;
  listens: { webhook: string; polling: string };
  tokenRefused: string;
  link: string;
  send: string;
  waiting: string;
  linked: string;
  none: string;
}

const apps: Record<Channel, AppWords> = {
  telegram: {
    title: 'Telegram',
    line: 'Proposals and news where you chat, and every command.',
    lead: 'Nod speaks through a bot of your own. Nobody else’s server stands in between, and nobody is heard there but whom you link.',
    steps: {
      bot: 'Open BotFather in Telegram, send /newbot, and choose a name. It answers with a token.',
      openMaker: 'Open BotFather',
      tokenHint: 'It is checked with Telegram, sealed on this installation, and never shown again.',
    },
    bot: (name) => `Connected as @${name}`,
    listens: {
      webhook: 'Telegram sends messages to this address.',
      polling: 'This computer asks Telegram for messages while Nod runs.',
    },
    tokenRefused: 'Telegram refuses the token: it was revoked. Paste the new one.',
    link: 'Link a chat',
    send: 'Scan this with your phone, or open it there, and press Start. It works once, for 10 minutes.',
    waiting: 'Waiting for your message…',
    linked: 'Linked chats',
    none: 'No chat is linked yet.',
  },
  discord: {
    title: 'Discord',
    line: 'Proposals and news as messages, and every command with its forms.',
    lead: 'Nod speaks through an application of your own. Nobody is heard there but whom you link.',
    steps: {
      bot: 'Open Discord’s developer portal, choose New Application, then Bot, then Reset Token. Copy the token.',
      openMaker: 'Open the developer portal',
      tokenHint:
        'It is checked with Discord, sealed on this installation, and never shown again. The commands are registered with it.',
    },
    bot: (name) => `Connected as ${name}`,
    listens: {
      webhook: 'Discord sends what you do to this address.',
      polling: 'This computer keeps a connection to Discord while Nod runs.',
    },
    tokenRefused: 'Discord refuses the token: it was reset. Paste the new one.',
    link: 'Link yourself',
    send: 'In Discord, type /link, choose the one of this bot, and send it with this code. It works once, for 10 minutes.',
    waiting: 'Waiting for it…',
    linked: 'Linked people',
    none: 'Nobody is linked yet.',
  },
};

/** Connecting a chat app, step by step. `app` is its name. */
export const channels = {
  apps,
  token: 'Paste the token here',
  connect: 'Connect',
  unreachable: (app: string) => `${app} did not answer the last time. It is tried again by itself.`,
  keyMissing: 'The key that opens the token is not on this machine.',
  /** Where an app's bot has to be added before it can write first. */
  add: (app: string) => `Add it to ${app}`,
  addBody:
    'To yourself: commands work everywhere, seen by you alone. To a server of your own as well: then it can write to you first.',
  addToMe: 'Add to me',
  addToServer: 'Add to a server',
  linkBody: (app: string) =>
    `You confirm that it is you; then a code is shown. Whoever sends it first from ${app} speaks as you.`,
  open: (app: string) => `Open in ${app}`,
  byHand: 'Or send this to the bot:',
  since: (when: string) => `since ${when}`,
  gone: 'Nothing arrives there: the bot is blocked or the chat is gone. Write to it to be reached again.',
  unlink: 'Unlink',
  unlinked: 'Unlinked. Nobody speaks as you from there any more.',
  arrived: 'The chat is linked',
  test: 'Send a test',
  tested: (sent: number, of: number) =>
    of === 0 ? 'No chat is linked here yet: link one below' : `Sent to ${sent} of ${of} chat${s(of)}`,
  remove: 'Forget the bot',
  removed: (app: string) => `Forgotten. Nothing is said or heard in ${app} any more.`,
};
