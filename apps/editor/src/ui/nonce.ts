/**
 * The nonce of this page (SECURITY S22), for libraries that insert style elements: Radix's scroll lock reads
 * `__webpack_nonce__`; its parts that take a `nonce` prop get it from here.
 */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content || undefined

export function startNonce(): void {
  if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce })
}
