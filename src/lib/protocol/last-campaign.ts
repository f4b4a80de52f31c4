/** Cookie in which a device remembers the campaign it showed last. */
export const LAST_CAMPAIGN = 'campaign';
