import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'
import { hintsOnDemand } from './build/hintsOnDemand.ts'

const lateFile = fileURLToPath(new URL('src/inspector/late.ts', import.meta.url))
const jsonSchemaFile = fileURLToPath(new URL('src/inspector/jsonSchema.ts', import.meta.url))
const hintsFile = fileURLToPath(new URL('src/inspector/hints.ts', import.meta.url))
const insidesFile = fileURLToPath(new URL('src/compose/insides.ts', import.meta.url))

/**
 * What composites are made of is nearly a third of all definitions, and nobody needs it before somebody opens one: the
 * `expand.ts` of each kind, and the kinds that live only in there. The registry gets a stand-in for the first and does
 * without the second, until `loadInsides` brings both.
 */
function insidesOnDemand(): Plugin {
  const prefix = '\0inside of '
  const none = '\0no pieces'
  return {
    name: 'insides-on-demand',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === './pieces.ts' && importer?.endsWith('/packages/nodes/src/definitions.ts')) return none
      const kind = source === './expand.ts' && /\/packages\/nodes\/src\/([\w-]+)\/definition\.ts$/.exec(importer ?? '')
      return kind ? prefix + kind[1] : undefined
    },
    load(id) {
      if (id === none) return 'export const pieces = {}'
      if (!id.startsWith(prefix)) return undefined
      const kind = JSON.stringify(id.slice(prefix.length))
      return `import { insideOf } from ${JSON.stringify(insidesFile)}\nexport const expand = (params) => insideOf(${kind})(params)`
    },
  }
}

/**
 * Every schema of zod can write itself as JSON Schema, which only the inspector asks for: nearly 5 kB that need not be
 * there at the first paint. Schemas get stand-ins, until src/inspector/jsonSchema.ts brings the real functions.
 */
function jsonSchemaOnDemand(): Plugin {
  const prefix = '\0json schema on demand '
  return {
    name: 'json-schema-on-demand',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!/\/(json-schema-processors|to-json-schema)\.js$/.test(source)) return undefined
      if (!importer || !/\/zod\/v4\/classic\/schemas\.js$/.test(importer)) return undefined
      const real = await this.resolve(source, importer, { skipSelf: true })
      return real ? { id: prefix + real.id, moduleSideEffects: false } : undefined
    },
    load(id) {
      if (id === jsonSchemaFile) {
        const core = fileURLToPath(import.meta.resolve('zod/v4/core'))
        const from = (file: string): string => JSON.stringify(join(dirname(core), file))
        return [
          `import * as processors from ${from('json-schema-processors.js')}`,
          `import * as writing from ${from('to-json-schema.js')}`,
          `import { late } from ${JSON.stringify(lateFile)}`,
          `import ${JSON.stringify(hintsFile)}`,
          'Object.assign(late, processors, writing)',
          'export const toJSONSchema = processors.toJSONSchema',
        ].join('\n')
      }
      if (!id.startsWith(prefix)) return undefined
      const names = [...readFileSync(id.slice(prefix.length), 'utf8').matchAll(/^export (?:const|function) (\w+)/gm)]
      const standIns = names.map(([, name]) => `export const ${name} = (...given) => late.${name}(...given)`)
      return `import { late } from ${JSON.stringify(lateFile)}\n${standIns.join('\n')}`
    },
  }
}

export default defineConfig({
  plugins: [hintsOnDemand(), insidesOnDemand(), jsonSchemaOnDemand(), react(), tailwindcss()],
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
