// Islands are fetched only when a page carries one: an ordinary page pays for this table and nothing else.
const islands: Record<string, () => Promise<unknown>> = {
  'akis-diagram': () => import('../diagram/akis-diagram'),
  'akis-live': () => import('../live/akis-live'),
  'akis-form': () => import('../form/akis-form'),
  'akis-search': () => import('../search/akis-search'),
  'akis-composer': () => import('../compose/akis-composer'),
  'akis-presence': () => import('../compose/akis-presence'),
  'akis-query': () => import('../query/akis-query'),
  'akis-insert': () => import('../insert/akis-insert'),
  'akis-similar': () => import('../similar/akis-similar'),
};

/** Loads the island of every known element in the page, now and whenever the page's content is exchanged. */
export function startIslands(): void {
  load();
  new MutationObserver(load).observe(document.documentElement, { childList: true, subtree: true });
}

function load(): void {
  for (const name of Object.keys(islands)) {
    if (document.querySelector(name) === null) continue;
    const start = islands[name];
    delete islands[name];
    start?.().catch((error: unknown) => {
      // The page beside the island stays usable (a form posts, a list reads); the console keeps the reason.
      console.error(`${name} could not be loaded`, error);
    });
  }
}
