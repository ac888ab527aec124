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
import { askOnce } from '../api/ask-once.ts';
import { api } from '../api/client.ts';
import type { OnceKey } from '../api/once-key.ts';
import { routes } from '../api/routes.ts';
import { ui } from '../state/ui.svelte.ts';
import { portfolioNameOf } from '../words/portfolio-name.ts';
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
    done: ui.w.holdings.moved(portfolioNameOf(to)),
    changes: CHANGES,
  });

/** `once`: of the sheet it was typed in. Where no answer came, saving it again does not write it down twice. */
export const addHolding = (
  id: string,
  input: CreateHolding,
  once: OnceKey<CreateHolding>,
): Promise<PortfolioContent | null> =>
  act(
    () =>
      askOnce(once, input, (body, key) => api.make<PortfolioContent>(routes.portfolioHoldings(id, null), body, key)),
    {
      done: saved(),
      changes: CHANGES,
    },
  );

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
