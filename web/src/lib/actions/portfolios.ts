import type { NoteView } from '#shared/contract/note.ts';
import type {
  CreateHolding,
  CreatePortfolio,
  ImportedHoldings,
  ImportHoldings,
  MoveHolder,
  PortfolioContent,
  PortfolioView,
  UpdateHolding,
  UpdatePortfolio,
} from '#shared/contract/portfolio.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = ['/portfolios'];
const saved = (): string => ui.w.holdings.saved;

export const makePortfolio = (input: CreatePortfolio): Promise<PortfolioView | null> =>
  act(() => api.post<PortfolioView>(routes.portfolios, input), { changes: CHANGES });

export const changePortfolio = (id: string, input: UpdatePortfolio, done = saved()): Promise<PortfolioView | null> =>
  act(() => api.patch<PortfolioView>(routes.portfolio(id), input), { done, changes: CHANGES });

export const removePortfolio = (id: string): Promise<{ id: string } | null> =>
  act(() => api.remove<{ id: string }>(routes.portfolio(id)), { done: ui.w.holdings.removed, changes: CHANGES });

export const moveHolder = (to: PortfolioView, holder: MoveHolder): Promise<PortfolioView | null> =>
  act(() => api.post<PortfolioView>(routes.portfolioHolders(to.id), holder), {
    done: ui.w.holdings.moved(to.name),
    changes: CHANGES,
  });

export const addHolding = (id: string, input: CreateHolding): Promise<PortfolioContent | null> =>
  act(() => api.post<PortfolioContent>(routes.portfolioHoldings(id, null), input), { done: saved(), changes: CHANGES });

export const changeHolding = (id: string, holding: string, input: UpdateHolding): Promise<PortfolioContent | null> =>
  act(() => api.patch<PortfolioContent>(routes.holding(id, holding), input), { done: saved(), changes: CHANGES });

export const dropHolding = (id: string, holding: string): Promise<PortfolioContent | null> =>
  act(() => api.remove<PortfolioContent>(routes.holding(id, holding)), {
    done: ui.w.holdings.dropped,
    changes: CHANGES,
  });

/** Throws: what is wrong with a file is said beside it. */
export const readHoldings = (id: string, input: ImportHoldings): Promise<ImportedHoldings> =>
  api.post<ImportedHoldings>(routes.importHoldings(id), input);

export const writeNote = (path: string, text: string): Promise<NoteView | null> =>
  act(() => api.patch<NoteView>(path, { text }), { done: ui.w.holdings.noteSaved, changes: [path] });
