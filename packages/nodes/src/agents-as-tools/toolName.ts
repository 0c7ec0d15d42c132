/** “Legal expert” as models call it: `Legal_expert`. */
export function toolName(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
  return (plain === '' ? 'specialist' : plain).slice(0, 64)
}
