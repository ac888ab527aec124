import { beforeEach, describe, expect, it } from 'vitest';
import type { PushData, PushMessage } from '#shared/contract/push.ts';
import { listenForPush } from './handlers.ts';
import { OPEN_PAGE, type NotificationLook, type PushEvents, type PushScope, type ShownNotification } from './scope.ts';

const ORIGIN = 'https://nod.example.net';
const QUESTION: PushData = {
  ...{ kind: 'question', path: '/decide/p_1' },
  question: { id: 'p_1', hash: 'a'.repeat(64), device: null, approve: 'Approve', skip: 'Skip' },
};
const NODDING: PushData = {
  ...QUESTION,
  question: { ...(QUESTION.question as NonNullable<PushData['question']>), device: 'd_1' },
};

function aMessage(data: PushData = QUESTION, change: Partial<PushMessage['notification']> = {}): PushMessage {
  return {
    ...{ web_push: 8030, mutable: true, app_badge: 2 },
    notification: {
      ...{ title: 'PAPER · Buy 12 NVDA for $1,495?', body: 'At the stop −$120.', lang: 'en', tag: 't', silent: false },
      app_badge: 2,
      navigate: `${ORIGIN}${data.path}`,
      data,
      ...change,
    },
  };
}

interface Asked {
  readonly path: string;
  readonly key: string | null;
  readonly body: unknown;
}

/** A service worker with the browser around it: what it shows, opens and asks. */
class Browser {
  readonly shown: { title: string; look: NotificationLook }[] = [];
  readonly asked: Asked[] = [];
  readonly opened: string[] = [];
  readonly inPage: string[] = [];
  badge: number | null = null;
  /** Pages that are open, and whether they answer. */
  pages: ('answers' | 'is old')[] = [];
  answer: () => Response = () => Response.json({});
  readonly #listeners: Partial<{ [Name in keyof PushEvents]: (event: PushEvents[Name]) => void }> = {};

  constructor() {
    const scope: Parameters<typeof listenForPush>[0] = {
      registration: {
        showNotification: (title, look) => {
          this.shown.push({ title, look });
          return Promise.resolve();
        },
        pushManager: {
          subscribe: () =>
            Promise.resolve({
              endpoint: 'https://push.example.net/send/new',
              toJSON: () => ({ keys: { p256dh: 'p', auth: 'a' } }),
            }),
        },
      },
      clients: {
        matchAll: () => Promise.resolve(this.pages.map((page) => this.#window(page))),
        openWindow: (url) => Promise.resolve(this.opened.push(url)),
      },
      navigator: {
        setAppBadge: (count) => {
          this.badge = count;
          return Promise.resolve();
        },
      },
      location: { origin: ORIGIN },
      fetch: (path, init) => {
        const headers = new Headers(init.headers);
        const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : null;
        this.asked.push({ path, key: headers.get('idempotency-key'), body });
        return Promise.resolve(path === '/api/push/key' ? Response.json({ publicKey: 'AAAA' }) : this.answer());
      },
      addEventListener: (type, listener) => {
        this.#listeners[type] = listener as never;
      },
    };
    listenForPush(scope);
  }

  async push(data: unknown): Promise<void> {
    await this.#fire('push', { data: { json: () => data } });
  }

  async taps(data: PushData, action = '', lang = 'en'): Promise<boolean> {
    let isClosed = false;
    const notification: ShownNotification = {
      ...{ title: 'PAPER · Buy 12 NVDA for $1,495?', tag: 't', lang, data },
      close: () => {
        isClosed = true;
      },
    };
    await this.#fire('notificationclick', { notification, action });
    return isClosed;
  }

  async renews(before: string): Promise<void> {
    await this.#fire('pushsubscriptionchange', { oldSubscription: { endpoint: before } });
  }

  async #fire<Name extends keyof PushEvents>(type: Name, event: Omit<PushEvents[Name], 'waitUntil'>): Promise<void> {
    const work: Promise<unknown>[] = [];
    const whole = { ...event, waitUntil: (one: Promise<unknown>) => void work.push(one) };
    this.#listeners[type]?.(whole as PushEvents[Name]);
    await Promise.all(work);
  }

  #window(page: 'answers' | 'is old'): Awaited<ReturnType<PushScope['clients']['matchAll']>>[number] {
    return {
      url: `${ORIGIN}/bots`,
      focus: () => Promise.reject(new Error('nobody tapped')),
      navigate: (url) => Promise.resolve(this.opened.push(url)),
      postMessage: (message, [port]) => {
        if (page === 'is old') return;
        const { type, path } = message as { type: string; path: string };
        if (type === OPEN_PAGE) this.inPage.push(path);
        port?.postMessage('opened');
      },
    };
  }
}

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});
const last = () => browser.shown.at(-1)?.look.body;

describe('a push', () => {
  it('is shown with its buttons, and counted on the app', async () => {
    await browser.push(aMessage());
    expect(browser.shown).toMatchObject([
      {
        title: 'PAPER · Buy 12 NVDA for $1,495?',
        look: {
          ...{ body: 'At the stop −$120.', tag: 't', lang: 'en', silent: false, renotify: true },
          actions: [
            { action: 'approve', title: 'Approve' },
            { action: 'skip', title: 'Skip' },
          ],
        },
      },
    ]);
    expect(browser.badge).toBe(2);
  });

  it('that is silent calls nobody anew, and news has no buttons', async () => {
    await browser.push(aMessage({ kind: 'news', path: '/more/alerts', question: null }, { silent: true }));
    expect(browser.shown[0]?.look).toMatchObject({ silent: true, renotify: false, actions: [] });
  });

  it.each([null, 'text', { notification: {} }])('that cannot be read is shown all the same: %j', async (data) => {
    await browser.push(data);
    expect(browser.shown.map(({ title }) => title)).toEqual(['Nod']);
  });
});

describe('a tap', () => {
  it('opens the card: in a page that is there, in an old one that hears nothing, else in a new one', async () => {
    expect(await browser.taps(QUESTION)).toBe(true);
    browser.pages = ['answers'];
    await browser.taps(QUESTION);
    browser.pages = ['is old'];
    await browser.taps(QUESTION);
    expect(browser.inPage).toEqual(['/decide/p_1']);
    expect(browser.opened).toEqual([`${ORIGIN}/decide/p_1`, `${ORIGIN}/decide/p_1`]);
    expect(browser.asked, 'and decides nothing').toEqual([]);
  });

  it('on Approve opens the card where this device was not given leave', async () => {
    await browser.taps(QUESTION, 'approve');
    expect(browser.opened).toEqual([`${ORIGIN}/decide/p_1`]);
    expect(browser.asked).toEqual([]);
  });

  it('on Approve approves what was asked, once however often, and says what the stored order says', async () => {
    const answer = { proposal: { status: 'approved' }, order: { status: 'accepted' } };
    browser.answer = () => Response.json(answer);
    await browser.taps(NODDING, 'approve');
    await browser.taps(NODDING, 'approve');
    const asked = { path: '/api/proposals/p_1/approve', body: { hash: 'a'.repeat(64), device: 'd_1' } };
    expect(browser.asked).toMatchObject([asked, asked]);
    expect(browser.asked[0]?.key).toBe(browser.asked[1]?.key);
    expect(browser.shown.map(({ look }) => look.body).slice(0, 2)).toEqual([
      'Asking Nod…',
      'Approved. The order left; what it comes to is told.',
    ]);
    expect(browser.shown[1]?.look).toMatchObject({ tag: 't', silent: true, actions: [] });
  });

  it('on Approve of a reminder is asked anew: an old refusal is not its answer', async () => {
    browser.answer = () => Response.json({ code: 'price-moved' }, { status: 409 });
    const shown = ['n-1', 'n-1', 'n-2'];
    for (const id of shown) await browser.taps({ ...NODDING, id }, 'approve');
    const keys = browser.asked.map(({ key }) => key);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[2]);
  });

  it.each([
    [{ proposal: { status: 'approved' }, order: { status: 'waiting-for-open' } }, /next open/],
    [{ proposal: { status: 'approved' }, order: { status: 'rejected' } }, /came to nothing/],
    [{ proposal: { status: 'approved' }, order: { status: 'unknown' } }, /has not answered yet/],
    [{ proposal: { status: 'pending' }, order: null }, /second person/],
  ])('claims no more than is so: %j', async (answer, says) => {
    browser.answer = () => Response.json(answer);
    await browser.taps(NODDING, 'approve');
    expect(last()).toMatch(says);
  });

  it.each([
    [409, { code: 'already-decided', values: { status: 'rejected', name: 'Mina' } }, 'Already skipped by Mina.'],
    [409, { code: 'price-moved' }, 'The price moved. Nothing was decided: tap to see the new one.'],
    [409, { code: 'device-opens-card' }, 'Nothing was decided. This one needs its card: tap to open it.'],
    [403, { code: 'step-up-required' }, 'Nothing was decided. This one needs its card: tap to open it.'],
    [401, { code: 'not-signed-in' }, 'Nothing was decided. Sign in on this device again first.'],
    [409, { code: 'proposal-lapsed' }, 'Too late: it can no longer be answered.'],
    [502, 'no json of ours', 'No answer from Nod. Tap to see how it stands.'],
  ])('that comes to nothing says so: %i %j', async (status, body, says) => {
    browser.answer = () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
    await browser.taps(NODDING, 'approve');
    expect(last()).toBe(says);
  });

  it('on Skip skips, in the language of its reader', async () => {
    await browser.taps(QUESTION, 'skip', 'ko');
    expect(browser.asked).toMatchObject([{ path: '/api/proposals/p_1/reject', body: { hash: 'a'.repeat(64) } }]);
    expect(last()).toBe('넘겼어요.');
  });

  it('without a line says that nobody answered', async () => {
    browser.answer = () => {
      throw new TypeError('no line');
    };
    await browser.taps(QUESTION, 'skip');
    expect(last()).toBe('No answer from Nod. Tap to see how it stands.');
  });
});

it('tells the server where the browser is reached from now on', async () => {
  await browser.renews('https://push.example.net/send/old');
  expect(browser.asked.at(-1)).toMatchObject({
    path: '/api/push/subscriptions',
    body: { endpoint: 'https://push.example.net/send/new', replaces: 'https://push.example.net/send/old' },
  });
});
