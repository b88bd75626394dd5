const tr = {
  in: 'Yakınlaştır',
  out: 'Uzaklaştır',
  fit: 'Tümünü göster',
  full: 'Tam ekran',
  here: 'Şu anki adım',
  help: 'Ok tuşları kaydırır, + ve − yakınlaştırır, 0 tümünü gösterir.',
  failed: 'Şema yüklenemedi. Adımlar aşağıdaki listede.',
  done: 'Tamamlandı',
  active: 'Şu an burada',
  incident: 'Sorun var',
  since: '{0} başladı',
};

const en: typeof tr = {
  in: 'Zoom in',
  out: 'Zoom out',
  fit: 'Show all',
  full: 'Full screen',
  here: 'Current step',
  help: 'Arrow keys pan, + and − zoom, 0 shows all.',
  failed: 'The diagram could not be loaded. The steps are in the list below.',
  done: 'Done',
  active: 'It is here now',
  incident: 'There is a problem',
  since: 'started {0}',
};

/** The diagram's words in the page's language; Turkish unless the page says otherwise. */
export function texts(): typeof tr {
  return document.documentElement.lang.startsWith('en') ? en : tr;
}
