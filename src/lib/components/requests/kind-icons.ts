import BookDashed from '@lucide/svelte/icons/book-dashed';
import BookX from '@lucide/svelte/icons/book-x';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Ellipsis from '@lucide/svelte/icons/ellipsis';
import FileWarning from '@lucide/svelte/icons/file-warning';
import LifeBuoy from '@lucide/svelte/icons/life-buoy';
import Printer from '@lucide/svelte/icons/printer';
import Users from '@lucide/svelte/icons/users';
import Wifi from '@lucide/svelte/icons/wifi-off';
const ICONS: Record<string, typeof Printer> = {
	equipment: Printer,
	software: Wifi,
	people: Users,
	damaged_book: BookX,
	missing_book: BookDashed,
	guidance: CircleHelp,
	data_quality: FileWarning,
	other: Ellipsis
};

/** A sign for a kind of request; one of its own for those that a campaign made up. */
export const kindIcon = (key: string) => ICONS[key] ?? LifeBuoy;
