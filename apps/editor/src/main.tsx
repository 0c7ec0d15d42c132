import './styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { config } from 'zod/v4/core'
import { App } from './App.tsx'
import { startAppearance } from './ui/appearance.ts'
import { startNonce } from './ui/nonce.ts'
import { startTheme } from './ui/theme.ts'

startNonce()
startTheme()
startAppearance()
// Zod would try whether it may compile code at run time; the content policy forbids it and reports each try.
config({ jitless: true })

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
