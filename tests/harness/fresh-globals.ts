import { afterEach, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';

// Files of one worker share their modules: what one of them set is not what the next one finds.
overwriteGetLocale(() => 'vi');
afterEach(() => void vi.useRealTimers());
