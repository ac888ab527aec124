/** `nod`: bots and people trade in it. `elsewhere`: kept at another bank and written down, watched and never traded. */
export const PORTFOLIO_KINDS = ['nod', 'elsewhere'] as const;
export type PortfolioKind = (typeof PORTFOLIO_KINDS)[number];
