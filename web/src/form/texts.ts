// form-js's own messages (its `translate` keys) in Turkish; English is its own language.
const tr: Record<string, string> = {
  'Field is required.': 'Bu alan zorunludur.',
  'Field must match pattern {value}.': 'Yazım beklenen biçimde değil.',
  'Field must have minimum value of {value}.': 'En az {value} olmalı.',
  'Field must have maximum value of {value}.': 'En çok {value} olabilir.',
  'Field must have minimum length of {value}.': 'En az {value} karakter yazın.',
  'Field must have maximum length of {value}.': 'En çok {value} karakter yazabilirsiniz.',
  'Field must be a valid email.': 'Geçerli bir e-posta adresi yazın.',
  'Field must be a valid international phone number. (e.g. +4930664040900)': 'Telefonu ülke koduyla yazın (örneğin +902122853930).',
  'Value is not a number.': 'Bir sayı yazın.',
  'Value is expected to be an integer.': 'Tam sayı yazın.',
  'Value is expected to have at most 1 decimal digit.': 'Virgülden sonra en çok 1 basamak olabilir.',
  'Value is expected to have at most {value} decimal digits.': 'Virgülden sonra en çok {value} basamak olabilir.',
  'Please select a valid value, the two nearest valid values are {previousValue} and {nextValue}.':
    'Geçerli bir değer seçin; en yakın iki değer {previousValue} ve {nextValue}.',
  'Date and time must both be entered.': 'Tarih ve saatin ikisini de girin.',
  'Add new': 'Yeni ekle',
  'All values selected': 'Tüm seçenekler seçildi',
  'No results': 'Sonuç yok',
  'Remove tag': 'Seçimi kaldır',
  Search: 'Ara',
  Select: 'Seçin',
  'Skip to search': 'Aramaya geç',
  Collapse: 'Daralt',
  'Expand all ({value})': 'Tümünü göster ({value})',
  Increment: 'Artır',
  Decrement: 'Azalt',
  'No files selected': 'Dosya seçilmedi',
  '1 file selected': '1 dosya seçildi',
  '{value} files selected': '{value} dosya seçildi',
  Browse: 'Dosya seç',
  'Next page': 'Sonraki sayfa',
  'Previous page': 'Önceki sayfa',
  '{page} of {total}': '{page} / {total}',
  'Nothing to show.': 'Gösterilecek bir şey yok.',
  'No content to show.': 'Gösterilecek bir şey yok.',
  'Click to remove sorting': 'Sıralamayı kaldırmak için tıklayın',
  'Click to sort by {value} ascending': '{value} sütununa göre artan sıralayın',
  'Click to sort by {value} descending': '{value} sütununa göre azalan sıralayın',
  'Download {fileName}': '{fileName} dosyasını indir',
  'Unable to download document': 'Belge indirilemedi',
  "External content couldn't be loaded.": 'Dış içerik yüklenemedi.',
};

/** A form-js module that speaks the page's language. */
export function translateModule(language: string): { translate: ['value', (text: string, values?: Record<string, string>) => string] } {
  const words = language.startsWith('en') ? {} : tr;
  return {
    translate: [
      'value',
      (text, values = {}) => (words[text] ?? text).replace(/{([^}]+)}/g, (all, name: string) => (name in values ? String(values[name]) : all)),
    ],
  };
}
