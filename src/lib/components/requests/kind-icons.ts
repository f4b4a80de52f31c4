import BookDashed from '@lucide/svelte/icons/book-dashed';
import BookX from '@lucide/svelte/icons/book-x';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Ellipsis from '@lucide/svelte/icons/ellipsis';
import FileWarning from '@lucide/svelte/icons/file-warning';
import Printer from '@lucide/svelte/icons/printer';
import Users from '@lucide/svelte/icons/users';
import Wifi from '@lucide/svelte/icons/wifi-off';
import type { RequestKind } from '#lib/campaign/requests/request.ts';

/** A sign for each kind of request. */
export const KIND_ICONS: Record<RequestKind, typeof Printer> = {
	equipment: Printer,
	software: Wifi,
	people: Users,
	damaged_book: BookX,
	missing_book: BookDashed,
	guidance: CircleHelp,
	data_quality: FileWarning,
	other: Ellipsis
};
