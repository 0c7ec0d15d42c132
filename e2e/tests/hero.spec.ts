import { expect, test } from '../fixtures/test.ts'

test('one click on Home starts a live council that streams within three seconds and ends with an answer', async ({
  page,
  editor,
}) => {
  await page.goto('/')
  const run = page.getByRole('button', { name: 'Run', exact: true })
  await expect(page.getByLabel('Your question')).toHaveValue(/Friday to Tuesday/)
  await run.click()
  const clicked = Date.now()

  const council = editor.step('Council of three')
  // The strip shows the end of what is being written, in place of what the stage does.
  const words = council.locator('.step-strip p[data-words]')
  await expect(words).not.toBeEmpty({ timeout: 3_000 })
  expect(Date.now() - clicked).toBeLessThan(3_000)
  await editor.expectStatus(council, 'running')
  await expect(page).toHaveTitle(/^● Running – Council of three/)
  const early = await words.textContent()
  await expect(words).not.toHaveText(early ?? '')

  await editor.expectDone(40_000)
  await editor.expectStatus(council, 'completed')
  for (const stage of ['Answers', 'Reviews', 'Chair'])
    await expect(council.getByRole('listitem').filter({ hasText: stage })).toHaveAttribute('data-status', 'completed')

  const answer = editor.dock.getByRole('region', { name: 'answer' })
  await expect(answer.getByText('Practice answers')).toBeVisible()
  await expect(editor.runBar.getByText(/practice/i)).toBeVisible()
  await expect(answer.locator('p, li, h1, h2, h3, strong').filter({ hasText: /\w{3}/ }).first()).toBeVisible()
  await expect(answer.locator('strong, h1, h2, h3, h4, ul, ol').nth(0)).toBeVisible()
  for (const offer of ['Change the question', 'Add a member', 'Use a real model'])
    await expect(editor.runBar.getByRole('button', { name: offer })).toBeVisible()
})
