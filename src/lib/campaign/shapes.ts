import * as v from 'valibot';

// What facts are made of. A fact that was written once is read for ever: these shapes say what is needed to fold
// it, and what a command may ask for stands with the commands.

/** 1, 2, 3 … or how many. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Local 'YYYY-MM-DD'. */
export const date = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/));
/** A point in time, ISO. */
export const moment = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT/));
/** Whole numbers keyed by measure. */
export const amounts = v.record(v.string(), v.pipe(v.number(), v.integer()));
export const text = v.string();
export const named = { name_vi: text, name_en: text };
