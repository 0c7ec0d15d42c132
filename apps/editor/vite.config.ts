import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'

/**
 * What a composite is made of (the `expand.ts` of its kind) is a fifth of all definitions, and nobody needs it before
 * somebody opens one. Definitions get a stand-in instead, which calls what `loadInsides` has brought by then.
 */
function insidesOnDemand(): Plugin {
  const insides = fileURLToPath(new URL('src/compose/insides.ts', import.meta.url))
  const prefix = '\0inside of '
  return {
    name: 'insides-on-demand',
    enforce: 'pre',
    resolveId(source, importer) {
      const kind = source === './expand.ts' && /\/packages\/nodes\/src\/([\w-]+)\/definition\.ts$/.exec(importer ?? '')
      return kind ? prefix + kind[1] : undefined
    },
    load(id) {
      if (!id.startsWith(prefix)) return undefined
      const kind = JSON.stringify(id.slice(prefix.length))
      return `import { insideOf } from ${JSON.stringify(insides)}\nexport const expand = (params) => insideOf(${kind})(params)`
    },
  }
}

export default defineConfig({
  plugins: [insidesOnDemand(), react(), tailwindcss()],
  // `browser` opens @quorum/nodes/cards and, with `node` absent, keeps @quorum/nodes/runners shut.
  resolve: { conditions: [...new Set(['browser', ...defaultClientConditions])] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Inlined assets would be data: URLs, which the CSP refuses for fonts (SECURITY S22).
    assetsInlineLimit: 0,
    // scripts/checkBundle.mjs reads from it what a route loads.
    manifest: true,
    rolldownOptions: {
      treeshake: {
        // Components that libraries carry and nobody here uses (the minimap of React Flow) are left out.
        manualPureFunctions: ['memo', 'forwardRef', 'createContext'],
        // Through its index the engine would be loaded whole. Only what installs the expressions does anything by itself.
        moduleSideEffects: [{ test: /\/packages\/engine\/src\/(?!expr\/install\.ts$)/, sideEffects: false }],
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': { target: `http://127.0.0.1:${process.env.PORT ?? 4400}` } },
  },
})
