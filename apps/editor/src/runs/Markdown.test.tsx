import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Markdown } from './Markdown.tsx'

afterEach(cleanup)

test('what a model writes is text: no HTML, no pictures that call home, no links that run', () => {
  const { container } = render(
    <Markdown
      text={
        '<script>alert(1)</script> <b onclick="x()">b</b>\n\n![p](https://evil.example/x.png) [a](javascript:alert(1)) [c](https://ok.example)'
      }
    />,
  )
  expect(container.querySelector('script, b, img, [onclick]')).toBeNull()
  const links = [...container.querySelectorAll('a')]
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://evil.example/x.png', 'https://ok.example'])
  for (const link of links) expect(link.getAttribute('rel')).toBe('noopener noreferrer nofollow')
})

test('a very long text is not parsed at all', () => {
  const { container } = render(<Markdown text={`**b** ${'x'.repeat(100_001)}`} />)
  expect(container.querySelector('strong')).toBeNull()
  expect(container.querySelector('pre')).not.toBeNull()
})
