import { feature } from '../feature.ts';

/** First answers, kept as long as a copy of the command may come. */
export const answers = feature({ commands: {}, due: ({ refusals }) => [refusals.due] });
