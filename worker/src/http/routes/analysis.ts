import { AnalysisQuery, AnalysisView, ForecastView } from '#shared/contract/analysis.ts';
import { OfAccount } from '#shared/contract/common.ts';
import { route } from '../route.ts';

export const ANALYSIS_ROUTES = [
  route({
    method: 'GET',
    path: '/api/instruments/:symbol/analysis',
    summary:
      'What can be said of an instrument at its newest closed bar: indicators, patterns, forecast with its record, rating as its parts, stop and target',
    query: AnalysisQuery.extend(OfAccount.shape),
    answer: AnalysisView,
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.analysis(caller, params.symbol, { ...query, further: false }),
  }),
  route({
    method: 'POST',
    path: '/api/instruments/:symbol/analysis',
    summary: 'The same, after one more slice of past forecasts; again until `progress` is whole',
    scope: 'propose',
    query: AnalysisQuery.extend(OfAccount.shape),
    answer: AnalysisView,
    run: ({ composition, caller }, { params, query }) =>
      composition.useCases.analysis(caller, params.symbol, { ...query, further: true }),
  }),
  route({
    method: 'GET',
    path: '/api/instruments/:symbol/forecast',
    summary: 'Where the price may be after each of the next bars, always as a range, and how such forecasts did before',
    query: AnalysisQuery.extend(OfAccount.shape),
    answer: ForecastView,
    run: ({ composition, caller }, { params, query }) => composition.useCases.forecast(caller, params.symbol, query),
  }),
];
