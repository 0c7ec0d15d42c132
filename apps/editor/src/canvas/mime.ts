/** What a kind dragged from the palette carries: as JSON the kind, and what is set already. */
export const KIND_MIME = 'application/x-quorum-kind'
