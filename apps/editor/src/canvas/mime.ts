/** What a kind dragged from the palette carries. */
export const KIND_MIME = 'application/x-quorum-kind'
