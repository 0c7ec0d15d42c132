import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { die, onPath, outputOf, root, runs, say, win } from './process.mjs'

const inE2e = { cwd: join(root, 'e2e') }
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** @returns the path of a browser for the tests, or undefined for the one Playwright keeps itself. Installs at need. */
export function ensureBrowser() {
  const named = process.env.CHROME_PATH
  if (named && !existsSync(named)) die(`CHROME_PATH names ${named}, which is not there.`)
  if (named) return named

  const candidates = [onPath(NAMES), ...usualPlaces()].filter((path) => path && existsSync(path))
  const found = candidates.find(launches)
  if (found) return found
  if (playwrightHasOne()) return undefined

  for (const install of waysToInstall()) {
    const got = install()
    if (got) return got === true ? undefined : got
  }
  die('no browser for the tests. Install Chrome or Chromium, or name one: CHROME_PATH=/path/to/chrome npm test')
}

/** A file that is there may still be a stub (Ubuntu's chromium without snap) or lack libraries. */
function launches(path) {
  // Windows' chrome.exe does not answer --version on the console.
  if (win || outputOf(path, ['--version'], { shell: false, timeout: 15_000 })) return true
  say(`${path} does not start, looking further`)
  return false
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ]
  }
  if (!win) return []
  const { PROGRAMFILES: programs, 'PROGRAMFILES(X86)': programs32, LOCALAPPDATA: local } = process.env
  return [programs, programs32, local].filter(Boolean).map((dir) => join(dir, 'Google/Chrome/Application/chrome.exe'))
}

function playwrightHasOne() {
  const ask = `require('@playwright/test').chromium.executablePath()`
  const path = outputOf('node', ['-p', ask], { ...inE2e, shell: false })
  return Boolean(path) && existsSync(path)
}

function waysToInstall() {
  const apt = process.platform === 'linux' && process.getuid?.() === 0 && onPath(['apt-get'])
  const debian = apt && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  const viaApt = () => byApt()
  const viaPlaywright = () => byPlaywright(Boolean(apt))
  // Debian's own package is the smaller one; elsewhere (Ubuntu) apt's chromium only points at snap.
  if (debian) return [viaApt, viaPlaywright]
  return apt ? [viaPlaywright, viaApt] : [viaPlaywright]
}

function byApt() {
  say('installing chromium with apt-get (once)')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['-qq', '-y', 'install', '--no-install-recommends', 'chromium', 'fonts-liberation']
  const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] }
  if (!runs('apt-get', ['-qq', 'update'], quiet) || !runs('apt-get', install, quiet)) return false
  const path = onPath(NAMES)
  return path && launches(path) ? path : false
}

function byPlaywright(withDeps) {
  say('installing chromium with Playwright (once)')
  const args = ['exec', 'playwright', 'install', ...(withDeps ? ['--with-deps'] : []), '--only-shell', 'chromium']
  return runs('pnpm', args, inE2e) && playwrightHasOne()
}
