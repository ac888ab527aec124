import { ERROR_STATUS } from '#shared/contract/errors.ts';
import { ALERT_KIND_NAMES } from '#shared/domain/alerts/alert-kinds.ts';
import { EVENT_TYPES } from '#shared/domain/event-type.ts';
import { FUNNEL_CODES, MISS_CODES, REASON_CODES } from '#shared/domain/reason-codes.ts';
import { notSpoken } from '#shared/testing/korean.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import type { Reader } from '#shared/words/format-time.ts';
import { zoneLabel } from '#shared/words/format-time.ts';
import { MAX_ASKING_CARD_CHARACTERS, MAX_BUTTON_ROWS, MAX_VERB_BYTES, OPEN, type Card } from '../cards/card.ts';
import { titleWithWorld } from '../cards/title.ts';

/*
 * What holds for everything that is said, whoever says it (experience.md). Each rule answers what of a card breaks it.
 */

export interface LawOptions {
  readonly reader: Reader;
  readonly now: number;
  /** Cards that begin with no world: they say nothing of a market. */
  readonly isPlain?: boolean;
  /** The facts are of yesterday: a time of day alone would be taken for today's. */
  readonly isAnotherDay?: boolean;
  /** Cards that everybody in a group reads: what follows is asked in private. */
  readonly isGroup?: boolean;
}

/** Everything that breaks a rule, each in a few words; empty: nothing does. */
export function breaches(card: Card, options: LawOptions): string[] {
  const { language } = options.reader;
  const text = [titleWithWorld(card, language), ...card.lines];
  const labels = card.buttons.flat().map(({ label }) => label);
  const all = [...text, ...labels];
  return [
    ...(options.isPlain === true ? [] : worldFirst(card, language)),
    ...all.flatMap((line) => codeIn(line).map((code) => `a code word, ${code}: ${line}`)),
    ...text.flatMap((line) => bareAmounts(line).map((amount) => `no currency at ${amount}: ${line}`)),
    ...text.flatMap((line) => bareTimes(line, options).map((at) => `no zone at ${at}: ${line}`)),
    ...(options.isAnotherDay === true ? text.flatMap(bareDays) : []),
    ...all.flatMap((line) => unspoken(line, language)),
    ...(options.isGroup === true ? [] : nextStep(card)),
    ...size(card, text),
    ...buttons(card),
  ];
}

function worldFirst(card: Card, language: Reader['language']): string[] {
  if (card.world === null) return ['no world'];
  const world = wordsFor(language).states.worlds[card.world];
  const begins =
    card.world === 'replay' ? new RegExp(`^${world} \\d{4}-\\d\\d-\\d\\d · .`) : new RegExp(`^${world} · .`);
  return begins.test(titleWithWorld(card, language)) ? [] : [`not the world first: ${titleWithWorld(card, language)}`];
}

/** Words of the wire that happen to be words of people too. */
const SPOKEN = new Set(['stop-loss', 'account', 'watch', 'unprotected', 'halt']);
const CODES: ReadonlySet<string> = new Set(
  [
    ...Object.keys(ERROR_STATUS),
    ...Object.keys(REASON_CODES),
    ...EVENT_TYPES,
    ...ALERT_KIND_NAMES,
    ...FUNNEL_CODES,
    ...MISS_CODES,
    ...'waiting-for-open partially-filled not-sent needs-human next-open only-tells sells-unless-told'.split(' '),
    ...'ask-above sell-and-tell ask-then-sell two-years twice-the-stop whole-amount hand-over take-back'.split(' '),
    ...'too-big not-this-company bad-moment own-enough do-not-believe-it ma-cross strategy-run'.split(' '),
  ].filter((code) => /[-.]/.test(code) && !SPOKEN.has(code)),
);

function codeIn(line: string): string[] {
  const found = line.match(/undefined|\bnull\b|NaN|Infinity|\[object|=>|[{}]|"\w+":|(?<!\S)\?(?!\S)/g) ?? [];
  const ids = line.match(/\b[a-z]{1,2}_[0-9A-Za-z_]{3,}/g) ?? [];
  const camel = line.match(/\b[a-z]+[A-Z]\w*/g) ?? [];
  const words = line.split(/[\s,:;()·“”']+|\.(?=\s|$)/).filter((word) => CODES.has(word));
  return [...found, ...ids, ...camel, ...words];
}

/** Figures that can only be money here: with thousands or cents. Counts of the samples have neither. */
const AMOUNT = /[$₩]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[$₩]?\b\d+\.\d\d\b/g;
const CURRENCY_BEHIND = /^(?:원|달러|만 원|억 원|억|%)/;
/** Shares and stocks are counted. */
const COUNT_BEHIND = /^(?:주|종목|개| (?:stocks|shares|[A-Z]{2,5}\b))/;

function bareAmounts(line: string): string[] {
  return [...line.matchAll(AMOUNT)].flatMap((found) => {
    const [amount] = found;
    const behind = line.slice(found.index + amount.length);
    const isPercent = /(?:percent|\(%\)) $/.test(line.slice(0, found.index));
    return isPercent || /^[$₩]/.test(amount) || CURRENCY_BEHIND.test(behind) || COUNT_BEHIND.test(behind)
      ? []
      : [amount];
  });
}

const TIME = /(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])/g;

/** A time of day is one in a zone: it stands behind it, or nobody could mean another. */
function bareTimes(line: string, { reader, now }: LawOptions): string[] {
  const label = zoneLabel(now, reader);
  if (label === '') return [];
  return [...line.matchAll(TIME)].flatMap((found) => {
    const behind = line.slice(found.index + found[0].length);
    return behind.startsWith(` ${label}`) ? [] : [found[0]];
  });
}

const DAY_BEFORE = /(?:\d{1,2} [A-Z][a-z]{2}|\d{1,2}월 \d{1,2}일) $/;

function bareDays(line: string): string[] {
  return [...line.matchAll(TIME)]
    .filter((found) => !DAY_BEFORE.test(line.slice(0, found.index)))
    .map(([at]) => `no day at ${at}: ${line}`);
}

function unspoken(line: string, language: Reader['language']): string[] {
  if (language === 'en')
    return /[가-힣]/.test(line.replace(/한국어|\/[가-힣]+/g, '')) ? [`Korean in English: ${line}`] : [];
  const wrong = notSpoken(line);
  return wrong === null ? [] : [`not 해요체: ${wrong}`];
}

const NOTHING_TO_DO = /[Nn]othing to do|Nothing needs you|하실 일[은도] 없어요/;

/** A button that works everywhere, or a sentence that nothing has to be done. Links are left out where there is no address. */
function nextStep(card: Card): string[] {
  const steps = card.buttons
    .flat()
    .filter(({ verb, disabledReason }) => !verb.startsWith(OPEN) && disabledReason === null);
  const isNamed = steps.length > 0 || card.expects === 'text' || card.lines.some((line) => NOTHING_TO_DO.test(line));
  return isNamed ? [] : [`neither a next step nor nothing to do: ${card.title}`];
}

function size(card: Card, text: readonly string[]): string[] {
  const { length } = text.join('\n');
  const limit = card.picture === null ? Infinity : MAX_ASKING_CARD_CHARACTERS;
  return length > limit ? [`${length} characters with a picture`] : [];
}

function buttons(card: Card): string[] {
  const bytes = (verb: string): number => new TextEncoder().encode(verb).length;
  return [
    ...(card.buttons.length > MAX_BUTTON_ROWS ? [`${card.buttons.length} rows of buttons`] : []),
    ...card.buttons
      .flat()
      .flatMap(({ label, verb }) => [
        ...(label.trim() === '' ? [`a button without words: ${verb}`] : []),
        ...(!verb.startsWith(OPEN) && bytes(verb) > MAX_VERB_BYTES ? [`${bytes(verb)} bytes: ${verb}`] : []),
      ]),
  ];
}
