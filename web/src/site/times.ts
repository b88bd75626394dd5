const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Says how far an instant is from now, in the page's language: “3 saat önce”, “2 gün sonra”. */
export function relative(instant: Date, now: Date, language: string): string {
  const seconds = (instant.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, 'second');
}

/** Keeps every `<time data-relative datetime=…>` current; the server wrote the full date, which stays as its title. */
export function startTimes(): void {
  const refresh = (): void => {
    for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-relative]')) {
      const instant = new Date(element.dateTime);
      if (Number.isNaN(instant.getTime())) continue;
      element.title ||= element.textContent?.trim() ?? '';
      const text = relative(instant, new Date(), document.documentElement.lang || 'tr');
      if (element.textContent !== text) element.textContent = text;
    }
  };
  refresh();
  setInterval(refresh, 30_000);
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE))) refresh();
  }).observe(document.documentElement, { childList: true, subtree: true });
}
