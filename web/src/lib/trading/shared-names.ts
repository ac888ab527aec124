interface SharedFields {
  readonly title?: string | null;
  readonly text?: string | null;
  readonly url?: string | null;
}

const MOST = 6;
const NAME_MAX = 40;
/** Where pages about a stock carry its symbol: Yahoo, Naver, TradingView, Google and those who do alike. */
const IN_ADDRESS = [
  /[?&](?:code|symbol|ticker|s)=([\w:.-]{1,12})/i,
  /\/(?:quote|quotes|symbols?|stocks?|stock|item)\/([\w:.-]{1,20})/i,
];
/** $NVDA, NASDAQ:NVDA, KRX:005930, a Korean code, and only then a word in capitals. */
const IN_TEXT = [
  /\$([A-Z]{1,6}(?:\.[A-Z])?)\b/g,
  /\b[A-Z]{3,8}:([A-Z0-9.]{1,10})\b/g,
  /\b(\d{6})\b/g,
  /\b([A-Z]{2,6})\b/g,
];

/** What to look for, likeliest first, in something another app shared: a symbol, a name, a headline, a page's address. */
export function sharedNames({ title, text, url }: SharedFields): string[] {
  const told = [text, title]
    .filter((one) => one != null)
    .join('\n')
    .trim();
  const address = [url, ...told.matchAll(/https?:\/\/\S+/g)].filter((one) => one != null).map(String);
  const words = told.replaceAll(/https?:\/\/\S+/g, ' ').trim();
  const found = [
    ...address.flatMap((one) => IN_ADDRESS.flatMap((shape) => shape.exec(one)?.[1] ?? [])).map(bare),
    // A short text is a name as it stands.
    ...(words.length <= NAME_MAX && !words.includes('\n') ? [words] : []),
    ...IN_TEXT.flatMap((shape) => [...words.matchAll(shape)].flatMap(([, symbol]) => symbol ?? [])),
  ];
  return [...new Set(found.filter((name) => name !== ''))].slice(0, MOST);
}

/** Without what a vendor adds for its exchange: 005930.KS, NVDA-US, NASDAQ:NVDA. */
function bare(symbol: string): string {
  return symbol
    .replace(/^[A-Za-z]+[:-](?=\w)/, '')
    .replace(/\.(KS|KQ)$/i, '')
    .replace(/[-:](US|NASDAQ|NYSE)$/i, '')
    .toUpperCase();
}
