/** Hands a file to the browser's downloads, named after the workflow it is of. */
export function download(content: Blob, workflow: string, ending: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = `${workflow.replace(/[^\p{L}\p{N} _-]+/gu, '').trim() || 'workflow'}.${ending}`
  link.click()
  URL.revokeObjectURL(url)
}
