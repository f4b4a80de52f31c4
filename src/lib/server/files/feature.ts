import { feature } from '../feature.ts';

/** Pictures and documents that go with requests. */
export const files = feature({ commands: {}, due: ({ files }) => [files.due] });
