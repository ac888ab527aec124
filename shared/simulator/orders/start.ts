/* What a schedule begins with. Money in cents. */
export const START_CASH = 5_000_000;
export const START_SHARES = 20;
export const START_PRICE = 10_000;
export const START_HOLDERS = ['manual', 'bot_1'] as const;
