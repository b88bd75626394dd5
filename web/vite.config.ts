import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig, type Plugin } from 'vite';

const require = createRequire(import.meta.url);

// Names are stable, not hashed: ASP.NET Core's MapStaticAssets fingerprints, compresses and caches what the layout links.
export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [iconSprite(), formWords()],
  build: {
    outDir: '../src/Akis.Server/wwwroot/dist',
    emptyOutDir: true,
    target: 'es2022',
    // A preload polyfill would be an inline script in disguise; every browser we serve knows modulepreload.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      input: { site: 'src/site/site.ts' },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        assetFileNames: '[name][extname]',
      },
    },
  },
});

/** Draws the icons named in src/site/icons.json into one sprite, so that a page carries a reference and not the drawing. */
function iconSprite(): Plugin {
  return {
    name: 'akis-icon-sprite',
    apply: 'build',
    generateBundle() {
      const names: string[] = JSON.parse(readFileSync(new URL('src/site/icons.json', import.meta.url), 'utf8'));
      const symbols = names.map((name) => {
        const svg = readFileSync(require.resolve(`@tabler/icons/outline/${name}.svg`), 'utf8');
        const drawing = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).trim();
        return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`;
      });
      this.emitFile({
        type: 'asset',
        fileName: 'icons.svg',
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`,
      });
    },
  };
}

/**
 * form-js takes the browser's language for dates and leaves a few words out of its own translation. The page's language
 * counts here, so these places are rewritten; the build stops if a new form-js has them no longer.
 */
function formWords(): Plugin {
  const english = "document.documentElement.lang.startsWith('en')";
  const places: [string, string][] = [
    ["getLocaleDateFormat(locale = 'default')", "getLocaleDateFormat(locale = document.documentElement.lang || 'tr')"],
    ["valueLabel || 'Select'", `valueLabel || (${english} ? 'Select' : 'Seçin')`],
    ["placeholder: 'Search'", `placeholder: ${english} ? 'Search' : 'Ara'`],
    ["emptyListMessage = 'No results'", `emptyListMessage = ${english} ? 'No results' : 'Sonuç yok'`],
    ['placeholder: getLocaleReadableDateFormat()', `placeholder: ${english} ? getLocaleReadableDateFormat() : 'gg.aa.yyyy'`],
    ["placeholder: use24h ? 'hh:mm'", `placeholder: use24h ? (${english} ? 'hh:mm' : 'ss:dd')`],
    ['`Remove list item ${itemIndex + 1}`', `\`\${${english} ? 'Remove item' : 'Kaldır: satır'} \${itemIndex + 1}\``],
    ['children: "Browse"', `children: ${english} ? 'Browse' : 'Dosya seç'`],
  ];
  return {
    name: 'akis-form-words',
    transform(code, id) {
      if (!id.includes('@bpmn-io/form-js-viewer/dist/index.es.js')) return null;
      for (const [from, to] of places) {
        if (!code.includes(from)) this.error(`form-js has changed: ${from} is gone`);
        code = code.replaceAll(from, to);
      }
      return { code, map: null };
    },
  };
}
