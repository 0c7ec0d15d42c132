import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), tailwindcss()],
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
