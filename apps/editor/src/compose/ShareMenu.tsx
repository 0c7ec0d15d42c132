import { FileDown, Image, PenTool, Share2, Workflow } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu } from '../ui/Menu.tsx'
import { saveAs } from './share.ts'

/** The workflow for somebody else: to be opened again, to be pasted into a text, or to be looked at. */
export function ShareMenu() {
  return (
    <Menu
      items={[
        { label: 'As a file, with the workflows it calls', icon: FileDown, onSelect: () => void saveAs('file') },
        { label: 'As a picture (PNG)', icon: Image, onSelect: () => void saveAs('png') },
        { label: 'As a drawing (SVG)', icon: PenTool, onSelect: () => void saveAs('svg') },
        { label: 'As a Mermaid diagram', icon: Workflow, onSelect: () => void saveAs('mermaid') },
      ]}
    >
      <IconButton icon={Share2} label="Share" className="max-[599px]:hidden" />
    </Menu>
  )
}
