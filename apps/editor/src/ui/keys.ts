const mac = /Mac|iP(hone|ad)/.test(globalThis.navigator?.platform ?? '')
const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Del: '⌫' }

/** "Mod Shift Z" as the keyboard in front of the person has it: "Ctrl+Shift+Z", "⌘⇧Z". */
export function showKeys(keys: string, onMac: boolean = mac): string {
  const parts = keys.split(' ')
  if (onMac) return parts.map((part) => macSigns[part] ?? part).join('')
  return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+')
}
