/** The age of the knowledge tables. */

/** ISO date (YYYY-MM-DD) of the last revision of the tables; what is judged against a date is judged against this one. */
export const TODAY = "2026-11-22";
