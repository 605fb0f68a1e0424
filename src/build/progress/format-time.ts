/** Times for a person. */

/** "8 s", "1 min 5 s", "2 h 3 min": whole seconds, and above an hour whole minutes. */
export function formatTime(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
