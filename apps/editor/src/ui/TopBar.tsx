import { History, Settings } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from './Link.tsx'
import { ThemeButton } from './ThemeButton.tsx'

const link =
  'inline-flex h-8 items-center gap-1.5 rounded-control px-2.5 text-body hover:bg-surface-2 aria-[current=page]:bg-surface-2'

/** The bar of every page but the editor, which has its own. */
export function TopBar({ here, children }: { here?: 'runs' | 'settings'; children?: ReactNode }) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-line border-b bg-surface px-4">
      <Link to="/" className="flex items-center gap-2 font-semibold text-panel">
        <img src="/icon.svg" alt="" width={22} height={22} /> Quorum
      </Link>
      {children}
      <span className="flex-1" />
      <nav aria-label="Pages" className="flex gap-1">
        <Link to="/runs" className={link} aria-current={here === 'runs' ? 'page' : undefined}>
          <History aria-hidden size={16} /> Runs
        </Link>
        <Link to="/settings" className={link} aria-current={here === 'settings' ? 'page' : undefined}>
          <Settings aria-hidden size={16} /> Settings
        </Link>
      </nav>
      <ThemeButton />
    </header>
  )
}
