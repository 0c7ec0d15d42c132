/** Licences under which we may pass on what we use, and what of them means in words we know. */
const agreed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
  'Zlib',
])

/** From `pnpm licenses list --json`: one entry per package and version. */
export function packagesOf(list) {
  return Object.entries(list)
    .flatMap(([licence, entries]) =>
      entries.flatMap(({ name, versions }) => versions.map((version) => ({ name, version, licence }))),
    )
    .filter(({ name }) => !name.startsWith('@quorum/'))
    .sort((a, b) => `${a.name}@${a.version}`.localeCompare(`${b.name}@${b.version}`))
}

/** Those under other licences. `A OR B` needs one we agreed to, `A AND B` both. */
export const foreign = (packages) => packages.filter(({ licence }) => !isAgreed(licence))

function isAgreed(licence) {
  const bare = licence.replace(/[()]/g, '').trim()
  if (/ OR /.test(bare)) return bare.split(/ OR /).some(isAgreed)
  if (/ AND /.test(bare)) return bare.split(/ AND /).every(isAgreed)
  return agreed.has(bare)
}

/** A CycloneDX 1.6 bill of materials. */
export const bill = (packages, version, at) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    timestamp: at.toISOString(),
    component: { type: 'application', name: 'quorum', version, 'bom-ref': 'quorum' },
  },
  components: packages.map(({ name, version, licence }) => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
    return { type: 'library', 'bom-ref': purl, name, version, purl, licenses: [{ expression: licence }] }
  }),
})
