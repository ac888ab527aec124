import type { PICTURE_THEMES, RISE_COLORS } from '../contract/picture.ts';
import type { World } from '../domain/market.ts';

type Theme = (typeof PICTURE_THEMES)[number];
type Rises = (typeof RISE_COLORS)[number];

/** The colors of one picture: those of the app (`web/src/app.css`), as a picture that stands alone needs them. */
export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly faint: string;
  readonly line: string;
  readonly brand: string;
  readonly gain: string;
  readonly loss: string;
  /** Limits: neither a gain nor a loss. */
  readonly warn: string;
  /** Lines beside the main one. */
  readonly series: readonly [string, string, string];
  readonly worlds: Readonly<Record<World, { readonly ink: string; readonly paper: string }>>;
}

type Base = Omit<Palette, 'gain' | 'loss'>;

const BASES: Readonly<Record<Theme, Base>> = {
  light: {
    paper: '#ffffff',
    ink: '#0f1f1a',
    soft: '#45544e',
    faint: '#65746e',
    line: '#e3e9e6',
    brand: '#0b6a57',
    warn: '#8a5c00',
    series: ['#1a63a8', '#b3541e', '#6445b8'],
    worlds: {
      demo: { ink: '#6445b8', paper: '#ece7fa' },
      replay: { ink: '#1a63a8', paper: '#e1eefa' },
      paper: { ink: '#0b6a57', paper: '#ddf0ea' },
      live: { ink: '#ffffff', paper: '#b3261e' },
    },
  },
  dark: {
    paper: '#151b19',
    ink: '#eaf1ee',
    soft: '#b1beb8',
    faint: '#8d9b95',
    line: '#29332f',
    brand: '#4dc4a4',
    warn: '#f0c061',
    series: ['#83bff5', '#f0a36b', '#b9a3ff'],
    worlds: {
      demo: { ink: '#b9a3ff', paper: '#2a2145' },
      replay: { ink: '#83bff5', paper: '#142c42' },
      paper: { ink: '#4dc4a4', paper: '#12352c' },
      live: { ink: '#33090a', paper: '#ff8a7d' },
    },
  },
};

const RESULTS = {
  light: { green: '#0b7a46', red: '#cf2e24', blue: '#1c5fd0' },
  dark: { green: '#4fcf93', red: '#ff7d72', blue: '#79adff' },
} as const;

export function paletteOf(theme: Theme, rises: Rises): Palette {
  const { green, red, blue } = RESULTS[theme];
  const [gain, loss] = rises === 'green-up' ? [green, red] : [red, blue];
  return { ...BASES[theme], gain, loss };
}
