import type * as english from '../en/risk-levels.ts';

export const riskLevels: typeof english.riskLevels = { low: '낮음', medium: '중간', high: '높음' };

export const earlierRiskLevels: typeof english.earlierRiskLevels = { low: '조심', medium: '균형', high: '과감' };
