import { FILE_LIMIT } from '#lib/protocol/files.ts';
import { refused } from './judge.ts';

/** Sent on beyond the limit, a body is read to here and thrown away, so that its sender hears why. */
const PATIENCE = 4 * FILE_LIMIT;

/**
 * A request's body, never more than the limit in memory. One that says that it is longer is not read.
 * @throws `invalid` on `file` when it is too large, empty or broke off
 */
export async function readCapped({ headers, body }: Request): Promise<Buffer> {
	const tooLarge = refused('file_too_large', { megabytes: FILE_LIMIT / 1024 ** 2 });
	if (Number(headers.get('content-length')) > FILE_LIMIT) throw tooLarge;
	if (!body) throw refused('file_broken');
	const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
	let parts: Uint8Array[] = [];
	let size = 0;
	try {
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			size += next.value.byteLength;
			if (size > FILE_LIMIT) parts = [];
			else parts.push(next.value);
			if (size > PATIENCE) break;
		}
	} catch {
		throw size > FILE_LIMIT ? tooLarge : refused('file_broken');
	}
	if (size > FILE_LIMIT) throw tooLarge;
	if (size === 0) throw refused('file_broken');
	return Buffer.concat(parts, size);
}
