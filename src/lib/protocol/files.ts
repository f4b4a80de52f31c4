/** What may be sent beside a request, and how such files are called. */
export const FILE_TYPES = {
	'image/jpeg': ['jpg', 'jpeg', 'jfif'],
	'image/png': ['png'],
	'image/webp': ['webp'],
	'application/pdf': ['pdf']
} as const;
export type FileType = keyof typeof FILE_TYPES;

/** Most bytes of one file. */
export const FILE_LIMIT = 10 * 1024 * 1024;
/** Most files of one step of a request. */
export const FILES_PER_STEP = 5;
/** Most pixels of a picture: a small file can unfold to a picture that fills a phone's memory. */
export const PIXEL_LIMIT = 50_000_000;

/** A file as endpoints answer it; its bytes are at `/api/v1/campaigns/{slug}/files/{id}`. */
export interface SentFile {
	id: string;
	name: string;
	type: FileType;
	/** Bytes. */
	size: number;
}
