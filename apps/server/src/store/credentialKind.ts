/** What a stored secret is: a provider's key, or how an http node presents it. */
export const credentialKinds = [
  'openai',
  'anthropic',
  'google',
  'local',
  'bearer',
  'header',
  'basic',
  'oauth2',
] as const
export type CredentialKind = (typeof credentialKinds)[number]

/** Providers have hosts of their own; all others are bound to those they are given. */
export const providerHosts: Partial<Record<CredentialKind, string>> = {
  openai: 'api.openai.com',
  anthropic: 'api.anthropic.com',
  google: 'generativelanguage.googleapis.com',
}

/** The header a secret of this kind goes into. `named` is the name of a `header` credential. */
export function headerOf(kind: CredentialKind, value: string, named: string | null): { name: string; value: string } {
  switch (kind) {
    case 'anthropic':
      return { name: 'x-api-key', value }
    case 'google':
      return { name: 'x-goog-api-key', value }
    case 'basic':
      return { name: 'authorization', value: `Basic ${Buffer.from(value).toString('base64')}` }
    case 'header':
      return { name: named ?? 'x-api-key', value }
    case 'openai':
    case 'local':
    case 'bearer':
    // Of an oauth2 credential the value is the access token it was given.
    case 'oauth2':
      return { name: 'authorization', value: `Bearer ${value}` }
  }
}
