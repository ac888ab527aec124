/** Several accounts in one chat: which one is meant, and all of them at once. `account` is its world and its name. */
export const chatAccounts = {
  which: 'Which account is this chat about?',
  how: 'What you say here is about one account. Choose, or type /account and its name.',
  screenDecides: 'Here in the app, what you say is about the account at the top of the screen.',
  line: (p: { account: string; value: string; isChosen: boolean }) =>
    `${p.account}: ${p.value}${p.isChosen ? ' · this chat is about it' : ''}`,
  noneCalled: (p: { name: string }) => `No account is called “${p.name}”.`,
  nowAbout: (p: { account: string }) => `This chat is now about ${p.account}.`,
  only: (p: { account: string }) => `Only ${p.account}.`,
  stillBuys: (p: { accounts: string }) => `Still buying: ${p.accounts}.`,
  noneBuys: 'Nothing is bought in any account',
  someBuy: 'Some accounts still buy',
  allBuy: 'Every account buys again',
  standing: (p: { account: string; mode: string }) => `${p.account}: ${p.mode}`,
  staysProtected: 'What is held keeps its stop-loss and target.',
  stoppedTogether: 'Buying was stopped in all accounts at once, so it starts in all of them at once.',
  buttons: {
    stopAll: 'Stop buying in all accounts',
    startAll: 'Start buying in all accounts',
    another: 'Another account',
  },
};

/** What a linked person is told who types what links, unlinks or quiets a chat. */
export const chatSettings = {
  linked: (p: { app: string }) => `This ${p.app} chat is linked to you`,
  linkedHere: 'This is the chat of the app you are signed in to',
  linkMore: 'For another phone or app: Settings → Your phone in the app shows a code; send it from there.',
  unlinkTitle: (p: { app: string }) => `Unlink this ${p.app} chat?`,
  unlinkLine:
    'Questions and news no longer come here, and what is said here counts for nothing. Bots and accounts go on.',
  unlinkInApp: 'Unlinking is in the app: Settings → Your phone.',
  unlinked: 'Unlinked. Nothing more comes here.',
  quietTitle: (p: { app: string; isQuiet: boolean }) =>
    p.isQuiet ? `${p.app} makes no sound` : `${p.app} may make a sound`,
  quietLine: 'What needs you at once (a stop-loss that fails, a broker out of reach) is always heard.',
  quietHours: (p: { from: string; to: string }) => `Quiet hours: ${p.from} to ${p.to}.`,
  quietMore: 'Each kind of message and quiet hours: Settings → Notifications in the app.',
  quietNowhere: 'This chat makes no sound. Sounds of chat apps and phones: Settings → Notifications in the app.',
  buttons: { unlink: 'Unlink', quiet: 'No sound', loud: 'Sound again' },
};
