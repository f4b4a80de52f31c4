import { fileTypeFromBuffer } from 'file-type';
import { FILE_TYPES, PIXEL_LIMIT, type FileType } from '#lib/protocol/files.ts';
import { Problem } from '../problem.ts';
import { extensionOf } from './file-name.ts';
import { pictureSize } from './picture-size.ts';

const isTaken = (mime: string | undefined): mime is FileType =>
	mime !== undefined && Object.hasOwn(FILE_TYPES, mime);

/**
 * What a file is, by its bytes: a name and a claim prove nothing.
 * @throws `invalid` on `file` when it is nothing we take, not what it says it is, broken, or a picture
 * that would unfold to more pixels than a device can show
 */
export async function judge(
	bytes: Buffer,
	claimed: { name: string; type: string }
): Promise<FileType> {
	const mime = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime;
	if (!isTaken(mime)) throw refused('file_type_refused');
	const extensions: readonly string[] = FILE_TYPES[mime];
	if (claimed.type !== mime || !extensions.includes(extensionOf(claimed.name))) {
		throw refused('file_not_as_named');
	}
	if (mime !== 'application/pdf') checkPixels(bytes, mime);
	return mime;
}

function checkPixels(bytes: Buffer, type: FileType): void {
	const { width, height } = pictureSize(bytes, type) ?? { width: 0, height: 0 };
	const pixels = width * height;
	if (pixels === 0) throw refused('file_broken');
	if (pixels > PIXEL_LIMIT) throw refused('file_too_many_pixels', { millions: PIXEL_LIMIT / 1e6 });
}

export function refused(key: string, params: Record<string, number> = {}): Problem {
	return new Problem('invalid', key, params, 'file');
}
